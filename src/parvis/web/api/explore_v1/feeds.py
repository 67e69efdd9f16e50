"""RSS and Atom feeds of v1 searches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as xml

from parvis.web.api.http.answers import Answer, http_date

_ATOM = "http://www.w3.org/2005/Atom"
# Characters that no XML document may hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed; ``instant`` is ISO."""

    title: str
    link: str
    text: str
    instant: str | None


def rss(title: str, link: str, entries: Iterable[Entry]) -> Answer:
    """An RSS 2.0 document."""
    root = xml.Element("rss", version="2.0")
    channel = xml.SubElement(root, "channel")
    for name, value in (("title", title), ("link", link), ("description", title)):
        _add(channel, name, value)
    for entry in entries:
        item = xml.SubElement(channel, "item")
        for name, value in (("title", entry.title), ("link", entry.link), ("description", entry.text)):
            _add(item, name, value)
        _add(item, "guid", entry.link)
        _add(item, "pubDate", http_date(entry.instant))
    return _answer(root, "application/rss+xml; charset=utf-8")


def atom(title: str, link: str, entries: Iterable[Entry]) -> Answer:
    """An Atom 1.0 document."""
    root = xml.Element("feed", xmlns=_ATOM)
    found = list(entries)
    _add(root, "title", title)
    _add(root, "id", link)
    xml.SubElement(root, "link", href=link)
    _add(root, "updated", max((iso(e.instant) for e in found), default=iso(None)))
    for entry in found:
        item = xml.SubElement(root, "entry")
        for name, value in (("title", entry.title), ("id", entry.link), ("updated", iso(entry.instant))):
            _add(item, name, value)
        _add(item, "summary", entry.text)
        xml.SubElement(item, "link", href=entry.link)
    return _answer(root, "application/atom+xml; charset=utf-8")


def iso(instant: str | None) -> str:
    """An instant as Atom wants it: never absent."""
    try:
        return datetime.fromisoformat(instant or "").isoformat(timespec="seconds")
    except ValueError:
        return "1970-01-01T00:00:00+00:00"


def _add(parent: xml.Element, name: str, value: str | None) -> None:
    if value is not None:
        xml.SubElement(parent, name).text = _FORBIDDEN.sub("", value)


def _answer(root: xml.Element, media_type: str) -> Answer:
    return Answer(xml.tostring(root, encoding="utf-8", xml_declaration=True), media_type=media_type)
