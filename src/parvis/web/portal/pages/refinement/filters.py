"""Filters on one field as parameters of an address, and the ODSQL condition that each means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

NUMBER = re.compile(r"[+-]?\d{1,30}([.,]\d{1,30})?(e[+-]?\d{1,3})?", re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?)?)?")
LONGEST = 20_000
MOST = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """One parameter ``kind.field=value``: kinds are ``min``, ``max``, ``is``, ``words``, ``bbox``, ``circle``,
    ``polygon``. Bounds are included; places are written latitude first, distances in metres."""

    kind: str
    field: str
    value: str

    @property
    def parameter(self) -> str:
        """The name of its parameter."""
        return f"{self.kind}.{self.field}"


Filters = tuple[Filter, ...]
KINDS = ("min", "max", "is", "words", "bbox", "circle", "polygon")
STATES: Mapping[str, str] = {"empty": "is null", "filled": "is not null", "true": "is true", "false": "is false"}
ZONES = ("bbox", "circle", "polygon")


def read(parameters: QueryDict) -> Filters:
    """The filters of an address; empty ones, unknown states and zones that cannot be read are left out."""
    found = [one for name in list(parameters)[:500] for one in _of(name, parameters.getlist(name))]
    found += list(_near(parameters))
    return tuple(one for one in found if condition_part(one) is not None)[:MOST]


def _of(name: str, values: list[str]) -> Iterator[Filter]:
    kind, point, field = name.partition(".")
    if point and field and kind in KINDS:
        yield from (Filter(kind, field, v) for v in dict.fromkeys(t.strip()[:LONGEST] for t in values) if v)


def _near(parameters: QueryDict) -> Iterator[Filter]:
    """The circle that two inputs of a form state: ``near.field=lat,lon`` and ``radius.field=metres``."""
    for name in parameters:
        kind, _, field = name.partition(".")
        if kind == "near" and field:
            place = numbers(parameters.get(name, ""), 2)
            radius = numbers(parameters.get(f"radius.{field}") or "1000", 1)
            if place and radius:
                yield Filter("circle", field, ",".join(map(plain, (*place, *radius))))


def conditions(filters: Filters) -> tuple[str, ...]:
    """ODSQL conditions, one a field for bounds and one a filter for the others, in the order of the address."""
    found: dict[object, str] = {}
    for one in filters:
        if one.kind in ("min", "max"):
            found.setdefault(("bounds", one.field), between(one.field, filters))
        else:
            found[one] = condition_part(one) or ""
    return tuple(found.values())


def between(field: str, filters: Filters) -> str:
    """The interval of a field, its bounds included; a partial date covers its period."""
    bounds = {one.kind: literal(one.value) for one in filters if one.field == field and one.kind in ("min", "max")}
    return f"{quoted(field)} in [{bounds.get('min', '*')}..{bounds.get('max', '*')}]"


def condition_part(one: Filter) -> str | None:
    """The condition of one filter, None when its value cannot be read."""
    name = quoted(one.field)
    if one.kind in ("min", "max"):
        return between(one.field, (one,))
    if one.kind == "is":
        return f"{name} {STATES[one.value]}" if one.value in STATES else None
    if one.kind == "words":
        return f"search({name}, {json.dumps(one.value, ensure_ascii=False)})"
    return zone(one.kind, name, one.value)


def zone(kind: str, name: str, value: str) -> str | None:
    """The condition of a zone, None when it cannot be read."""
    if kind == "bbox":
        box = numbers(value, 4)
        return f"in_bbox({name}, {', '.join(map(plain, box))})" if box else None
    if kind == "circle":
        circle = numbers(value, 3)
        if not circle or circle[2] <= 0:
            return None
        return f"within_distance({name}, geom'POINT({plain(circle[1])} {plain(circle[0])})', {plain(circle[2])}m)"
    ring = corners(value)
    if ring is None:
        return None
    written = ",".join(f"{plain(longitude)} {plain(latitude)}" for latitude, longitude in ring)
    return f"intersects({name}, geom'POLYGON(({written}))')"


def corners(value: str) -> list[tuple[float, float]] | None:
    """The closed ring of a polygon written ``lat,lon lat,lon …``; None below three corners."""
    ring = []
    for pair in value.split():
        place = numbers(pair, 2)
        if place is None:
            return None
        ring.append((place[0], place[1]))
    if len(ring) < 3:
        return None
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def numbers(text: str, count: int) -> tuple[float, ...] | None:
    """So many finite numbers separated by commas, or None."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != count or not all(re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,20})?", part) for part in parts):
        return None
    return tuple(float(part) for part in parts)


def plain(value: float) -> str:
    """A number without exponent."""
    return f"{value:.9f}".rstrip("0").rstrip(".")


def literal(text: str) -> str:
    """A bound as ODSQL writes it: a number, a date, else a text, which the query language then refuses clearly."""
    if NUMBER.fullmatch(text):
        return text.replace(",", ".")
    return f"date'{text}'" if DAY.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def quoted(name: str) -> str:
    """A field name that no keyword or digit can make into something else."""
    return f"`{name}`"
