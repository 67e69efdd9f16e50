"""The content security policy of pages, and the few pages that need a little more than the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from parvis.core.errors import ParvisError

HEADER = "Content-Security-Policy"
REPORTS = "/policy-reports"
SELF = "'self'"
NONE = "'none'"
ANYBODY = "*"
# Scheme, host, port: nothing that could end the directive or widen it.
ORIGIN = re.compile(r"https?://([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:\d{1,5})?")

View = Callable[..., HttpResponse]


class InvalidOrigin(ParvisError):
    """What stands for another host in a policy is not one."""

    code = "InvalidOrigin"
    status = 422


@dataclass(frozen=True, slots=True)
class Policy:
    """What a page may load, from where. Nothing is inline and nothing is evaluated, on any page.

    ``ancestors``: who may show the page in a frame. ``frames``, ``images``: other origins that this page shows.
    ``forms``: where its forms may lead besides this host; None: nowhere.
    """

    ancestors: tuple[str, ...] = (SELF,)
    frames: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    forms: tuple[str, ...] | None = ()

    def __str__(self) -> str:
        """The value of the header."""
        return "; ".join(f"{name} {' '.join(values)}" for name, values in self.directives().items())

    def directives(self) -> dict[str, tuple[str, ...]]:
        """Sources by directive."""
        return {
            "default-src": (NONE,),
            "script-src": (SELF,),
            "style-src": (SELF,),
            "img-src": (SELF, "data:", *self.images),
            "font-src": (SELF,),
            "connect-src": (SELF, *self.images),
            "worker-src": (SELF,),
            "manifest-src": (SELF,),
            "frame-src": (SELF, *self.frames),
            "object-src": (NONE,),
            "base-uri": (NONE,),
            "form-action": (NONE,) if self.forms is None else (SELF, *self.forms),
            "frame-ancestors": self.ancestors,
            "report-uri": (REPORTS,),
            "report-to": ("policy",),
        }


PAGE = Policy()
EMBED = Policy(ancestors=(ANYBODY,), forms=None)


def checked_origins(origins: Iterable[str]) -> tuple[str, ...]:
    """Exact origins, in lower case; raises InvalidOrigin: a wildcard or a path is none."""
    found = tuple(origin.strip().lower().rstrip("/") for origin in origins)
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            raise InvalidOrigin(f"{origin[:80]!r} is not an origin", hint="write it as https://host.example")
    return found


def apply(response: HttpResponse, policy: Policy) -> HttpResponse:
    """Send this answer with that policy instead of the one of all pages."""
    response[HEADER] = str(policy)
    if policy.ancestors != (SELF,):
        # The older header cannot say it; browsers that know the policy follow the policy.
        response.xframe_options_exempt = True
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def embeddable(view: View) -> View:
    """A view whose pages any site may show in a frame: no form, no cookie, public data only.

    Wrap it around ``@public``. ``?lang=`` and ``?theme=`` choose without being remembered.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *captured: Any, **named: Any) -> HttpResponse:
        # A request and its answer carry what the views around them must know.
        request.embedded = True  # type: ignore[attr-defined]
        response = view(request, *captured, **named)
        return apply(response, replace(EMBED, images=getattr(response, "images_of", ())))

    return wrapped


def with_images(response: HttpResponse, origins: Iterable[str]) -> HttpResponse:
    """Let this page show images of these other origins, also where it is embedded."""
    found = checked_origins(dict.fromkeys(origins))
    if not found:
        return response
    # For the policy of the page that embeds this one.
    response.images_of = found  # type: ignore[attr-defined]
    return apply(response, replace(PAGE, images=found))


def showing(*origins: str) -> Callable[[View], View]:
    """A view whose pages show frames of these other origins, and only these."""
    policy = replace(PAGE, frames=checked_origins(origins))

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *captured: Any, **named: Any) -> HttpResponse:
            return apply(view(request, *captured, **named), policy)

        return wrapped

    return decorate
