"""How to read a file: what a curator knows, everything else is found out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldOverride:
    """A curator's choices for one field, found by its identifier or its label; None leaves what ingest proposes."""

    name: str
    label: str | None = None
    type: str | None = None
    description: str | None = None
    facet: bool | None = None
    facet_sort: str | None = None
    disjunctive: bool | None = None
    hierarchical: str | None = None
    sortable: bool | None = None
    multivalued: str | None = None
    key: bool | None = None
    precision: str | None = None
    unit: str | None = None
    decimals: int | None = None

    def stated(self) -> dict[str, Any]:
        """The choices that are made, without the name."""
        names = (n for n in self.__dataclass_fields__ if n != "name")
        return {n: getattr(self, n) for n in names if getattr(self, n) is not None}


@dataclass(frozen=True, slots=True)
class Limits:
    """What no honest file passes. Sizes in bytes; ``cells`` of one sheet; ``archive`` is what an archive unpacks to in
    all, ``ratio`` how many times its own size, ``members`` its files, ``nesting`` archives inside archives.

    ``rows`` stops readers of records after so many, ``excerpt`` cuts the texts of an archive after so many bytes: a
    preview sets them.
    """

    columns: int = 2_000
    line: int = 4 << 20
    document: int = 16 << 20
    unpacked: int = 1 << 30
    cells: int = 20_000_000
    archive: int = 8 << 30
    ratio: int = 500
    members: int = 2_000
    nesting: int = 3
    rows: int | None = None
    excerpt: int | None = None
    rejects_shown: int = 200
    memory: int = 256 << 20
    memory_wide: int = 400 << 20
    threads: int = 2


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Options of one ingest; None is detected.

    ``record_path`` is the way to the rows inside a JSON object (``result.records``) or an XML document
    (``list/item``). ``sheet`` names a sheet of a workbook, a layer, a table of a GTFS archive or a file of an archive.
    ``delimiter`` may also be ``fixed``, or ``fixed:5,10,3`` with the widths of the columns. ``epsg`` is the system of
    the coordinates. ``timezone`` is of instants without offset. ``header_row`` counts from 1, 0 means that there is
    none.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    record_path: str | None = None
    epsg: int | None = None
    timezone: str = "UTC"
    fields: tuple[FieldOverride, ...] = ()
    limits: Limits = field(default_factory=Limits)
