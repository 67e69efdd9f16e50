"""Citations of a dataset: in words, BibTeX, RIS and CSL JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from parvis.data.licensing.attribution.lines import local_date

_BRACES = re.compile(r"[{}\\~^]")
_SPECIAL = re.compile(r"([#$%&_])")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation is made of. ``modified`` begins with an ISO date; ``accessed`` is the day of reading."""

    key: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    portal: str
    modified: str
    version: str
    license: str
    url: str
    accessed: date
    language: str

    @property
    def who(self) -> tuple[str, ...]:
        """The authors, else the publisher, else the portal."""
        return self.authors or (self.publisher or self.portal,)

    @property
    def year(self) -> str:
        """Of the version."""
        return self.modified[:4]


def in_words(cited: Cited) -> str:
    """One sentence, as people write it."""
    french = cited.language == "fr"
    kind = "Jeu de données" if french else "Dataset"
    read = "consulté le" if french else "accessed"
    parts = [
        f"{', '.join(cited.who)} ({cited.year})",
        f"{_flat(cited.title)} (version {cited.version}) [{kind}]",
        *([cited.portal] if cited.portal not in cited.who else []),
    ]
    return f"{'. '.join(parts)}. {cited.url} ({read} {local_date(cited.accessed, cited.language)})."


def bibtex(cited: Cited) -> str:
    """An entry ``@misc``, which every style of BibTeX knows."""
    key = re.sub(r"[^A-Za-z0-9_-]", "", cited.key) or "dataset"
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.who),
        "title": f"{{{_tex(cited.title)}}}",
        "year": cited.year,
        "publisher": _tex(cited.portal),
        "version": cited.version,
        "url": _BRACES.sub("", cited.url),
        "urldate": cited.accessed.isoformat(),
        "note": _tex(cited.license),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key}_{cited.year}_v{cited.version},\n{lines}\n}}"


def ris(cited: Cited) -> str:
    """A record of type DATA."""
    lines = [
        ("TY", "DATA"),
        *(("AU", name) for name in cited.who),
        ("TI", cited.title),
        ("PY", cited.year),
        ("PB", cited.portal),
        ("ET", cited.version),
        ("UR", cited.url),
        ("Y2", cited.accessed.strftime("%Y/%m/%d")),
        ("N1", cited.license),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {_flat(value)}" for tag, value in lines)


def csl_json(cited: Cited) -> dict[str, Any]:
    """An item of CSL JSON."""
    return {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": name} for name in cited.who],
        "publisher": cited.portal,
        "version": cited.version,
        "issued": {"date-parts": [_parts(cited.modified)]},
        "accessed": {"date-parts": [_parts(cited.accessed.isoformat())]},
        "URL": cited.url,
        "language": cited.language,
        "note": cited.license,
    }


def _parts(day: str) -> list[int]:
    return [int(part) for part in day[:10].split("-") if part.isdigit()]


def _flat(text: str) -> str:
    """On one line: a title must not begin another field."""
    return " ".join(text.split())


def _tex(text: str) -> str:
    """Text that neither ends its field nor is a command."""
    return _SPECIAL.sub(r"\\\1", _BRACES.sub("", _flat(text)))


STYLES: Mapping[str, Callable[[Cited], Any]] = {"text": in_words, "bibtex": bibtex, "ris": ris, "csl_json": csl_json}
