"""Errors as each version of the API writes them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from parvis.core.errors import Overloaded, ParvisError
from parvis.web.api.http.answers import Answer, json_answer

logger = logging.getLogger(__name__)
Envelope = Callable[[ParvisError], dict[str, Any]]


def v2(error: ParvisError) -> dict[str, Any]:
    """``error_code`` and ``message``; the hint and the position are ours."""
    found: dict[str, Any] = {"error_code": error.code, "message": error.message}
    if error.hint:
        found["hint"] = error.hint
    if error.span is not None:
        found["position"] = error.span.start
    return found


def v1(error: ParvisError) -> dict[str, Any]:
    """``error`` holds the text; the code is beside."""
    return {"error": error.message, "error_code": error.code, **({"hint": error.hint} if error.hint else {})}


def answer(error: ParvisError, envelope: Envelope) -> Answer:
    """The answer of an error, in the envelope of the version."""
    found = json_answer(envelope(error), status=error.status)
    if isinstance(error, Overloaded):
        return Answer(found.body, found.status, headers={"Retry-After": str(error.retry_after)})
    if error.status == 401:
        return Answer(found.body, found.status, headers={"WWW-Authenticate": 'Apikey realm="Explore API"'})
    return found


def unexpected(error: Exception, envelope: Envelope, request_id: str) -> Answer:
    """The answer of a fault of ours: logged whole, shown by its request id only."""
    logger.error("request %s failed", request_id, exc_info=error)
    hidden = ParvisError("An internal error occurred.", hint=f"tell the operator this request id: {request_id}")
    return json_answer(envelope(hidden), status=500)
