"""Writes docs/use/metadata.md from the definitions of the dialects: ``python tools/metadata_pages.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from parvis.data.metadata.description import Description
from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.dialects import DIALECTS
from parvis.data.metadata.parts import Distribution

PAGE = Path(__file__).parents[1] / "docs/use/metadata.md"
_OPENING = """# Metadata dialects

Made by `tools/metadata_pages.py` from the definitions: change those, not this page.

A dataset has one description, which is written in each of these standards and read back from them:

    curl https://<portal>/api/explore/v2.1/catalog/datasets/<dataset_id>/metadata/<dialect>

Addresses inside are the lasting ones of the portal, whatever host was asked, and a caller is told what it may see only.
Descriptions that are HTML here become plain text where a standard holds none. What a document states and has no member
here is kept, up to 64 KiB, and written back in the same standard.
DCAT is an [export of the catalog](api.md#the-catalog-as-a-file).
"""
_LEGEND = """
A star marks what is written but does not come back as it was: cut, joined with another member, or only
the first of many.
"""
_READING = """## Reading

A description that lies beside a file (`datapackage.json`, `croissant.json`, `metadata.json`, `metadata.xml`, or the
name of the file with `.xml`, `.json` or `.jsonld`) is recognised by what it holds, and `parvis preview` shows what it
says. Nothing is applied alone. Documents above 8 MiB and XML with a document type are refused, HTML is made safe.
"""


def page() -> str:
    """The whole page."""
    dialects = list(DIALECTS.values())
    return "\n".join([_OPENING, index(dialects), _LEGEND, *map(section, dialects), _READING])


def index(dialects: list[Dialect]) -> str:
    """The dialects: name, standard, media type."""
    rows = [f"| `{d.name}` | [{d.title}]({d.standard}) | `{d.media_type}` |" for d in dialects]
    return "\n".join(["| dialect | standard | media type |", "|---|---|---|", *rows])


def section(dialect: Dialect) -> str:
    """Where the members of a description and of its files stand in one dialect."""
    notes = [dialect.notes, ""] if dialect.notes else []
    members = table("member", Description, dialect.members, dialect.lossy)
    files = table("of a file", Distribution, dialect.files, frozenset())
    return "\n".join([f"## {dialect.title} (`{dialect.name}`)", "", *notes, *members, "", *files, ""])


def table(head: str, kind: type, places: Mapping[str, str], lossy: frozenset[str]) -> list[str]:
    """One line a member, in the order of the description."""
    names = [f.name for f in fields(kind) if f.name in places]
    star = {name: " \\*" if name in lossy else "" for name in names}
    rows = (f"| `{name}`{star[name]} | {places[name]} |" for name in names)
    return [f"| {head} | in the document |", "|---|---|", *rows]


if __name__ == "__main__":
    PAGE.write_text(page())
