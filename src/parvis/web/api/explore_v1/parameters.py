"""Parameters of v1: words of its own for the same clauses."""

from __future__ import annotations

from parvis.core.errors import InvalidParameter
from parvis.core.fields import Schema
from parvis.data.odsql.text import QueryText, Version
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.explore_v1.geography import digest_filters, geofilters
from parvis.web.api.explore_v1.quoting import quoted
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import Parameters


def names_of(words: str) -> frozenset[str]:
    """Names of parameters, from words."""
    return frozenset(words.split())


CLAUSES = names_of("q rq sort facet timezone lang")
COMMON = names_of("apikey access_token callback pretty_print format source")
RECORDS = CLAUSES | COMMON | {"dataset", "geo_digest", "rows", "start", "fields", "version", "as_of"}
_SECRET = ("apikey", "access_token", "callback")


def dataset_of(call: Call) -> DatasetView:
    """The dataset of a records route: in the path or as ``dataset``. Raises InvalidParameter, NotFound."""
    found = call.path.get("dataset_id") or call.parameters.get("dataset")
    if not found:
        raise InvalidParameter("The parameter dataset is missing.", hint="add dataset=<id>")
    call.path["dataset_id"] = found
    return call.dataset


def records_text(call: Call, view: DatasetView, *, everything: bool = False) -> QueryText:
    """The clauses of a request on records. Raises InvalidParameter, and what :attr:`DatasetView.records` raises."""
    return query_text(call, view.records.schema, everything=everything, also=digest_filters(call, view))


def query_text(
    call: Call, schema: Schema | None = None, *, everything: bool = False, also: list[str] | None = None
) -> QueryText:
    """The clauses of a v1 request; ``schema`` is needed for geographic filters and ``fields``."""
    p = call.parameters
    rows, start = p.integer("rows"), p.integer("start")
    return QueryText(
        select=fields(p, schema),
        where=(*geofilters(p, schema), *(also or ())),
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
    """``sort=f`` is descending, ``sort=-f`` ascending; several are separated by commas."""
    names = [name.strip() for name in (sort or "").split(",") if name.strip().strip("-")]
    return ", ".join(f"{quoted(n[1:])} asc" if n.startswith("-") else f"{quoted(n)} desc" for n in names) or None


def echoed(call: Call, text: QueryText) -> dict[str, object]:
    """The ``parameters`` member of an answer: what was asked, keys left out; repeated ones are lists."""
    asked: dict[str, object] = {}
    for name in sorted(call.parameters.names() - {*_SECRET, "rows", "start", "format", "timezone"}):
        values = call.parameters.all(name)
        if values:
            asked[name] = list(values) if len(values) > 1 else values[0]
    return {
        **asked,
        "rows": 10 if text.limit is None else text.limit,
        "start": text.offset,
        "format": call.parameters.get("format") or "json",
        "timezone": text.timezone,
    }
