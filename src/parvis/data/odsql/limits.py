"""Limits of a page: how many rows, how far."""

from __future__ import annotations

from parvis.core.errors import InvalidParameter
from parvis.data.odsql.text import Purpose, QueryText, Version

PAGE = 100
WINDOW = 10_000
GROUPS = 20_000
DEFAULT = 10


def check_window(text: QueryText, purpose: Purpose, *, grouped: bool) -> int | None:
    """The limit to use (None: everything), when ``limit`` and ``offset`` are within bounds.

    Raises InvalidParameter naming what was found and what is expected.
    """
    if text.offset < 0:
        raise _out_of_range("offset", text.offset, "0 <= offset")
    if text.limit is not None and text.limit < -1:
        raise _out_of_range("limit", text.limit, "-1 <= limit")
    if purpose is Purpose.EXPORT or purpose is Purpose.INTERNAL:
        return None if text.limit == -1 or (text.limit is None and purpose is Purpose.EXPORT) else _or_default(text)
    if grouped:
        return _grouped(text)
    page = WINDOW if text.version is Version.V1 else PAGE
    limit = page if text.limit == -1 else _or_default(text)
    if limit > page:
        raise _out_of_range("limit", limit, f"-1 <= limit <= {page}")
    if limit + text.offset > WINDOW:
        raise _too_far(limit + text.offset, WINDOW)
    return limit


def check_sorted_export(limit: int | None) -> bool:
    """Whether an export sorted on an aggregate has the limit that it needs."""
    return limit is not None and limit <= GROUPS


def _or_default(text: QueryText) -> int:
    return DEFAULT if text.limit is None else text.limit


def _grouped(text: QueryText) -> int:
    if text.limit is None or text.limit == -1:
        return max(0, GROUPS - text.offset)
    if text.limit > GROUPS:
        raise _out_of_range("limit", text.limit, f"-1 <= limit <= {GROUPS}")
    if text.limit + text.offset > GROUPS:
        raise _too_far(text.limit + text.offset, GROUPS)
    return text.limit


def _out_of_range(name: str, found: int, expected: str) -> InvalidParameter:
    message = f"Invalid value for {name} API parameter: {found} was found but {expected} is expected."
    return InvalidParameter(message, params={"parameter": name, "found": found})


def _too_far(found: int, cap: int) -> InvalidParameter:
    message = f"Invalid value for offset API parameter: the sum of offset + limit is {found} but <= {cap} is expected."
    hint = "page by key with the `after` parameter, or use an export"
    return InvalidParameter(message, hint=hint, params={"parameter": "offset", "found": found})
