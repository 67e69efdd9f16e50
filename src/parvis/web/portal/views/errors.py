"""Error pages: what happened, what still works, where to go."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from parvis.web.portal.pages.cards import Card
from parvis.web.portal.pages.near import near
from parvis.web.portal.visit import Visit, visit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """What an error page says. ``message`` is the exact fault of the request, when there is one."""

    status: int
    title: object
    text: object
    message: str | None = None
    near: tuple[Card, ...] = ()


WORDS: Mapping[int, tuple[object, object]] = {
    400: (_("This address cannot be read"), _("Part of it is not in the form we expect. Nothing has been changed.")),
    401: (_("This portal is private"), _("Its pages are for those who have received an access from its managers.")),
    403: (_("This page is reserved"), _("You can see that it exists, but reading it needs an access right.")),
    404: (_("Nothing at this address"), _("The page may have moved, or the dataset may no longer be published.")),
    429: (_("Too many requests"), _("You have reached a limit. Wait a little before trying again.")),
    500: (_("Something broke on our side"), _("The fault is recorded. The data are safe; the API may still answer.")),
    503: (_("Too many questions at once"), _("Nothing is lost. Try again in a few seconds.")),
}


def error_page(
    request: HttpRequest, status: int, *, message: str | None = None, wanted: str | None = None
) -> HttpResponse:
    """The page of this status, in the frame of the portal when there is one; ``wanted`` is a dataset not found."""
    shown = status if status in WORDS else 400 if status < 500 else 500
    title, text = WORDS[shown]
    found = visit_or_none(request)
    close = near(found, wanted) if found and wanted and status == 404 else ()
    content = {"visit": found, "page": ErrorWords(status, title, text, message, close)}
    response = render(request, "portal/error.html", content, status=status)
    response["Cache-Control"] = "no-store"
    return response


def visit_or_none(request: HttpRequest) -> Visit | None:
    """The visit, or None when even that cannot be known: an error page must not fail."""
    try:
        found = visit(request)
        return found if found.host else None
    except Exception:
        log.debug("error page without a domain", exc_info=True)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404; the words of the address are looked for."""
    return error_page(request, 404, wanted=" ".join(request.path.split("/")[-3:]))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return error_page(request, 500)


def unchecked_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: a form that was open too long, or came from elsewhere."""
    title = _("This form could not be checked")
    text = _("It was open too long, or your browser refuses cookies. Go back, reload the page and send it again.")
    content = {"visit": visit_or_none(request), "page": ErrorWords(403, title, text)}
    response = render(request, "portal/error.html", content, status=403)
    response["Cache-Control"] = "no-store"
    return response
