"""The parameters of a request for records, as a query on the catalog."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from parvis.core.errors import InvalidParameter, Span
from parvis.data.odsql import syntax, typed
from parvis.data.odsql.check import conditions, dates
from parvis.data.odsql.cql2.compiling import filter_scope, parse_filter
from parvis.data.odsql.cql2.conditions import condition
from parvis.data.odsql.cql2.scope import FilterScope
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog_coverage
from parvis.data.serving.catalog_table import FORBIDDEN, CatalogTable
from parvis.web.api.http.parameters import Parameters
from parvis.web.api.ogc import crs, paging

KNOWN = frozenset(
    {
        *("q", "bbox", "datetime", "type", "ids", "externalIds", "limit", "offset", "sortby"),
        *("filter", "filter-lang", "filter-crs"),
    }
)
NAMES = {
    "id": "dataset_id",
    "title": "default.title",
    "description": "default.description",
    "keywords": "default.keyword",
    "themes": "default.theme",
    "publisher": "default.publisher",
    "license": "default.license",
    "language": "default.language",
    "created": "dcat.created",
    "updated": "default.metadata_processed",
    "modified": "default.modified",
    "territory": "default.territory",
    "records_count": "default.records_count",
}
"""The properties of a record that can be tested, and their columns of the catalog."""
SORTED = ("id", "title", "publisher", "created", "updated", "modified")
_NOWHERE = Span(0, 0)


def text_of(parameters: Parameters) -> QueryText:
    """Page and order of the request. Raises InvalidParameter."""
    return QueryText(
        order_by=_order(parameters.get("sortby")),
        limit=paging.limit_of(parameters),
        offset=paging.offset_of(parameters),
    )


def _order(text: str | None) -> str | None:
    found = []
    for part in paging.names_of(text) or ():
        name = part.lstrip("+- ")
        if name not in SORTED:
            hint = f"one of {', '.join(SORTED)}"
            raise InvalidParameter(f"Invalid value for sortby API parameter: {name[:40]!r} has no order.", hint=hint)
        found.append(f"`{NAMES[name]}` {'desc' if part.startswith('-') else 'asc'}")
    return ", ".join(found) or "`dataset_id` asc"


def condition_of(parameters: Parameters, catalog: CatalogTable) -> typed.Expr:
    """All that the parameters say of which datasets. Raises InvalidParameter, FilterError."""
    scope = scope_of(catalog)
    found: list[typed.Expr] = []
    if parameters.get("q"):
        found.append(words(scope, parameters.get("q") or ""))
    box = paging.box_of(parameters.get("bbox"))
    if box is not None:
        if box[1] > box[3]:
            raise paging.bad_box("its south is above its north")
        found.append(catalog_coverage.in_box(*box))
    ends = paging.interval_of(parameters.get("datetime"))
    if ends is not None:
        found.append(catalog_coverage.during(*_period(ends)))
    types = paging.names_of(parameters.get("type"))
    if types is not None:
        found.append(typed.Always("dataset" in types))
    for name, column in (("ids", "dataset_id"), ("externalIds", "dataset_uid")):
        asked = paging.names_of(parameters.get(name))
        if asked is not None:
            found.append(identified(catalog, column, asked))
    if parameters.get("filter"):
        crs.read(parameters.get("filter-crs"), "filter-crs")
        found.append(condition(scope, parse_filter(parameters.get("filter") or "", parameters.get("filter-lang"))))
    return conditions.every(found)


def scope_of(catalog: CatalogTable, parameter: str = "filter", names: dict[str, str] = NAMES) -> FilterScope:
    """The context of a filter on the catalog; ``names`` are what its columns are called there."""
    return filter_scope(
        catalog.schema,
        parameter=parameter,
        aliases={**catalog.aliases, **names},
        forbidden=FORBIDDEN,
        place=catalog_coverage.placed,
    )


def words(scope: FilterScope, text: str) -> typed.Expr:
    """Words to search for; those joined by commas are alternatives."""
    terms = paging.names_of(text) or ()
    found = tuple(
        conditions.condition(scope, syntax.Call("search", (syntax.Text(term, _NOWHERE),), _NOWHERE)) for term in terms
    )
    return typed.Or(found) if found else typed.Always(True)


def identified(catalog: CatalogTable, column: str, values: list[str]) -> typed.Expr:
    """The datasets of these identifiers."""
    field = catalog.schema.by_name[column]
    return typed.OneOf(typed.FieldRef(field), tuple(typed.Literal(value, typed.Type.TEXT) for value in values))


def _period(ends: tuple[str, ...]) -> tuple[datetime | None, datetime | None]:
    first, last = (ends[0], ends[0]) if len(ends) == 1 else ends
    return _end(first, 0), _end(last, 1)


def _end(text: str, place: int) -> datetime | None:
    if not text:
        return None
    found = dates.read(text)
    if found is None:
        raise InvalidParameter(f"Invalid value for datetime API parameter: {text[:40]!r} is not a date.")
    return found.instants(ZoneInfo("UTC"))[place]
