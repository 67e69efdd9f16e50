"""The formats of v1 answers: JSON, JSONP, CSV, and what a request may ask for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from parvis.core.errors import InvalidParameter
from parvis.web.api.http.answers import JSON, Answer
from parvis.web.api.http.parameters import Parameters

SEARCH = ("json", "jsonp", "geojson", "geojsonp", "rss", "atom")
DATASETS = ("json", "jsonp", "csv", "rss")
ANALYZE = ("json", "jsonp", "csv")
OBJECT = ("json", "jsonp")
JAVASCRIPT = "application/javascript; charset=utf-8"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d{1,6}\])*", re.ASCII)
_DELIMITERS = {";": ";", ",": ",", "\t": "\t", "tab": "\t", "|": "|"}
# Allowed in JSON but line ends in older JavaScript: a text could break out of its quotes.
_LINE_ENDS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"))


def wanted(parameters: Parameters, known: Sequence[str]) -> str:
    """The format asked, the first of the known ones by default. Raises InvalidParameter."""
    found = (parameters.get("format") or known[0]).lower()
    if found not in known:
        raise InvalidParameter(f"Invalid value for format: one of {', '.join(known)} is expected.")
    return found


def callback(parameters: Parameters) -> str | None:
    """The function that JSONP calls, or None for plain JSON. Raises InvalidParameter for what is not a name."""
    asked, format_ = parameters.get("callback"), (parameters.get("format") or "jsonp").lower()
    if not format_.endswith("jsonp") or (not asked and not parameters.get("format")):
        return None
    name = asked or "callback"
    if len(name) > 100 or not _CALLBACK.fullmatch(name):
        raise InvalidParameter("Invalid value for callback: the name of a JavaScript function is expected.")
    return name


def answer(parameters: Parameters, value: Any, modified: str | None = None, **headers: str) -> Answer:
    """JSON, indented on demand, or JSONP."""
    option = orjson.OPT_INDENT_2 if (parameters.get("pretty_print") or "").lower() in ("true", "1") else None
    body = orjson.dumps(value, default=str, option=option)
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    function = callback(parameters)
    if function is None:
        return Answer(body, media_type=JSON, modified=modified, headers=named)
    opening, closing = wrapping(function)
    return Answer(opening + script(body) + closing, media_type=JAVASCRIPT, modified=modified, headers=named)


def wrapping(function: str) -> tuple[bytes, bytes]:
    """What comes before and after JSON in JSONP; the comment keeps it from being read as another type of file."""
    return b"/**/" + function.encode() + b"(", b");"


def script(body: bytes) -> bytes:
    """JSON as JavaScript of any age reads it."""
    for given, written in _LINE_ENDS:
        body = body.replace(given, written)
    return body


def table(parameters: Parameters, names: Sequence[str], rows: Iterable[Sequence[Any]], filename: str) -> Answer:
    """A CSV file of a small answer; ``csv_separator`` is ``;`` by default. Raises InvalidParameter."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter(parameters), lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([cell(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Answer(text.getvalue().encode(), media_type="text/csv; charset=utf-8", headers=headers)


def delimiter(parameters: Parameters) -> str:
    """The separator of CSV files. Raises InvalidParameter."""
    asked = parameters.get("csv_separator") or ";"
    if asked not in _DELIMITERS:
        raise InvalidParameter("Invalid value for csv_separator: ; , tab or | is expected.")
    return _DELIMITERS[asked]


def cell(value: Any) -> Any:
    """A value in a CSV cell."""
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
