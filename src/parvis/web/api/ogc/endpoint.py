"""Requests of the OGC APIs: what else they read, and how their errors look."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from starlette.types import Receive, Scope

from parvis.core.errors import InvalidParameter, ParvisError
from parvis.data.engine.engine import Cancellation
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call, Endpoint

PROBLEM = "application/problem+json"
VERSIONS = frozenset({"version", "as_of"})
COMMON = frozenset({"f", "apikey", "access_token", "lang"})


@dataclass(frozen=True)
class OgcCall(Call):
    """A request with the types of content that its client accepts."""

    accept: str = ""

    @property
    def wants_html(self) -> bool:
        """Whether a browser asks: ``f=html``, or HTML named first and no other format asked."""
        asked = self.parameters.get("f")
        if asked is not None:
            return asked == "html"
        return self.accept.partition(",")[0].strip().startswith("text/html")


class OgcEndpoint(Endpoint):
    """An endpoint that refuses parameters it does not know, as OGC APIs do."""

    async def _call(self, scope: Scope, receive: Receive, asked: dict[str, str], cancel: Cancellation) -> Call:
        call = await super()._call(scope, receive, asked, cancel)
        values = {f.name: getattr(call, f.name) for f in fields(Call)}
        return OgcCall(**values, accept=asked.get("accept", ""))

    def refused(self, error: ParvisError) -> Answer:
        """A problem (RFC 9457)."""
        return replace(super().refused(error), media_type=PROBLEM)

    def broken(self, error: Exception, request_id: str) -> Answer:
        """A problem (RFC 9457)."""
        return replace(super().broken(error, request_id), media_type=PROBLEM)


def problem(error: ParvisError) -> dict[str, Any]:
    """The members of a problem; ``code`` is stable."""
    found: dict[str, Any] = {
        "type": "about:blank",
        "title": error.code,
        "status": error.status,
        "detail": error.message,
        "code": error.code,
        "description": error.message,
    }
    if error.hint:
        found["hint"] = error.hint
    if error.span is not None:
        found["position"] = error.span.start
    return found


def only_known(call: Call, known: frozenset[str]) -> None:
    """Raise InvalidParameter for a parameter that the route does not have: unfiltered data would mislead."""
    unknown = sorted(call.parameters.names() - known - COMMON)
    if unknown:
        hint = f"parameters: {', '.join(sorted(known))}" if known else "this route takes no parameter"
        message = f"Unknown API parameter: {unknown[0][:60]}."
        raise InvalidParameter(message, hint=hint, params={"parameter": unknown[0][:60]})
