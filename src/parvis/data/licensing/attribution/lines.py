"""Attribution lines as pieces of text with their links, before any markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.decisions import read_table
from parvis.data.licensing.facts import Notice
from parvis.data.licensing.registry import registry

_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, linked when it has an address."""

    text: str
    href: str | None = None


Line = tuple[Piece, ...]


def lines(sources: Sequence[Credited], language: str, *, work: bool = False) -> tuple[Line, ...]:
    """One line a licence form: the greatest contribution first, then by title; databases of one form share a line."""
    ordered = sorted(sources, key=lambda s: (-s.share, s.title.casefold(), s.license_id))
    forms = sorted(ordered, key=lambda s: [form_of(o) for o in ordered].index(form_of(s)))
    made: list[Line] = []
    for (name, _), group in groupby(forms, key=form_of):
        members = list(group)
        form = _templates()["forms"][name]
        if work and "work" in form:
            made += [_fill(form["work"][language], member, language) for member in members]
        elif "end" in form:
            made.append(_joined(form, members, language))
        else:
            made += [_fill(form["item"][language], member, language) for member in members]
    return tuple(dict.fromkeys(made))


def form_of(source: Credited) -> tuple[str, str]:
    """Name of the form of a source and its licence."""
    if source.openstreetmap:
        return "openstreetmap", source.license_id
    entry = registry().by_id.get(source.license_id)
    notice = entry.notice if entry else Notice.SOURCE
    name = notice.value if notice.value in _templates()["forms"] else "source"
    return name, source.license_id


def license_name(license_id: str, language: str) -> str:
    """The short name that attribution lines print."""
    name = _templates()["names"].get(license_id)
    if name is None:
        entry = registry().by_id.get(license_id)
        return entry.name.in_(language) if entry else license_id
    return str(name[language] if isinstance(name, dict) else name)


def _joined(form: Mapping[str, Any], members: Sequence[Credited], language: str) -> Line:
    """Several databases of one licence: their items, then the licence once."""
    pieces: list[Piece] = []
    items = dict.fromkeys(_fill(form["item"][language], member, language) for member in members)
    for item in items:
        pieces += [*([Piece("\u00a0; " if language == "fr" else "; ")] if pieces else []), *item]
    return (*pieces, *_fill(form["end"][language], members[0], language))


def _fill(template: str, source: Credited, language: str) -> Line:
    values = _values(source, language)
    kept = _OPTIONAL.sub(lambda m: m[1] if all(values[name].text for name in _BLANK.findall(m[1])) else "", template)
    pieces: list[Piece] = []
    for n, part in enumerate(_BLANK.split(kept)):
        piece = values[part] if n % 2 else Piece(part)
        if piece.text:
            pieces.append(piece)
    return tuple(pieces)


def _values(source: Credited, language: str) -> dict[str, Piece]:
    entry = registry().by_id.get(source.license_id)
    return {
        "title": Piece(_flat(source.title), source.url),
        "producer": Piece(_flat(", ".join(source.producers)), source.url),
        "url": Piece(_flat(source.url or ""), source.url),
        "date": Piece(local_date(source.updated, language)),
        "license": Piece(license_name(source.license_id, language), entry.url if entry else None),
        "changes": Piece(_flat(source.changes or "")),
    }


def _flat(text: str) -> str:
    """On one line: a title must not make a second credit."""
    return " ".join(text.split())


def local_date(day: date | None, language: str) -> str:
    """A day as people of the language write it; empty when unknown."""
    if day is None:
        return ""
    if language == "fr":
        return f"{day.day:02}/{day.month:02}/{day.year}"
    return f"{day.day} {_templates()['months'][day.month - 1]} {day.year}"


@cache
def _templates() -> Any:
    return read_table("parvis.data.licensing.attribution", "templates.yaml")
