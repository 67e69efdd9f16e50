"""Parameters of v1: words of its own for the same clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parvis.core.errors import InvalidParameter
from parvis.core.fields import GEOGRAPHIC, FieldType, Schema
from parvis.data.odsql.text import QueryText, Version
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import Parameters

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_PAIR = re.compile(rf"\(\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)")
_NUMBERS = re.compile(rf"\s*{_NUMBER}\s*(?:,\s*{_NUMBER}\s*)*")


def dataset_id(parameters: Parameters, path: dict[str, str]) -> str:
    """The dataset of a records route: in the path or as ``dataset``. Raises InvalidParameter when there is none."""
    found = path.get("dataset_id") or parameters.get("dataset")
    if not found:
        raise InvalidParameter("The parameter dataset is missing.", hint="add dataset=<id>")
    return found


def query_text(call: Call, schema: Schema | None = None, *, everything: bool = False) -> QueryText:
    """The clauses of a v1 request; ``schema`` is needed for geographic filters and ``fields``."""
    p = call.parameters
    rows, start = p.integer("rows"), p.integer("start")
    return QueryText(
        select=fields(p, schema),
        where=tuple(geofilters(p, schema)),
        order_by=order(p.get("sort")),
        refine=tuple(f"{name}:{value}" for name, value in p.with_prefix("refine.") if value),
        exclude=tuple(f"{name}:{value}" for name, value in p.with_prefix("exclude.") if value),
        facet=p.all("facet"),
        q=(*p.all("q"), *p.all("rq"), *(v for _, v in p.with_prefix("q.") if v)),
        disjunctive=tuple(n for n, v in p.with_prefix("disjunctive.") if v.lower() in ("true", "1", "on")),
        limit=rows if rows is not None else (-1 if everything else None),
        offset=start or 0,
        timezone=p.get("timezone") or "UTC",
        lang=p.get("lang") or call.domain.language,
        version=Version.V1,
    )


def fields(parameters: Parameters, schema: Schema | None) -> str | None:
    """``fields=a,b`` as a select clause."""
    names = [name.strip() for value in parameters.all("fields") for name in value.split(",") if name.strip()]
    if not names or schema is None:
        return None
    return ", ".join(quoted(name) for name in names)


def order(sort: str | None) -> str | None:
    """``sort=f`` is descending, ``sort=-f`` ascending."""
    if not sort or not sort.strip("-"):
        return None
    name = sort.strip()
    return f"{quoted(name[1:])} asc" if name.startswith("-") else f"{quoted(name)} desc"


def quoted(name: str) -> str:
    """A field name between back quotes."""
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"


def geofilters(parameters: Parameters, schema: Schema | None) -> Iterable[str]:
    """ODSQL conditions of ``geofilter.distance``, ``geofilter.polygon`` and ``geofilter.bbox``."""
    for name, value in parameters.with_prefix("geofilter."):
        if not value or schema is None:
            continue
        field = quoted(geo_field(schema))
        if name == "distance":
            lat, lon, metres = _numbers(name, value, (2, 3), default=1.0)
            yield f"within_distance({field}, geom'POINT({lon:f} {lat:f})', {metres:f}m)"
        elif name == "bbox":
            south, west, north, east = _numbers(name, value, (4,))
            yield f"in_bbox({field}, {south:f}, {west:f}, {north:f}, {east:f})"
        elif name == "polygon":
            yield f"intersects({field}, geom'POLYGON(({_ring(value)}))')"


def geo_field(schema: Schema) -> str:
    """The field that geographic parameters mean: the first point, else the first shape. Raises InvalidParameter."""
    found = sorted((f for f in schema if f.type in GEOGRAPHIC), key=lambda f: f.type is not FieldType.GEO_POINT)
    if not found:
        raise InvalidParameter("This dataset has no geographic field.")
    return found[0].name


def _numbers(name: str, value: str, lengths: tuple[int, ...], default: float | None = None) -> list[float]:
    if not _NUMBERS.fullmatch(value) or len(value.split(",")) not in lengths:
        raise InvalidParameter(f"Invalid value for geofilter.{name}: {lengths[-1]} numbers are expected.")
    found = [float(part) for part in value.split(",")]
    return found if default is None or len(found) == lengths[-1] else [*found, default]


def _ring(value: str) -> str:
    points = _PAIR.findall(value)
    if len(points) < 3:
        raise InvalidParameter("Invalid value for geofilter.polygon: (lat,lon),(lat,lon),(lat,lon) is expected.")
    ring = points if points[0] == points[-1] else [*points, points[0]]
    return ", ".join(f"{lon} {lat}" for lat, lon in ring)


def echoed(call: Call, text: QueryText) -> dict[str, object]:
    """The ``parameters`` member of an answer: what was asked, keys left out."""
    single = {n: v for n, v in call.parameters.single().items() if n not in ("apikey", "access_token", "callback")}
    kept: dict[str, object] = {n: v for n, v in single.items() if n not in ("rows", "start", "format")}
    rows = 10 if text.limit is None else text.limit
    return {
        **kept,
        "rows": rows,
        "start": text.offset,
        "format": single.get("format", "json"),
        "timezone": text.timezone,
    }
