"""Errors as OData writes them."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import ParvisError


class NotImplementedOption(ParvisError):
    """An option or an operation of OData that this server does not have."""

    code = "NotImplemented"
    status = 501


def envelope(error: ParvisError) -> dict[str, Any]:
    """``{"error": {"code", "message", "target"}}``; the hint and the position are inner."""
    found: dict[str, Any] = {"code": error.code, "message": error.message}
    target = error.params.get("parameter") or error.params.get("clause")
    if target:
        found["target"] = target
    inner: dict[str, Any] = {}
    if error.hint:
        inner["hint"] = error.hint
    if error.span is not None:
        inner["position"] = error.span.start
    return {"error": {**found, "innererror": inner} if inner else found}
