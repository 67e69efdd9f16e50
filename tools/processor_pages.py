"""Writes the pages of processors from their definitions: `python tools/processor_pages.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from parvis.data.ingest.processors import PROCESSORS, Pipeline, Processor, Step
from parvis.data.ingest.processors.parameters import KINDS, Parameter

FOLDER = Path(__file__).parents[1] / "docs/use/processors"
GROUPS = {
    "columns": "Fields",
    "text": "Texts",
    "calculation": "Values",
    "dates": "Dates",
    "lists": "Lists and JSON",
    "rows": "Rows",
    "tables": "Tables turned",
    "identifiers": "Identifiers",
    "web": "Web",
    "joins": "Other tables",
    "places": "Places",
    "privacy": "Privacy",
}
INTRODUCTION = """# Processors

A pipeline is a list of steps that make other rows of the rows of a file before they are published. It is a JSON file:

```json
{"version": 1, "steps": [
  {"processor": "trim", "parameters": {"field": "name"}, "comment": "spaces typed by hand"},
  {"processor": "filter", "parameters": {"where": "population > 0"}, "disabled": true}
]}
```

- `parvis publish FILE --pipeline PIPELINE` publishes through it; the dataset keeps it for its next files.
- `parvis pipeline preview FILE --pipeline PIPELINE` shows what each step makes of the first rows.
- `parvis pipeline show ID --json` writes the file, `parvis pipeline set ID PIPELINE` takes one: that copies a pipeline.

A value that a step cannot use is left empty and reported with the number of its row. A step that does not fit the
fields it is given stops the publication, and what is public stays. Secrets of the domain are never in a pipeline.
"""


def pages() -> dict[str, str]:
    """Every page by file name."""
    made = {f"{found.name}.md": page(found) for found in PROCESSORS.values()}
    return {"index.md": index(), **made}


def index() -> str:
    """The list, by group."""
    parts = [INTRODUCTION]
    for group, title in GROUPS.items():
        rows = [p for p in PROCESSORS.values() if p.group == group]
        lines = [f"| [`{p.name}`]({p.name}.md) | {p.label['en']} | {p.label['fr']} |" for p in rows]
        parts.append("\n".join([f"\n## {title}\n", "| processor | | |", "|---|---|---|", *lines, ""]))
    return "".join(parts)


def page(found: Processor) -> str:
    """One processor: words, parameters, example."""
    step = Pipeline((Step(found.name, found.example.parameters),)).to_dict()["steps"][0]
    example = found.example
    parts = [
        f"# {found.label['en']} (`{found.name}`)\n\n{found.about['en']}\n\n",
        f"*{found.label['fr']}.* {found.about['fr']}\n\n",
        parameters(found.parameters),
        f"## Example\n\n```json\n{json.dumps(step, ensure_ascii=False)}\n```\n\n",
        *(f"The dataset `{name}`:\n\n{table(rows)}\n" for name, rows in example.reads.items()),
        f"Before:\n\n{table(example.rows)}\nAfter:\n\n{table(example.result)}",
    ]
    if example.rejected:
        told = ", ".join(f"row {row} (`{value}`)" for row, value in example.rejected)
        parts.append(f"\nReported: {told}.\n")
    return "".join(parts)


def parameters(found: Iterable[Parameter]) -> str:
    """The table of parameters."""
    lines = ["| parameter | is | default | |", "|---|---|---|---|"]
    for one in found:
        kind = ", ".join(f"`{choice}`" for choice in one.choices) or KINDS[one.kind]
        if one.low is not None:
            kind += f", from {one.low:g}"
        if one.high is not None:
            kind += f" to {one.high:g}"
        default = "required" if one.required else "" if one.default is None else f"`{json.dumps(one.default)}`"
        lines.append(f"| `{one.name}` | {kind} | {default} | {one.help} |")
    return "\n".join(lines) + "\n\n"


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as a table; an empty value is an empty cell."""
    kept = list(rows)
    names = list(dict.fromkeys(name for row in kept for name in row))
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(cell(row.get(name)) for name in names) + " |" for row in kept]
    return "\n".join(lines) + "\n"


def cell(value: Any) -> str:
    """A value inside a table."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "`" + text.replace("|", "\\|") + "`"


def main() -> None:
    """Write the pages, and remove those of processors that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
