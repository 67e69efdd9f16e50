"""The door of public pages: finds the visit, renders, and turns errors of callers into pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from parvis.core.errors import ParvisError
from parvis.web.portal.pages.faces import face
from parvis.web.portal.pages.signposts import signposts
from parvis.web.portal.views.errors import error_page
from parvis.web.portal.visit import Visit, visit

View = Callable[..., HttpResponse]


def public(view: Callable[..., HttpResponse]) -> View:
    """A view of ``(visit, **captured)`` as Django calls it. Answers GET and HEAD only."""
    return require_safe(_visited(view))


def form(view: Callable[..., HttpResponse]) -> View:
    """The same for a page whose form is sent to itself: answers POST too."""
    return require_http_methods(["GET", "HEAD", "POST"])(_visited(view))


def _visited(view: Callable[..., HttpResponse]) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, **captured: Any) -> HttpResponse:
        try:
            return view(visit(request), **captured)
        except ParvisError as error:
            message = error.message if error.status == 400 else None
            return error_page(request, error.status, message=message, wanted=captured.get("dataset_id"))

    return wrapped


def page(visit: Visit, template: str, content: object, *, status: int = 200) -> HttpResponse:
    """The page; browsers ask again each time, since what is published may change at any second."""
    posts = signposts(visit, content)
    context = {"visit": visit, "page": content, "signposts": posts, "face": face(visit, content)}
    response = render(visit.request, f"portal/{template}.html", context, status=status)
    response["Cache-Control"] = "no-cache"
    response["Link"] = ", ".join(map(str, posts))
    return response
