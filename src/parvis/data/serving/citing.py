"""How to cite a version of a dataset: a sentence, BibTeX, CSL-JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from parvis.data.metadata.description import Description

_SPECIAL = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A version as works cite it: ``text`` for people, ``bibtex`` and ``csl`` for their tools."""

    text: str
    bibtex: str
    csl: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {"text": self.text, "bibtex": self.bibtex, "csl": self.csl}


def cite(
    description: Description, dataset_id: str, version: int, created: str, address: str, language: str
) -> Citation:
    """The citation of a version made at ``created`` (ISO 8601), found for good at ``address``; in French or English."""
    authors = tuple(agent.name for agent in description.creators if agent.name) or (
        (description.publisher,) if description.publisher else ()
    )
    title = description.title or dataset_id
    day = created[:10]
    parts = [int(part) for part in day.split("-")]
    return Citation(
        _sentence(authors, title, description.publisher, version, day, address, language),
        _bibtex(authors, title, description.publisher, f"{dataset_id}-v{version}", version, parts, address),
        {
            "id": f"{dataset_id}-v{version}",
            "type": "dataset",
            "title": title,
            "author": [{"literal": name} for name in authors],
            **({"publisher": description.publisher} if description.publisher else {}),
            "issued": {"date-parts": [parts]},
            "version": str(version),
            "URL": address,
        },
    )


def _sentence(
    authors: tuple[str, ...], title: str, publisher: str | None, version: int, day: str, address: str, language: str
) -> str:
    french = language.startswith("fr")
    kind = "jeu de données" if french else "data set"
    opening = f"{', '.join(authors)} ({day[:4]}). " if authors else ""
    by = f" {publisher}." if publisher and authors != (publisher,) else ""
    return f"{opening}{title}, version {version}, {day} [{kind}].{by} {address}"


def _bibtex(
    authors: tuple[str, ...],
    title: str,
    publisher: str | None,
    key: str,
    version: int,
    day: list[int],
    address: str,
) -> str:
    members = {
        # A second pair of braces: the name of an organisation is not cut into given and family names.
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in authors),
        "title": f"{{{_escaped(title)}}}",
        "publisher": _escaped(publisher or ""),
        "version": str(version),
        "year": str(day[0]),
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in members.items() if value]
    lines.insert(-1, f"  month = {_MONTHS[day[1] - 1]}")
    return f"@misc{{{re.sub(r'[^A-Za-z0-9_-]', '', key)},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))
