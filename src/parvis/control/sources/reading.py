"""How the files of a source are read: options of the ingest that its owner states. Pure."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any

from parvis.data.connectors.files.interface import InvalidSource

TEXTS = ("sheet", "record_path", "encoding", "delimiter", "mode", "key")
MODES = ("replace", "append", "upsert")
NUMBERS = {"header_row": (0, 10_000), "epsg": (1, 1_000_000)}
_LONGEST = 200


def checked_reading(values: Mapping[str, Any]) -> dict[str, Any]:
    """The options that are stated; those that are empty or None are left to be found. Raises InvalidSource.

    ``mode`` and ``key`` (names between commas) say what becomes of the rows that are there.
    """
    unknown = next((name for name in values if name not in (*TEXTS, *NUMBERS)), None)
    if unknown is not None:
        hint = f"reading options: {', '.join((*TEXTS, *NUMBERS))}"
        raise InvalidSource(f"there is no reading option {unknown[:60]!r}", hint=hint)
    stated = {name: value for name, value in values.items() if value is not None and value != ""}
    for name, value in stated.items():
        if name in NUMBERS:
            _number(name, value)
        elif not isinstance(value, str) or len(value) > _LONGEST or "\0" in value:
            raise InvalidSource(f"{name} is a text of at most {_LONGEST} characters")
    _encoding(stated.get("encoding"))
    _delimiter(stated.get("delimiter"))
    if stated.get("mode", MODES[0]) not in MODES:
        raise InvalidSource(f"there is no mode {stated['mode'][:60]!r}", hint=f"modes: {', '.join(MODES)}")
    return stated


def _number(name: str, value: Any) -> None:
    least, most = NUMBERS[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidSource(f"{name} is {value!r:.60}; it is a number from {least} to {most:,}")


def _encoding(name: str | None) -> None:
    if name is None:
        return
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise InvalidSource(f"there is no encoding {name!r}", hint="such as utf-8 or cp1252") from error


def _delimiter(sign: str | None) -> None:
    if sign is not None and len(sign) != 1 and not sign.startswith("fixed"):
        raise InvalidSource(f"the delimiter is {sign!r}; it is one sign, or fixed:5,10,3")
