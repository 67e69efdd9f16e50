"""What a request says: records in a JSON array, one object, JSON Lines, or the fields of a form; each an operation."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import orjson

from parvis.core.errors import ParvisError

MOST_BYTES = 10 << 20
MOST_RECORDS = 10_000
MOST_FIELDS = 2_000
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"


class InvalidRecords(ParvisError):
    """The body of a push cannot be read."""

    code = "InvalidRecords"
    status = 422


class TooManyRecords(ParvisError):
    """The body of a push is too large."""

    code = "TooManyRecords"
    status = 413


def operations(body: bytes, kind: str, content_type: str = "") -> list[dict[str, object]]:
    """``{"upsert": record}`` or ``{"delete": record}`` each. ``kind`` ``mixed``: the lines say so themselves.

    Raises InvalidRecords naming the line, TooManyRecords.
    """
    found = [_form(body)] if _is_form(body, content_type) else _records(body)
    if len(found) > MOST_RECORDS:
        raise TooManyRecords(f"At most {MOST_RECORDS:,} records a request.", hint="send several requests")
    if not found:
        raise InvalidRecords("There is no record in the body.")
    return [_operation(record, kind, number) for number, record in enumerate(found, 1)]


def _is_form(body: bytes, content_type: str) -> bool:
    """Many programs announce a form when they send JSON: what begins as JSON is JSON."""
    announced = content_type.split(";")[0].strip().lower()
    if announced == PARTS:
        raise InvalidRecords("A form in several parts is not read.", hint=f"send it as {FORM}")
    return announced == FORM and body.lstrip()[:1] not in (b"{", b"[", b"")


def _form(body: bytes) -> dict[str, Any]:
    """The record that the fields of a form make: one that is empty is null, one that stands several times a list."""
    try:
        found = parse_qs(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise InvalidRecords("The form cannot be read.", hint="send name=value&name=value, in UTF-8") from error
    return {name: values if len(values) > 1 else values[0] or None for name, values in found.items()}


def _records(body: bytes) -> list[Any]:
    if body.lstrip()[:1] == b"[":
        found: list[Any] = _read(body, 1)
        return found
    return [_read(line, number) for number, line in enumerate(body.splitlines(), 1) if line.strip()]


def _read(text: bytes, number: int) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidRecords(
            f"Line {number} is not JSON: {error.msg}.", hint="send a JSON array, or one JSON object a line"
        ) from error


def _operation(record: Any, kind: str, number: int) -> dict[str, object]:
    if kind == "mixed" and isinstance(record, dict) and len(record) == 1 and set(record) <= {"upsert", "delete"}:
        kind, record = next(iter(record.items()))
    if not isinstance(record, dict) or not record or kind == "mixed":
        raise InvalidRecords(f"Record {number} is not an object with fields.")
    return {kind: record}
