"""Every function of the language, once: the parser, the checker and the documentation read this table."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

ALL = ("select", "where", "group_by", "order_by")
OUTPUT = ("select", "where", "order_by")


@dataclass(frozen=True, slots=True)
class Function:
    """One function: how it is written, what it gives, the clauses it may stand in, and an example that compiles
    on the schema of the documentation."""

    name: str
    form: str
    returns: str
    clauses: tuple[str, ...]
    summary: str
    example: str
    old: bool = False


def _f(
    name: str, form: str, returns: str, clauses: tuple[str, ...], summary: str, example: str, *, old: bool = False
) -> Function:
    return Function(name, form, returns, clauses, summary, example, old)


FUNCTIONS: dict[str, Function] = {
    f.name: f
    for f in (
        # Texts
        _f("length", "length(text)", "int", OUTPUT, "Number of characters.", "length(name)"),
        _f("lower", "lower(text)", "text", ALL, "Lower case.", "lower(name)"),
        _f("upper", "upper(text)", "text", ALL, "Upper case.", "upper(name)"),
        _f(
            "json_format",
            "json_format(text[, fallback])",
            "json",
            ("select",),
            "Text read as JSON; the fallback, or the text itself, when it is not JSON.",
            "json_format(note, null)",
        ),
        _f(
            "ifnull",
            "ifnull(value, alternative)",
            "as value",
            ALL,
            "The alternative where the value is null.",
            "ifnull(note, '-')",
        ),
        # Dates
        _f(
            "now",
            "now([part=n, …])",
            "datetime",
            OUTPUT,
            "The present instant, set or shifted by its arguments.",
            "now(days=-7)",
        ),
        _f("year", "year(date)", "int", ALL, "Year.", "year(updated)"),
        _f("quarter", "quarter(date)", "int", ALL, "Quarter, 1 to 4.", "quarter(updated)"),
        _f("month", "month(date)", "int", ALL, "Month, 1 to 12.", "month(updated)"),
        _f("day", "day(date)", "int", ALL, "Day of the month.", "day(updated)"),
        _f("dayofweek", "dayofweek(date)", "int", ALL, "Day of the week, 0 is Monday.", "dayofweek(updated)"),
        _f("hour", "hour(datetime)", "int", ALL, "Hour, 0 to 23.", "hour(updated)"),
        _f("minute", "minute(datetime)", "int", ALL, "Minute.", "minute(updated)"),
        _f("second", "second(datetime)", "int", ALL, "Second.", "second(updated)"),
        _f("millisecond", "millisecond(datetime)", "int", ALL, "Millisecond.", "millisecond(updated)"),
        _f(
            "date_format",
            "date_format(date, 'pattern')",
            "text",
            ALL,
            "A date as text, in the language of the request.",
            "date_format(updated, 'dd/MM/yyyy')",
        ),
        # Geography
        _f(
            "distance",
            "distance(geo, geom)",
            "double",
            OUTPUT,
            "Metres between a field and a point; in where, with a third argument, the older within_distance.",
            "distance(coord, geom'POINT(2.35 48.85)')",
        ),
        _f(
            "within_distance",
            "within_distance(geo, geom, distance)",
            "condition",
            ("where",),
            "Inside a circle; units mi yd ft m cm km mm.",
            "within_distance(coord, geom'POINT(2.35 48.85)', 800m)",
        ),
        _f(
            "in_bbox",
            "in_bbox(geo, lat1, lon1, lat2, lon2)",
            "condition",
            ("where",),
            "Inside the box of two opposite corners, latitude first.",
            "in_bbox(coord, 48.8, 2.2, 48.9, 2.4)",
        ),
        _f(
            "intersects",
            "intersects(geo, geom)",
            "condition",
            ("where",),
            "Has a point in common with the geometry.",
            "intersects(shape, geom'POLYGON((2 48,3 48,3 49,2 48))')",
        ),
        _f(
            "disjoint",
            "disjoint(geo, geom)",
            "condition",
            ("where",),
            "Has no point in common with the geometry.",
            "disjoint(coord, geom'POLYGON((2 48,3 48,3 49,2 48))')",
        ),
        _f(
            "within",
            "within(geo, geom)",
            "condition",
            ("where",),
            "Is inside the geometry.",
            "within(coord, geom'POLYGON((2 48,3 48,3 49,2 48))')",
        ),
        _f(
            "geometry",
            "geometry(geo, geom[, INTERSECTS|DISJOINT|WITHIN])",
            "condition",
            ("where",),
            "Older form of intersects, disjoint and within.",
            "geometry(shape, geom'POINT(2.35 48.85)', INTERSECTS)",
            old=True,
        ),
        _f(
            "polygon",
            "polygon(geo, geom)",
            "condition",
            ("where",),
            "Older form of within.",
            "polygon(coord, geom'POLYGON((2 48,3 48,3 49,2 48))')",
            old=True,
        ),
        _f(
            "geo_cluster",
            "geo_cluster(point, zoom[, radius=40])",
            "clusters",
            ("group_by",),
            "Clusters of points for a map zoom, 0 to 25.",
            "geo_cluster(coord, 10)",
        ),
        # Words
        _f(
            "search",
            "search([fields… | *,] 'text')",
            "condition",
            ("where",),
            "All the words, tolerant to typing errors; the last one may be unfinished.",
            "search(name, 'centr')",
        ),
        _f(
            "suggest",
            "suggest([fields… | *,] 'text')",
            "condition",
            ("where",),
            "All the words as beginnings of words.",
            "suggest(name, 'cen')",
        ),
        _f(
            "startswith",
            "startswith([fields… | *,] 'text')",
            "condition",
            ("where",),
            "The whole value begins with the text, case-sensitive.",
            "startswith(code, '75')",
        ),
        # Aggregates
        _f(
            "count",
            "count(* | [distinct] field)",
            "int",
            ("select", "order_by"),
            "Number of rows, or of values that are not null.",
            "count(*)",
        ),
        _f("sum", "sum(number)", "number", ("select", "order_by"), "Sum.", "sum(capacity)"),
        _f("avg", "avg(number)", "double", ("select", "order_by"), "Mean.", "avg(capacity)"),
        _f("median", "median(number)", "double", ("select", "order_by"), "Median.", "median(capacity)"),
        _f(
            "percentile",
            "percentile(number, p)",
            "double",
            ("select", "order_by"),
            "Percentile, p between 0 and 100, interpolated.",
            "percentile(capacity, 90)",
        ),
        _f("min", "min(number | date)", "as field", ("select", "order_by"), "Least value.", "min(updated)"),
        _f("max", "max(number | date)", "as field", ("select", "order_by"), "Greatest value.", "max(updated)"),
        _f("stddev", "stddev(number)", "double", ("select", "order_by"), "Standard deviation.", "stddev(capacity)"),
        _f(
            "sumsquares", "sumsquares(number)", "double", ("select", "order_by"), "Sum of squares.", "sumsquares(bikes)"
        ),
        _f("envelope", "envelope(point)", "geo_shape", ("select",), "Convex hull of points.", "envelope(coord)"),
        _f(
            "bbox",
            "bbox(geo)",
            "geo_shape",
            ("select", "where"),
            "Bounding box; in where, bbox(geo, corner, corner) is an older in_bbox.",
            "bbox(coord)",
        ),
        # Lists
        _f("include", "include(name | prefix*)", "fields", ("select",), "Fields by name or prefix.", "include(num*)"),
        _f("exclude", "exclude(name | prefix*)", "fields", ("select",), "All other fields.", "exclude(geo*)"),
        _f(
            "range",
            "range(field, step | bound, bound, …)",
            "classes",
            ("group_by",),
            "Classes of equal width, of a duration, or between bounds (* for none).",
            "range(capacity, 15)",
        ),
        _f(
            "equi",
            "equi(step, low, high)",
            "classes",
            ("group_by",),
            "Older form of equal classes, inside range.",
            "range(capacity, EQUI(5, 0, 50))",
            old=True,
        ),
        _f(
            "random", "random(seed)", "order", ("order_by",), "A shuffled order that the seed reproduces.", "random(42)"
        ),
        _f(
            "facet",
            "facet(name=…, …)",
            "facet",
            ("facet",),
            "A facet with its options.",
            'facet(name="city", sort="alphanum", limit=500)',
        ),
        _f(
            "vector_similarity",
            "vector_similarity('text')",
            "double",
            ("order_by",),
            "Not available: this portal has no semantic ranking.",
            "",
        ),
        _f(
            "vector_similarity_threshold",
            "vector_similarity_threshold('text')",
            "condition",
            ("where",),
            "Not available: this portal has no semantic ranking.",
            "",
        ),
    )
}

NAMES = frozenset(FUNCTIONS)
PATTERN_FUNCTIONS = frozenset({"include", "exclude"})
NAMED_FUNCTIONS = frozenset({"now", "facet"})

# Metres of each unit of distance.
DISTANCES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}
# Names of durations; the one-letter forms tell m (minute) from M (month) by their case.
DURATIONS = {
    "ms": "millisecond",
    "s": "second",
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "M": "month",
    "q": "quarter",
    "y": "year",
}
_LONG = ("millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year")
DURATIONS |= {name: name for name in _LONG} | {f"{name}s": name for name in _LONG}
UNITS = frozenset({unit.lower() for unit in DURATIONS} | set(DISTANCES))


def suggestion(name: str) -> str | None:
    """A hint naming the function whose spelling is nearest, or None."""
    near = difflib.get_close_matches(name.lower(), NAMES, n=1)
    return f"did you mean {near[0]}()?" if near else None
