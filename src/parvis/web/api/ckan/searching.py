"""`package_search`: words and filters in the language of Solr, order, pages, facets."""

from __future__ import annotations

from typing import Any

from parvis.data.odsql.text import QueryText
from parvis.web.api.ckan import conditions
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.names import FACETS, Named, named
from parvis.web.api.ckan.packages import MOST, listed, package
from parvis.web.api.ckan.solr import SolrSyntaxError

_ORDERS = {
    "metadata_modified": "metadata_processed",
    "last_modified": "modified",
    "metadata_created": "metadata_processed",
    "title_string": "title",
    "title": "title",
    "name": "dataset_id",
    "id": "dataset_id",
    "organization": "publisher",
}
_BEST = "score desc, metadata_modified desc"


def package_search(asked: Asked) -> dict[str, Any]:
    """Datasets by words and filters: `q`, `fq`, `fq_list`, `sort`, `start`, `rows` (10, at most 1000), `facet.field`,
    `facet.limit`, `facet.mincount`, `fl`."""
    rows = asked.number("rows", 10, most=MOST)
    sort = asked.text("sort") or _BEST
    q = asked.text("q") or "*:*"
    where = conditions.of_words(asked, q) + conditions.of_filters(asked, _filters(asked))
    text = QueryText(
        where=where,
        order_by=order(sort, scored=any("search(" in one for one in where)),
        limit=rows,
        offset=asked.number("start", 0),
        lang=asked.call.domain.language,
    )
    views, count = listed(asked, text)
    facets = {field: _counted(asked, field, text) for field in asked.list("facet.field")}
    return {
        "count": count,
        "sort": sort,
        "facets": {field: {one.name: one.count for one in counted} for field, counted in facets.items()},
        "search_facets": {field: {"title": field, "items": _items(counted)} for field, counted in facets.items()},
        "results": [_only(package(asked, view), asked.list("fl")) for view in views],
    }


def _filters(asked: Asked) -> list[str]:
    one = asked.values.get("fq")
    listed_ = one if isinstance(one, list) else [one]
    return [text for value in (*listed_, *asked.list("fq_list")) if value and (text := str(value).strip())]


def order(sort: str, *, scored: bool = True) -> str | None:
    """`metadata_modified desc, name asc` as an order of the catalog; None: the best first, where words are looked for.

    Raises SolrSyntaxError.
    """
    found = []
    for part in filter(None, (part.strip() for part in sort.split(","))):
        name, _, way = part.partition(" ")
        way = way.strip().lower() or "asc"
        if way not in ("asc", "desc") or (name != "score" and name not in _ORDERS):
            raise SolrSyntaxError(f"Cannot sort by {part[:60]!r}.", hint=f"score, {', '.join(_ORDERS)}; asc or desc")
        if name != "score":
            found.append(f"{_ORDERS[name]} {way}")
        elif scored and not found:
            return None
    return ", ".join(dict.fromkeys(found)) or None


def _counted(asked: Asked, field: str, text: QueryText) -> list[Named]:
    """What a facet counts; one that the catalog does not have counts nothing, as in CKAN."""
    if field not in FACETS:
        return []
    most = asked.number("facet.limit", 50, least=-1)
    least = asked.number("facet.mincount", 1)
    found = sorted(named(asked, field, text).values(), key=lambda one: (-one.count, one.name))
    kept = [one for one in found if one.count >= least]
    return kept if most < 0 else kept[:most]


def _items(counted: list[Named]) -> list[dict[str, Any]]:
    return [{"name": one.name, "display_name": one.title, "count": one.count} for one in counted]


def _only(package_: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    if not fields or "*" in fields:
        return package_
    return {name: package_[name] for name in fields if name in package_}
