"""The short address of what a form or an older portal asked: empty inputs left out, older parameters as ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import QueryDict

from parvis.core.fields import GEOGRAPHIC, Schema
from parvis.web.portal.pages.columns import split
from parvis.web.portal.pages.refinement.bar import is_filter
from parvis.web.portal.pages.selection import Selection

# Parameters of the selection that are not filters.
_OWN = ("sort", "page", "columns", "size")
_MOVES = ("hide", "show", "earlier", "later")
_ZONES = {"geofilter.distance": "circle", "geofilter.bbox": "bbox", "geofilter.polygon": "polygon"}
_INTERVAL = re.compile(r"[\[\]]\s*(\S+)\s+TO\s+(\S+?)\s*[\[\]]")
_TIMERANGE = "q.timerange."


def tidied(path: str, parameters: QueryDict, schema: Schema) -> str | None:
    """The address to go to, None when this one is tidy already."""
    if not any(_untidy(name, value) for name in parameters for value in parameters.getlist(name)):
        return None
    older = QueryDict(mutable=True)
    for name in parameters:
        for value in parameters.getlist(name):
            for ours in _ours(name, value, schema):
                older.appendlist(*ours)
    selection = moved(Selection.read(older), older, schema)
    kept = [(n, v) for n in older for v in older.getlist(n) if v and not is_filter(n) and n not in (*_OWN, *_MOVES)]
    kept = [pair for pair in kept if not pair[0].startswith(("near.", "radius."))]
    pairs = [*selection.pairs(), *kept]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _untidy(name: str, value: str) -> bool:
    if name.startswith("disjunctive."):
        return False
    return not value or name in _MOVES or name.startswith(("near.", "radius.", "geofilter.", _TIMERANGE))


def _ours(name: str, value: str, schema: Schema) -> Iterator[tuple[str, str]]:
    """A parameter of an older portal as ours; another as it is."""
    if name in _ZONES:
        yield from _zone(_ZONES[name], value, schema)
    elif name.startswith(_TIMERANGE):
        interval, field = _INTERVAL.search(value), value.partition(":")[0]
        if interval is not None and schema.get(field) is not None:
            yield f"min.{field}", interval[1][:10]
            yield f"max.{field}", interval[2][:10]
    else:
        yield name, value


def _zone(kind: str, value: str, schema: Schema) -> Iterator[tuple[str, str]]:
    field = next((f.name for f in schema if f.type in GEOGRAPHIC), None)
    if field is None:
        return
    written = value
    if kind == "polygon":
        pairs = re.findall(r"\(\s*([-\d.]+)\s*,\s*([-\d.]+)\s*\)", value)
        written = " ".join(f"{latitude},{longitude}" for latitude, longitude in pairs)
    elif kind == "circle" and value.count(",") == 1:
        written = f"{value},1000"
    yield f"{kind}.{field}", written


def moved(selection: Selection, parameters: QueryDict, schema: Schema) -> Selection:
    """With the columns that the moves of the address leave: ``hide``, ``show``, ``earlier``, ``later`` and a field."""
    moves = [(move, name) for move in _MOVES if (name := parameters.get(move, ""))]
    if not moves:
        return selection
    names = [field.name for field in split(schema, selection.columns)[0]]
    for move, name in moves:
        names = _moved(names, move, name, schema)
    usual = tuple(field.name for field in split(schema)[0])
    return selection.changed(columns=() if tuple(names) == usual else tuple(names))


def _moved(names: list[str], move: str, name: str, schema: Schema) -> list[str]:
    if move == "show":
        return [*names, name] if schema.get(name) and name not in names else names
    if name not in names:
        return names
    rest, place = [n for n in names if n != name], names.index(name)
    if move == "hide":
        return rest or names
    to = max(place - 1, 0) if move == "earlier" else place + 1
    return [*rest[:to], name, *rest[to:]]
