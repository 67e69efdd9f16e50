"""Errors of filters: where in the text, and the way out where one is known."""

from __future__ import annotations

from parvis.core.errors import ParvisError, Span
from parvis.data.odsql.errors import QueryError


class FilterError(QueryError):
    """A filter cannot be read or means nothing on this schema. ``clause`` is the parameter at fault."""

    code = "InvalidFilter"

    def __init__(self, message: str, *, clause: str = "filter", span: Span | None = None, hint: str | None = None):
        place = f" at position {span.start}" if span is not None else ""
        params = {"parameter": clause, **({"position": span.start} if span is not None else {})}
        ParvisError.__init__(self, f"Invalid {clause}{place}: {message}", span=span, hint=hint, params=params)
        self.clause = clause
