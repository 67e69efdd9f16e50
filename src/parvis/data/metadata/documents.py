"""Documents of other catalogs: read within bounds, then looked into without trust in their shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from lxml import etree

from parvis.core.errors import ParvisError
from parvis.data.metadata.rdf.terms import clean

LARGEST = 8 << 20
MOST = 10_000
DEEPEST = 100
_LARGEST_EXTRAS = 64 << 10
Json = Mapping[str, Any]


class UnreadableMetadata(ParvisError):
    """A document is not of the standard it is read as, or cannot be read at all."""

    code = "UnreadableMetadata"
    status = 422


def json_object(content: bytes) -> Json:
    """The object of a JSON document. Raises UnreadableMetadata."""
    bounded(content)
    try:
        found = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        message = f"The document is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        raise UnreadableMetadata(message, hint="send the document as its catalog gives it, in UTF-8") from None
    if not isinstance(found, dict):
        raise UnreadableMetadata("The document is not a JSON object.")
    if _deeper(found, DEEPEST):
        raise UnreadableMetadata(f"The document is nested more than {DEEPEST} levels deep.")
    return found


def _deeper(value: Any, levels: int) -> bool:
    """Whether lists and objects lie inside each other deeper than this; without recursion, whatever the depth."""
    level = [value]
    for _ in range(levels):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def xml_root(content: bytes) -> etree._Element:
    """The root of an XML document; entities, document types and the network are refused. Raises UnreadableMetadata."""
    bounded(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableMetadata(f"The document is not XML: {str(error)[:200]}.") from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableMetadata("The document declares a document type.", hint="remove its <!DOCTYPE ...>")
    return root


def bounded(content: bytes) -> None:
    """Raises UnreadableMetadata for a document larger than any description is."""
    if len(content) > LARGEST:
        raise UnreadableMetadata(f"The document is larger than {LARGEST >> 20} MiB.")


def dumped(value: Any) -> bytes:
    """A JSON document that people can read too. Halves of characters, which UTF-8 refuses, are left out."""
    try:
        return orjson.dumps(value, default=dict, option=orjson.OPT_INDENT_2) + b"\n"
    except orjson.JSONEncodeError:
        return orjson.dumps(_cleaned(value), option=orjson.OPT_INDENT_2) + b"\n"


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(name)): _cleaned(v) for name, v in value.items()}
    return [_cleaned(v) for v in value] if isinstance(value, list | tuple) else value


def compact(values: Json) -> dict[str, Any]:
    """The members that say something."""
    return {name: value for name, value in values.items() if value is not None and value not in ("", [], {}, ())}


def text(value: Any) -> str | None:
    """A text, also of a number, of a value with its language, or the first of a list; None for anything else."""
    if isinstance(value, str):
        return clean(value).strip() or None
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        kept = value.get("@value", value.get("@id"))
        return text(kept) if kept is not None else text(next(iter(value.values()), None))
    return text(value[0]) if isinstance(value, list) and value else None


def texts(value: Any) -> tuple[str, ...]:
    """Texts of a list, or of one value, each once."""
    parts = value[:MOST] if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(found for part in parts if (found := text(part)) is not None))


def objects(value: Any) -> list[Json]:
    """Objects of a list, or one."""
    parts = value[:MOST] if isinstance(value, list) else [value]
    return [part for part in parts if isinstance(part, Mapping)]


def obj(value: Any) -> Json:
    """An object, or the first of a list; an empty one for anything else."""
    return next(iter(objects(value)), {})


def number(value: Any) -> float | None:
    """A number, also written as text."""
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def whole(value: Any) -> int | None:
    """A whole number that is not negative, also written as text."""
    found = number(value)
    return int(found) if found is not None and 0 <= found < 2**63 and found == int(found) else None


def box(values: Iterable[Any]) -> tuple[float, float, float, float] | None:
    """A box (west, south, east, north) of these four numbers; None when they are not one."""
    found = [n for v in values if (n := number(v)) is not None]
    if len(found) != 4:
        return None
    west, south, east, north = found
    fits = -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if fits else None


def unknown(document: Json, known: Iterable[str], standard: str) -> dict[str, dict[str, Any]]:
    """Extras of a description: the members of a document that have no home in it, unless they are very large."""
    rest = {name: value for name, value in document.items() if name not in set(known)}
    return {standard: rest} if rest and len(orjson.dumps(rest)) <= _LARGEST_EXTRAS else {}
