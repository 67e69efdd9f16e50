"""The scores of many datasets: the catalog by score, averages of publishers and domains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.core.errors import InvalidParameter, NotFound
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.trust_scores import averaged, quoted
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call

_ORDERS = {"-score": "trust.score desc, dataset_id", "score": "trust.score, dataset_id", "id": "dataset_id"}
_SHORT = ("score", "badge", "band", "sum", "axes", "provisional", "computed_at", "method")


def scores(call: Call) -> Answer:
    """Datasets with a public score; ``min``, ``band`` and ``publisher`` choose among them."""
    order = call.parameters.get("order_by") or "-score"
    if order not in _ORDERS:
        raise InvalidParameter(f"Invalid value for order_by API parameter: {', '.join(_ORDERS)} are known.")
    where = ["trust.score is not null"]
    least = call.parameters.integer("min")
    if least is not None:
        where.append(f"trust.score >= {least}")
    asked = {"trust.band": call.parameters.get("band"), "publisher": call.parameters.get("publisher")}
    text = QueryText(
        where=tuple(where),
        refine=tuple(f'{name}:"{quoted(value)}"' for name, value in asked.items() if value),
        order_by=_ORDERS[order],
        limit=call.parameters.integer("limit"),
        offset=call.parameters.integer("offset") or 0,
        lang=call.domain.language,
    )
    found = catalog.search(call.reader, call.domain, call.caller, text, cancel=call.cancel)
    return json_answer({"total_count": found.total_count, "results": [_line(view) for view in found.views]})


def organisation(call: Call) -> Answer:
    """The average of the datasets that name this publisher, of those that everybody sees. Raises NotFound."""
    name = call.path["name"]
    found = averaged(call.reader, call.domain, publisher=name, cancel=call.cancel)
    if not found.count:
        raise NotFound(f"No dataset of {name[:120]} has a public score.")
    return json_answer({"organisation": name, **found.to_dict()})


def domain(call: Call) -> Answer:
    """The average of a domain, of the datasets that everybody sees. Raises NotFound."""
    found = call.reader.named_domain(call.path["slug"])
    return json_answer({"domain": found.slug, **averaged(call.reader, found, cancel=call.cancel).to_dict()})


def _line(view: DatasetView) -> Mapping[str, Any]:
    short = view.manifest.trust or {}
    stated = view.manifest.description
    head = {"dataset": view.manifest.id, "title": stated.title, "publisher": stated.publisher}
    return {**head, **{name: short[name] for name in _SHORT if name in short}}
