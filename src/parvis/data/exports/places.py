"""Formats for maps and navigators: KML, GPX, TomTom points of interest. All are in longitudes and latitudes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow
import shapely

from parvis.data.exports.cells import rows, shown
from parvis.data.exports.layout import Column, Layout, clean
from parvis.data.exports.packing import grouped

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Integers stay text: those of KML have 32 bits.
_KML_TYPES = {"double": "double", "boolean": "bool"}
_IN_MEMORY = 1 << 22


def kml(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """KML 2.2: a placemark a row, its values in typed extended data."""
    return grouped(_kml(batches, layout, _named(layout, options.get("name_field"))))


def _kml(batches: Iterable[pyarrow.RecordBatch], layout: Layout, name: int | None) -> Iterator[str]:
    attributes = [i for i in range(len(layout.columns)) if i != layout.geometry]
    names = [quoteattr(clean(head)) for head in layout.heads()]
    types = [_KML_TYPES.get(column.type, "string") for column in layout.columns]
    fields = "".join(f'<SimpleField type="{types[i]}" name={names[i]}/>' for i in attributes)
    opening = f'{_XML}<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="document">'
    notice = "\n".join(f"{k}: {v}" for k, v in layout.notices().items())
    yield f"{opening}<name>{_text(layout.title)}</name>"
    yield f'<description>{_text(notice)}</description><Schema name="record" id="record">{fields}</Schema>\n'
    for row in rows(batches, layout):
        title = "" if name is None or row[name] is None else f"<name>{_shown(row[name], layout.columns[name])}</name>"
        data = "".join(
            f"<SimpleData name={names[i]}>{_shown(row[i], layout.columns[i])}</SimpleData>"
            for i in attributes
            if row[i] is not None
        )
        place = _kml_geometry(_shape(row, layout))
        data = f'<ExtendedData><SchemaData schemaUrl="#record">{data}</SchemaData></ExtendedData>'
        yield f"<Placemark>{title}{data}{place}</Placemark>\n"
    yield "</Document></kml>\n"


def _kml_geometry(shape: Any) -> str:
    if shape is None or shape.is_empty:
        return ""
    kind = shape.geom_type
    if kind == "Point":
        return f"<Point>{_coordinates(shape)}</Point>"
    if kind in ("LineString", "LinearRing"):
        return f"<LineString>{_coordinates(shape)}</LineString>"
    if kind == "Polygon":
        outer = f"<outerBoundaryIs>{_ring(shape.exterior)}</outerBoundaryIs>"
        inner = "".join(f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in shape.interiors)
        return f"<Polygon>{outer}{inner}</Polygon>"
    return f"<MultiGeometry>{''.join(map(_kml_geometry, shape.geoms))}</MultiGeometry>"


def _ring(ring: Any) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _coordinates(shape: Any) -> str:
    return f"<coordinates>{' '.join(','.join(map(repr, place)) for place in shape.coords)}</coordinates>"


# ------------------------------------------------------------------ GPX


def gpx(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """GPX 1.1: points are waypoints, lines and outlines tracks. Rows without geometry are left out.

    Options: ``name_field``, ``description_field_list``, ``use_extension``.
    """
    return grouped(_gpx(batches, layout, options))


def _gpx(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[str]:
    names = 'xmlns="http://www.topografix.com/GPX/1/1" xmlns:d="urn:x-parvis:gpx"'
    yield f'{_XML}<gpx {names} version="1.1" creator="Parvis"><metadata><name>{_text(layout.title)}</name>'
    author = f"{_text(layout.publisher or layout.title or layout.dataset)}"
    license_ = f"<license>{_text(layout.license_url)}</license>" if layout.license_url else ""
    yield f"<copyright author={quoteattr(author)}><year>{layout.at:%Y}</year>{license_}</copyright>"
    yield f"<time>{layout.at:%Y-%m-%dT%H:%M:%SZ}</time></metadata>\n"
    described = _Described(layout, options)
    # Waypoints stand before tracks in the schema: tracks wait beside.
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8") as tracks:
        for row in rows(batches, layout):
            shape = _shape(row, layout)
            if shape is None or shape.is_empty:
                continue
            said = described.of(row)
            yield "".join(f'<wpt lat="{p.y!r}" lon="{p.x!r}">{said}</wpt>\n' for p in _points(shape))
            lines = "".join(map(_segment, _lines(shape)))
            if lines:
                tracks.write(f"<trk>{said}{lines}</trk>\n")
        tracks.seek(0)
        while piece := tracks.read(1 << 16):
            yield piece
    yield "</gpx>\n"


def _segment(line: Any) -> str:
    places = "".join(f'<trkpt lat="{place[1]!r}" lon="{place[0]!r}"/>' for place in line.coords)
    return f"<trkseg>{places}</trkseg>"


class _Described:
    """Name, description and extension of a row."""

    def __init__(self, layout: Layout, options: Mapping[str, Any]) -> None:
        self._columns = layout.columns
        self._name = _named(layout, options.get("name_field"))
        asked = options.get("description_field_list") or ()
        extended = options.get("use_extension", True)
        every = [i for i in range(len(layout.columns)) if i != layout.geometry]
        self._heads = layout.heads()
        self._description = [i for i in every if layout.columns[i].name in asked] or ([] if extended else every)
        self._extension = every if extended else []

    def of(self, row: tuple[Any, ...]) -> str:
        found = ""
        if self._name is not None and row[self._name] is not None:
            found += f"<name>{_shown(row[self._name], self._columns[self._name])}</name>"
        lines = [
            f"{_text(self._heads[i])}: {_shown(row[i], self._columns[i])}"
            for i in self._description
            if row[i] is not None
        ]
        found += f"<desc>{chr(10).join(lines)}</desc>" if lines else ""
        data = "".join(
            f"<d:value name={quoteattr(clean(self._heads[i]))}>{_shown(row[i], self._columns[i])}</d:value>"
            for i in self._extension
            if row[i] is not None
        )
        return found + (f"<extensions>{data}</extensions>" if data else "")


def _points(shape: Any) -> Iterator[Any]:
    if shape.geom_type == "Point":
        yield shape
    elif shape.geom_type in ("MultiPoint", "GeometryCollection"):
        for part in shape.geoms:
            yield from _points(part)


def _lines(shape: Any) -> Iterator[Any]:
    if shape.geom_type in ("LineString", "LinearRing"):
        yield shape
    elif shape.geom_type == "Polygon":
        yield from (shape.exterior, *shape.interiors)
    elif hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _lines(part)


# ------------------------------------------------------------------ TomTom


def ov2(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """TomTom points of interest: position in hundred-thousandths of a degree, name in Windows-1252.

    Shapes are shown by a point inside them; rows without geometry are left out. Option: ``name_field``.
    """
    name = _named(layout, options.get("name_field"))
    waiting, size = [], 0
    for row in rows(batches, layout):
        shape = _shape(row, layout)
        if shape is None or shape.is_empty:
            continue
        place = shape if shape.geom_type == "Point" else shape.representative_point()
        text = "" if name is None or row[name] is None else shown(row[name], layout.columns[name])
        label = text.replace("\0", "").encode("cp1252", "replace")[:1000] + b"\0"
        entry = struct.pack("<BIii", 2, 13 + len(label), round(place.x * 1e5), round(place.y * 1e5)) + label
        waiting.append(entry)
        size += len(entry)
        if size > _IN_MEMORY >> 5:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _named(layout: Layout, asked: str | None) -> int | None:
    """The column that names the rows: the one asked, else the first text."""
    names = [c.name for c in layout.columns]
    if asked in names:
        return names.index(asked)
    return next((i for i, c in enumerate(layout.columns) if c.type == "text"), None)


def _shape(row: tuple[Any, ...], layout: Layout) -> Any:
    if layout.geometry is None or row[layout.geometry] is None:
        return None
    return shapely.from_wkb(row[layout.geometry])


def _shown(value: Any, column: Column) -> str:
    return _text(shown(value, column))


def _text(value: str) -> str:
    return escape(clean(value))
