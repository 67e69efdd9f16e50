"""XML: the elements of one path are the rows, read one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
from lxml import etree

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, TooLarge
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers.json_lines import written
from parvis.data.ingest.readers.json_table import stage_json
from parvis.data.ingest.source.depth import DEEPEST
from parvis.data.ingest.source.documents import check_document
from parvis.data.ingest.staging import Staged

# The elements from which the path of the rows is told.
_LOOKED_AT = 20_000
_TEXT = "value"


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Fill the stage from the elements at ``record_path`` (``list/item``), else from those that repeat.

    Attributes and child elements are the members of a row; elements that repeat in a row are a list; texts get the
    types of their values. Entities are refused, nothing is fetched.
    """
    check_document(path)
    way = tuple(options.record_path.strip("/").replace(".", "/").split("/")) if options.record_path else None
    way = way or _found(path)
    try:
        lines = written(_records(path, way, options), scratch, path.name, options.limits.rows)
    except EmptyFile as error:
        message = f"{path.name} has no element {'/'.join(way)}."
        raise IngestError(message, hint="check record_path") from error
    columns = stage_json(connection, lines, path.name, options)
    # Whatever XML holds is text: its types are told from the values.
    columns = tuple(replace(c, typed=False) if c.sql_type == "VARCHAR" else c for c in columns)
    return Staged(columns, {"record_path": "/".join(way)})


def _events(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        with path.open("rb") as file:
            yield from etree.iterparse(
                file,
                events=("start", "end"),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
    except etree.XMLSyntaxError as error:
        raise DamagedFile(f"{path.name} is not whole XML: {error.msg}", hint="send it again") from error


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _found(path: Path) -> tuple[str, ...]:
    """The path of the elements that repeat with something in them, the outermost of those."""
    counts: Counter[tuple[str, ...]] = Counter()
    rich: set[tuple[str, ...]] = set()
    way: list[str] = []
    for number, (event, element) in enumerate(_events(path)):
        if event == "start":
            way.append(_name(element.tag))
            _check_depth(way, path.name)
            counts[tuple(way)] += 1
            if element.attrib:
                rich.add(tuple(way))
            if len(way) > 1:
                rich.add(tuple(way[:-1]))
        else:
            way.pop()
            element.clear()
        if number > _LOOKED_AT:
            break
    repeated = [one for one, count in counts.items() if count > 1 and one in rich]
    if not repeated:
        hint = "give the path of the elements that are rows, such as list/item"
        raise IngestError(f"no element of {path.name} repeats.", hint=hint)
    shallowest = min(map(len, repeated))
    return max((one for one in repeated if len(one) == shallowest), key=lambda one: counts[one])


def _check_depth(way: list[str], name: str) -> None:
    if len(way) > DEEPEST:
        raise TooLarge(f"{name} nests deeper than {DEEPEST} levels.", hint="publish the inner part")


def _records(path: Path, wanted: tuple[str, ...], options: IngestOptions) -> Iterator[dict[str, Any]]:
    way: list[str] = []
    inside = 0
    for event, element in _events(path):
        if event == "start":
            way.append(_name(element.tag))
            _check_depth(way, path.name)
            inside += _matches(way, wanted)
            continue
        if _matches(way, wanted):
            inside -= 1
            if not inside:
                value = _value(element)
                yield value if isinstance(value, dict) else {_TEXT: value}
        way.pop()
        if not inside:
            _forget(element)


def _matches(way: list[str], wanted: tuple[str, ...]) -> bool:
    """Whether the way ends with the path that is wanted."""
    return tuple(way[-len(wanted) :]) == wanted


def _forget(element: Any) -> None:
    """Free an element, and those before it: the tree would hold the whole document."""
    element.clear()
    while element.getprevious() is not None and element.getparent() is not None:
        del element.getparent()[0]


def _value(element: Any) -> Any:
    """An object of attributes and children, or the text of an element that has none."""
    children = [child for child in element if isinstance(child.tag, str)]
    text = (element.text or "").strip()
    if not children and not element.attrib:
        return text or None
    row: dict[str, Any] = {_name(key): value for key, value in element.attrib.items()}
    for child in children:
        name, value = _name(child.tag), _value(child)
        if name in row and value is not None:
            earlier = row[name]
            row[name] = (
                [*earlier, value] if isinstance(earlier, list) else [v for v in (earlier, value) if v is not None]
            )
        elif name not in row:
            row[name] = value
    if text and not children:
        row[_TEXT] = text
    return row
