"""OpenDocument spreadsheets, written as they are read: typed cells, a sheet of metadata, no formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape

import pyarrow

from parvis.data.exports.cells import rows, shown
from parvis.data.exports.layout import Column, Layout, clean
from parvis.data.exports.packing import grouped, zipped
from parvis.data.exports.sheets import ABOUT, EXACT, ROWS, SHEET

_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HEAD_STYLE = (
    '<office:automatic-styles><style:style style:name="head" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#e3e3fd"/><style:text-properties fo:font-weight="bold"/>'
    "</style:style></office:automatic-styles>"
)
_PARTS = (("/", _MEDIA_TYPE), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))


def write(batches: Iterable[pyarrow.RecordBatch], layout: Layout, options: Mapping[str, Any]) -> Iterator[bytes]:
    """The workbook of these rows, in constant memory."""
    entries: list[tuple[str, Iterable[bytes], bool]] = [
        ("mimetype", [_MEDIA_TYPE.encode()], False),
        ("META-INF/manifest.xml", [_manifest().encode()], True),
        ("meta.xml", [_meta(layout).encode()], True),
        ("content.xml", grouped(_content(batches, layout)), True),
    ]
    return zipped(entries, layout.at)


def _manifest() -> str:
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in _PARTS
    )
    names = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"'
    return f"{_XML}<manifest:manifest {names}>{listed}</manifest:manifest>"


def _meta(layout: Layout) -> str:
    creator = f"<dc:creator>{escape(clean(layout.publisher))}</dc:creator>" if layout.publisher else ""
    described = (
        f"<dc:title>{escape(clean(layout.title))}</dc:title>{creator}<dc:date>{layout.at:%Y-%m-%dT%H:%M:%S}</dc:date>"
    )
    return f"{_XML}<office:document-meta {_NAMES}><office:meta>{described}</office:meta></office:document-meta>"


def _content(batches: Iterable[pyarrow.RecordBatch], layout: Layout) -> Iterator[str]:
    yield f"{_XML}<office:document-content {_NAMES}>{_HEAD_STYLE}<office:body><office:spreadsheet>"
    found = rows(batches, layout)
    head = "".join(_text(name, ' table:style-name="head"') for name in layout.heads())
    number, following = 1, next(found, None)
    while number == 1 or following is not None:
        name = SHEET if number == 1 else f"{SHEET} {number}"
        yield f'<table:table table:name="{name}"><table:table-row>{head}</table:table-row>'
        first = [] if following is None else [following]
        for row in islice(chain(first, found), ROWS):
            yield f"<table:table-row>{''.join(map(_cell, row, layout.columns))}</table:table-row>\n"
        yield "</table:table>"
        number, following = number + 1, next(found, None)
    yield f'<table:table table:name="{ABOUT}">'
    for notice in {**layout.notices(), "timezone": layout.timezone}.items():
        yield f"<table:table-row>{''.join(map(_text, notice))}</table:table-row>"
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _cell(value: Any, column: Column) -> str:
    kind = type(value)
    if value is None:
        return "<table:table-cell/>"
    if kind is float or (kind is int and -EXACT <= value <= EXACT):
        return _typed("float", f'office:value="{value!r}"', repr(value))
    if kind is bool:
        word = "true" if value else "false"
        return _typed("boolean", f'office:boolean-value="{word}"', word)
    if kind is datetime or (kind is date and column.precision not in ("year", "month")):
        moment = value.replace(tzinfo=None).isoformat() if kind is datetime else value.isoformat()
        return _typed("date", f'office:date-value="{moment}"', moment)
    return _text(shown(value, column))


def _typed(kind: str, value: str, text: str) -> str:
    return f'<table:table-cell office:value-type="{kind}" {value}><text:p>{text}</text:p></table:table-cell>'


def _text(value: str, style: str = "") -> str:
    """A text cell: runs of spaces, tabs and line ends have elements of their own."""
    content = escape(clean(value))
    if "  " in content or content[:1] == " " or content[-1:] == " ":
        content = content.replace(" ", "<text:s/>")
    content = content.replace("\t", "<text:tab/>").replace("\r\n", "\n").replace("\r", "\n")
    lines = "".join(f"<text:p>{line}</text:p>" for line in content.split("\n"))
    return f'<table:table-cell office:value-type="string"{style}>{lines}</table:table-cell>'
