"""The query screen: two datasets joined through the API, with what both licences ask."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from parvis.core.errors import ParvisError
from parvis.core.fields import Field, FieldType
from parvis.data.odsql import typed
from parvis.data.odsql.text import QueryText
from parvis.data.serving import joining
from parvis.data.serving.pages import RecordsPage
from parvis.web.portal.pages.cells import Cell, cell, kind
from parvis.web.portal.pages.paging import Paging, offset, paging
from parvis.web.portal.pages.pairing.choosing import Chosen, both, offered
from parvis.web.portal.pages.pairing.meeting import How, how
from parvis.web.portal.pages.pairing.sources import Sources, sources
from parvis.web.portal.pages.selection import page_number
from parvis.web.portal.visit import Visit

SIZE = 20
COLUMNS = 40
LONGEST = 4_000
API = "/api/join/v1/records"
CLAUSES = ("select", "where", "group_by", "order_by")
KEPT = ("left", "right", "how", "l", "r", "reach", "on", "keep", *CLAUSES)
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The rows found: names and layouts of columns, cells, pages; the same asked of the API."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    paging: Paging
    address: str
    line: str


@dataclass(frozen=True, slots=True)
class JoinPage:
    """``how`` is there once both datasets are, ``result`` once the query is right; ``error`` is what is wrong in it."""

    chosen: tuple[Chosen, Chosen]
    offered: Pairs
    how: How | None
    keep_all: bool
    clauses: Pairs
    typed_on: str
    result: Result | None
    sources: Sources | None
    error: ParvisError | None


def join_page(visit: Visit) -> JoinPage:
    """The page of an address; a wrong query is a page that says so, with what was typed."""
    given = visit.request.GET
    chosen = both(visit)
    left, right = chosen[0].view, chosen[1].view
    met = None if left is None or right is None else how(given, left, right)
    result, error = None, None
    if left is not None and right is not None and met is not None and met.on:
        try:
            result = found(visit, joining.meet(left, right, met.on, given.get("keep") or None))
        except ParvisError as raised:
            if raised.status != 400:
                raise
            error = raised
    return JoinPage(
        chosen=chosen,
        offered=offered(visit),
        how=met,
        keep_all=given.get("keep") == "left",
        clauses=tuple((name, clause(given, name)) for name in CLAUSES),
        typed_on=given.get("on", "").strip(),
        result=result,
        sources=None if left is None or right is None else sources(visit, (left, right)),
        error=error,
    )


def found(visit: Visit, meeting: joining.Meeting) -> Result:
    """The rows of the page. Raises the errors of the query and of the engine."""
    given = visit.request.GET
    number = page_number(given.get("page", ""))
    where = clause(given, "where")
    text = QueryText(
        select=clause(given, "select") or None,
        where=(where,) if where else (),
        group_by=clause(given, "group_by") or None,
        order_by=clause(given, "order_by") or None,
        limit=SIZE,
        offset=offset(number, SIZE),
        timezone=visit.timezone,
        lang=visit.language,
    )
    records = joining.search(visit.reader, meeting, text)
    asked = api_pairs(visit, meeting)
    address = f"{visit.host}{API}?{urlencode(asked)}"
    return Result(
        *table(records, visit.timezone),
        paging=paging(records.total_count or 0, SIZE, number, lambda n: paged(given, n)),
        address=address,
        line=f"curl '{address}'",
    )


def api_pairs(visit: Visit, meeting: joining.Meeting) -> list[tuple[str, str]]:
    """The same query as parameters of the API."""
    given = visit.request.GET
    pairs = [("left", meeting.left.manifest.id), ("right", meeting.right.manifest.id), ("on", meeting.on)]
    pairs += [("keep", "left")] if given.get("keep") == "left" else []
    pairs += [(name, clause(given, name)) for name in CLAUSES if clause(given, name)]
    return [*pairs, ("limit", str(SIZE)), ("timezone", visit.timezone)]


def clause(given: QueryDict, name: str) -> str:
    """A clause as typed."""
    return given.get(name, "").replace("\0", "").strip()[:LONGEST]


def paged(given: QueryDict, number: int) -> str:
    """The address of another page of the same query."""
    pairs = [(name, value) for name in KEPT if (value := given.get(name))]
    return f"{reverse('portal:join')}?{urlencode([*pairs, ('page', str(number))])}"


def table(records: RecordsPage, timezone: str) -> tuple[Pairs, tuple[tuple[Cell, ...], ...]]:
    """Columns and cells; shapes and what passes the limit are left to the API."""
    fields = [field_of(column) for column in records.columns]
    shown = [place for place, field in enumerate(fields) if field.type is not FieldType.GEO_SHAPE][:COLUMNS]
    heads = tuple((records.columns[place].name, kind(fields[place])) for place in shown)
    rows = tuple(tuple(cell(row[place], fields[place], timezone) for place in shown) for row in records.rows)
    return heads, rows


def field_of(column: typed.Column) -> Field:
    """The field whose values a column has, or one like it."""
    expr = column.expr
    if isinstance(expr, typed.FieldRef):
        return expr.field
    if expr.type is typed.Type.TEXT_LIST:
        return Field(column.name, FieldType.TEXT, multivalued=",")
    plain = expr.type if expr.type is not typed.Type.NULL else typed.Type.TEXT
    return Field(column.name, FieldType(plain.value), precision=column.precision)
