"""Writes docs/use/sources/: one page a kind of source, from the definitions."""

from __future__ import annotations

from pathlib import Path

from parvis.data.connectors.files.interface import Kind, Option
from parvis.data.connectors.files.kinds import KINDS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "use" / "sources"
INDEX = """# Sources

A source says where the data of a dataset come from. Each run fetches what is new; when there is nothing new, no version
is made; when it fails, the published version stays and the source is tried again after 1, 5 and 30 minutes. Then its
owner is told, once. Several files that match a pattern are one dataset with `take=all`.

```
parvis source add trees url -o url=https://example.org/trees.csv --every 1d
parvis source run trees
parvis source log trees
```

`--every` takes an interval (`15m`, `2h`, `1d`) or five fields of cron (`0 3 * * *`), in the time zone of `--timezone`.
`parvis source set trees --every 1h -o url=…` changes what it says and leaves the rest.

When a file does not say how it is to be read, the source does, with the reading options of
[`parvis publish`](../command-line.md): `--sheet`, `--header-row`, `--record-path`, `--encoding`, `--delimiter`,
`--epsg`. `parvis source set trees --as-found encoding` lets it be found again. Another way to fetch or to read makes
the next run take everything again. `--mode append` or `--mode upsert --key FIELD` say that the rows of a run join those
that are there, see [versions](../versions.md). Each version of a dataset that [follows a
schema](../conformance.md) is checked.

`--silent-after 2d` alerts the owner when nothing new came for that long. Secret options are asked for with
`--secret NAME`, encrypted, and never shown again.

Only public addresses are fetched, ports 80 and 443 (21 and 22 for FTP and SFTP); the operator opens others, see
[settings](../../operate/settings.md). A host is asked at most once a second, and left alone when it asks for it
(`Retry-After`).

| kind | what it is |
|---|---|
"""


PUSH = """`parvis source push-key trees` makes the key. A request is kept on disk before it is answered `202`; the
next version shows it some seconds later.

```
curl -X POST https://data.example.org/api/push/v1/town/trees/records \\
  -H "Authorization: Apikey pk_…" -H "X-Request-Id: 2026-01-31/1" \\
  --data-binary '{"code": "A1", "height": 12}'
```

The body is one JSON object, an array, or JSON Lines, at most 10 MB and 10,000 records; or the fields of a form
(`application/x-www-form-urlencoded`), which make one record: an empty field is null, a repeated one a list.

`POST` adds and replaces by key, `DELETE` takes away (the key fields are enough), `POST …?operation=mixed` takes lines
`{"upsert": {…}}` and `{"delete": {…}}`. The same `X-Request-Id` (or `Idempotency-Key`) within a week is taken once;
without it, the same body.

"""


def pages() -> dict[str, str]:
    """The text of every page by file name."""
    rows = "".join(f"| [`{name}`]({name}.md) | {kind.title}. {kind.help} |\n" for name, kind in KINDS.items())
    return {"index.md": INDEX + rows, **{f"{name}.md": page(kind) for name, kind in KINDS.items()}}


def page(kind: type[Kind]) -> str:
    """The page of one kind."""
    rows = "".join(_row(option) for option in kind.options)
    return f"""# {kind.title}

{kind.help}

```
{example(kind)}
```

| option | default | what it is |
|---|---|---|
{rows}
{PUSH if kind.name == "push" else ""}[All sources](index.md)
"""


def example(kind: type[Kind]) -> str:
    """A command that adds such a source."""
    given = [f"-o {o.name}={o.example or 'VALUE'}" for o in kind.options if o.required and not o.secret]
    return " ".join(["parvis source add trees", kind.name, *given])


def _row(option: Option) -> str:
    default = "required" if option.required else f"`{option.default}`" if option.default else ""
    more = " Secret." if option.secret else f" Example: `{option.example}`." if option.example else ""
    return f"| `{option.name}` | {default} | {option.help.replace('|', chr(92) + '|')}{more} |\n"


def write() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
