"""Errors that a person or a program can act on: what, where, how to fix, with a stable code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters, 0-based, in the text a caller sent."""

    start: int
    end: int


class ParvisError(Exception):
    """An error meant for the caller.

    Subclasses fix ``code`` (stable, documented in docs/use/errors.md) and ``status`` (HTTP).
    ``params`` are the facts of the message for programs; ``hint`` says how to fix it.
    """

    code: str = "InternalServerError"
    status: int = 500

    def __init__(
        self,
        message: str,
        *,
        span: Span | None = None,
        hint: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.hint = hint
        self.params: Mapping[str, Any] = params or {}


class InvalidParameter(ParvisError):
    """A plain parameter (limit, offset, lang, timezone, format option...) is out of range or unreadable."""

    code = "InvalidRESTParameterError"
    status = 400


class Unauthorized(ParvisError):
    """Credentials are missing where they are required, unknown, expired or revoked."""

    code = "Unauthorized"
    status = 401


class Forbidden(ParvisError):
    """The caller sees that the thing exists but may not read it."""

    code = "ForbiddenAccess"
    status = 403


class NotFound(ParvisError):
    """No such dataset, record, attachment, or the caller may not know of it."""

    code = "NotFoundResource"
    status = 404


class NotFoundURI(ParvisError):
    """No such route."""

    code = "NotFoundURI"
    status = 404


class Gone(ParvisError):
    """A route of an older version of an API, asked under a newer one."""

    code = "Gone"
    status = 410


class QueryOverBudget(ParvisError):
    """The query passed its time or memory budget and was stopped; narrower queries are served."""

    code = "QueryOverBudget"
    status = 400


class Overloaded(ParvisError):
    """Too many queries wait; ``retry_after`` says when to come back, in seconds."""

    code = "Overloaded"
    status = 503

    def __init__(self, message: str, *, retry_after: int = 1, **kwargs: Any) -> None:
        super().__init__(message, **kwargs)
        self.retry_after = retry_after
