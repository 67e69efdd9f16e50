"""RSS and Atom: one row an entry."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from parvis.data.ingest.errors import DamagedFile, EmptyFile, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.json_lines import written
from parvis.data.ingest.readers.json_table import stage_json
from parvis.data.ingest.source.documents import check_document
from parvis.data.ingest.staging import Staged

_LARGEST = 32 << 20


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the stage from the entries: title, link, instants, author, summary, categories, enclosure, place."""
    import feedparser  # noqa: PLC0415  only feeds need it

    check_document(path)
    if path.stat().st_size > _LARGEST:
        raise TooLarge(f"{path.name} is larger than {_LARGEST >> 20} MiB, which no feed is.", hint="give it as XML")
    # The content is handed over: a text would be taken for an address.
    feed = feedparser.parse(path.read_bytes(), resolve_relative_uris=False, sanitize_html=True)
    if not feed.entries and feed.bozo:
        raise DamagedFile(f"{path.name} is no feed that can be read: {feed.bozo_exception}", hint="send it again")
    try:
        lines = written(_rows(feed.entries), scratch, path.name, options.limits.rows)
    except EmptyFile as error:
        raise EmptyFile(f"{path.name} has no entry.") from error
    warnings = ("the feed is not well-formed; what could be read is kept",) if feed.bozo else ()
    return Staged(stage_json(connection, lines, path.name, options), {"version": feed.version}, warnings)


def _rows(entries: list[Any]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        row = {name: entry.get(name) or None for name in ("title", "link", "id", "author", "summary")}
        # The plain dictionary: the library would give one instant for the other, and warn.
        row |= {name: _moment(dict.get(entry, f"{name}_parsed")) for name in ("published", "updated")}
        row["categories"] = [tag.term for tag in entry.get("tags", []) if tag.get("term")]
        row["content"] = next((part.value for part in entry.get("content", [])), None)
        row["enclosure"] = next((part.href for part in entry.get("enclosures", []) if part.get("href")), None)
        place = entry.get("where") or {}
        if place.get("type") == "Point":
            longitude, latitude = place["coordinates"][:2]
            row |= {"latitude": latitude, "longitude": longitude}
        yield {name: value for name, value in row.items() if value not in (None, [])} or {"title": None}


def _moment(parsed: Any) -> str | None:
    """ISO text, in UTC as the library gives it."""
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
