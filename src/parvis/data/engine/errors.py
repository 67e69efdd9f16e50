"""Errors of the engine. None of them shows SQL."""

from __future__ import annotations

from parvis.core.errors import ParvisError


class NumberOutOfRange(ParvisError):
    """A computation left the range of its numbers, or a value could not be converted."""

    code = "ODSQLError"
    status = 400


class QueryCancelled(ParvisError):
    """The caller left before the answer."""

    code = "QueryCancelled"
    status = 499


class DataUnavailable(ParvisError):
    """The file of a version cannot be read now."""

    code = "DataUnavailable"
    status = 503
