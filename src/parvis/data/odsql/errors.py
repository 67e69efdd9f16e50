"""Errors of the query language: code, clause, place and, where one is known, the way out."""

from __future__ import annotations

from parvis.core.errors import ParvisError, Span


class QueryError(ParvisError):
    """A query cannot be understood. ``clause`` is the parameter at fault, ``span`` the place in its text."""

    code = "ODSQLError"
    status = 400

    def __init__(self, message: str, *, clause: str, span: Span | None = None, hint: str | None = None) -> None:
        params: dict[str, object] = {"clause": clause}
        if span is not None:
            params["position"] = span.start
        super().__init__(f"{message} Clause(s) containing the error(s): {clause}.", span=span, hint=hint, params=params)
        self.clause = clause


class ODSQLSyntaxError(QueryError):
    """The text does not parse; the message gives the 0-based position."""

    code = "ODSQLSyntaxError"


class ODSQLError(QueryError):
    """The text parses but means nothing here: unknown field, wrong type, function not allowed in the clause."""

    code = "ODSQLError"


class IncompatibleTypes(QueryError):
    """A comparison between types that do not compare."""

    code = "IncompatibleTypesInComparisonFilter"
