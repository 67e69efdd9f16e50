"""What a request says: records in a JSON array, one object, or JSON Lines; each an operation."""

from __future__ import annotations

from typing import Any

import orjson

from parvis.core.errors import ParvisError

MOST_BYTES = 10 << 20
MOST_RECORDS = 10_000


class InvalidRecords(ParvisError):
    """The body of a push cannot be read."""

    code = "InvalidRecords"
    status = 422


class TooManyRecords(ParvisError):
    """The body of a push is too large."""

    code = "TooManyRecords"
    status = 413


def operations(body: bytes, kind: str) -> list[dict[str, object]]:
    """``{"upsert": record}`` or ``{"delete": record}`` each. ``kind`` ``mixed``: the lines say so themselves.

    Raises InvalidRecords naming the line, TooManyRecords.
    """
    found = _records(body)
    if len(found) > MOST_RECORDS:
        raise TooManyRecords(f"At most {MOST_RECORDS:,} records a request.", hint="send several requests")
    if not found:
        raise InvalidRecords("There is no record in the body.")
    return [_operation(record, kind, number) for number, record in enumerate(found, 1)]


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
