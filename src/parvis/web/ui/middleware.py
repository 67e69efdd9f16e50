"""What every page is sent with: the language of the reader, and a strict policy."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from parvis.web.ui.policy import HEADER, PAGE, REPORTS

Handler = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    HEADER: str(PAGE),
    "Reporting-Endpoints": f'policy="{REPORTS}"',
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
}
PARAMETER = "lang"
YEAR = 365 * 24 * 3600


class SecurityHeaders:
    """Adds the policy of the house to every answer of Django; an answer that states its own keeps it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class ReaderLanguage:
    """Speaks the language asked by ``?lang=``, remembered in a cookie, else the browser's, else the default.

    The cookie holds two letters and nothing about the reader: no session is opened.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer in that language, varying with what decided it."""
        asked = request.GET.get(PARAMETER, "")
        chosen = asked if is_known(asked) else None
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if chosen and not getattr(request, "embedded", False):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", httponly=True)
        return response


def is_known(language: str) -> bool:
    """Whether pages exist in this language."""
    return language in dict(settings.LANGUAGES)
