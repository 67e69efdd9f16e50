"""Writes docs/use/formats.md from the definitions of the export formats: ``python tools/format_pages.py``."""

from __future__ import annotations

from pathlib import Path

from parvis.data.exports.formats import DATES, FORMATS, GEO, OPTIONS, Format

PAGE = Path(__file__).parents[1] / "docs/use/formats.md"
_NEEDS = {GEO: "a geographic field", DATES: "a date or an instant"}
_OPENING = """# Export formats

Made by `tools/format_pages.py` from the definitions: change those, not this page.

Every format takes any selection, filter and grouping of the query language, `limit`, `lang`, `timezone`, and
`compressed=true` for a gzip file. The same query on the same version gives the same bytes. Formats marked *in ranges*
are made whole before they are sent: their length is known and parts of them can be asked over HTTP.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_OPENING, *map(section, FORMATS.values())])


def section(format: Format) -> str:
    """What is said of one format."""
    lines = [f"## {format.title} (`{format.name}`)", "", format.purpose + " " + format.values, ""]
    lines += [f"- Media type `{format.media_type}`, files end in `.{format.extension}`."]
    lines += [f"- Needs {_NEEDS[format.needs]}."] if format.needs else []
    lines += ["- Served in ranges."] if format.built else []
    lines += [f"- Title, publisher, license and attribution: {format.noticed}."] if format.noticed else []
    lines += [f"- Limits: {format.limits}"] if format.limits else []
    names = [*format.options, *(["epsg"] if format.reprojects else [])]
    if names:
        lines += ["", "| option | default | meaning |", "|---|---|---|", *map(row, names)]
    return "\n".join([*lines, ""])


def row(name: str) -> str:
    """One option."""
    option = OPTIONS[name]
    default = (
        f"`{option.default}`"
        if option.kind in ("flag", "choice") or option.default in (",", "4326")
        else option.default
    )
    choices = f" One of {', '.join(f'`{c}`' for c in option.choices)}." if option.choices else ""
    return f"| `{name}` | {default} | {option.help}{choices} |".replace("`|`", "`\\|`")


if __name__ == "__main__":
    PAGE.write_text(page())
