"""Light, dark, or as the reader's system does."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PARAMETER = "theme"
COOKIE = "theme"
AUTO = "auto"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


class ReaderTheme:
    """Puts ``request.theme``: asked by ``?theme=``, remembered in a cookie, else empty for that of the system.

    The cookie holds one word and nothing about the reader. Scripts write the same cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; the cookie is written when the address asks for a theme."""
        asked = request.GET.get(PARAMETER, "")
        chosen = asked if asked in (AUTO, *THEMES) else ""
        theme = chosen or request.COOKIES.get(COOKIE, "")
        # The templates read it there.
        request.theme = theme if theme in THEMES else ""  # type: ignore[attr-defined]
        response = self.get_response(request)
        if chosen and not getattr(request, "embedded", False):
            response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
        return response
