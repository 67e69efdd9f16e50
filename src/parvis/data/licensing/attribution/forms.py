"""The attribution of one or many sources: text, HTML, Markdown, and a form for machines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from parvis.data.licensing.attribution.lines import Piece, form_of, lines
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.decisions import Reason, because
from parvis.data.licensing.facts import Attribution as Asked
from parvis.data.licensing.registry import registry

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")
_CONTEXT = {
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """The lines in each form, one a line of text. ``due`` is false when no licence asks for a credit.

    ``warnings`` tell what is missing for a whole credit.
    """

    text: str
    html: str
    markdown: str
    machine: dict[str, Any]
    due: bool
    warnings: tuple[Reason, ...]


def attribution(sources: Sequence[Credited], language: str = "fr", *, work: bool = False) -> Attribution:
    """The credit that these sources ask for; ``work``: the notice of what is made from them (map, chart, text).

    French for ``fr``, else English. Raises ValueError when there is no source.
    """
    if not sources:
        raise ValueError("an attribution needs at least one source")
    found = lines(sources, "fr" if language == "fr" else "en", work=work)
    text = "\n".join("".join(piece.text for piece in line) for line in found)
    return Attribution(
        text=text,
        html="<br>\n".join("".join(map(_html, line)) for line in found),
        markdown="  \n".join("".join(map(_markdown, line)) for line in found),
        machine=_machine(sources, text),
        due=any(_asks(source) for source in sources),
        warnings=_warnings(sources),
    )


def _asks(source: Credited) -> bool:
    entry = registry().by_id.get(source.license_id)
    return entry is None or entry.attribution is not Asked.NONE


def _warnings(sources: Sequence[Credited]) -> tuple[Reason, ...]:
    found = []
    asking = [source for source in sources if _asks(source)]
    if any(not source.producers and not source.openstreetmap for source in asking):
        found.append(because("producer_missing"))
    dated = ("odbl", "odbl_nap", "licence_ouverte", "crpa")
    if any(source.updated is None and form_of(source)[0] in dated for source in asking):
        found.append(because("date_missing"))
    return tuple(found)


def _href(piece: Piece) -> str | None:
    """The address when it is one a page may link to."""
    href = piece.href or ""
    return href if href.lower().startswith(("http://", "https://")) else None


def _html(piece: Piece) -> str:
    words = escape(piece.text)
    href = _href(piece)
    return f'<a href="{escape(href)}">{words}</a>' if href else words


def _markdown(piece: Piece) -> str:
    words = _MARKUP.sub(r"\\\1", piece.text)
    href = _href(piece)
    return f"[{words}](<{quote(href, safe=':/?#[]@!$&()*+,;=%~')}>)" if href else words


def _machine(sources: Sequence[Credited], text: str) -> dict[str, Any]:
    """JSON-LD: the statement, and each source with its licence and producers."""
    return {
        "@context": _CONTEXT,
        "dct:rights": text,
        "dct:license": sorted({_license(source) for source in sources}),
        "prov:wasDerivedFrom": [_source(source) for source in sources],
    }


def _license(source: Credited) -> str:
    entry = registry().by_id.get(source.license_id)
    return (entry.url if entry else None) or source.license_id


def _source(source: Credited) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "@id": source.url,
        "dct:title": source.title,
        "dct:creator": [{"foaf:name": name} for name in source.producers],
        "dct:license": _license(source),
        "dct:modified": source.updated.isoformat() if source.updated else None,
        "dct:provenance": source.changes,
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}
