"""The service document and the model."""

from __future__ import annotations

from urllib.parse import quote

from parvis.core.errors import ParvisError
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.odata import model
from parvis.web.api.odata.names import simple
from parvis.web.api.odata.options import refuse_unknown

BASE = "/api/odata/v4"
JSON = "application/json;odata.metadata=minimal"
MOST = 1_000


class UnsupportedFormat(ParvisError):
    """A format that this address does not have."""

    code = "UnsupportedFormat"
    status = 406


def root(call: Call) -> str:
    """The root of the service on this host."""
    return f"{call.root}{BASE}"


def document(call: Call) -> Answer:
    """``GET /``: the entity sets."""
    only_json(call)
    value = [
        {
            "name": simple(view.manifest.id),
            "title": view.manifest.description.title or view.manifest.id,
            "kind": "EntitySet",
            "url": f"{root(call)}/{quote(view.manifest.id)}",
        }
        for view in _views(call)
    ]
    made = json_answer({"@odata.context": f"{root(call)}/$metadata", "value": value})
    return Answer(made.body, media_type=JSON)


def metadata(call: Call) -> Answer:
    """``GET /$metadata``: XML, or JSON with ``$format=json``."""
    refuse_unknown(call.parameters)
    asked = (call.parameters.get("$format") or "xml").partition(";")[0]
    if asked in ("json", "application/json"):
        return Answer(json_answer(model.json(_views(call))).body, media_type="application/json")
    if asked not in ("xml", "application/xml"):
        raise UnsupportedFormat(f"The model comes as xml or json, not as {asked[:40]}.")
    return Answer(model.xml(_views(call)), media_type="application/xml")


def only_json(call: Call) -> None:
    """Raise UnsupportedFormat for another format."""
    refuse_unknown(call.parameters)
    asked = (call.parameters.get("$format") or "json").partition(";")[0]
    if asked not in ("json", "application/json"):
        raise UnsupportedFormat(f"Entities come as json, not as {asked[:40]}.")


def _views(call: Call) -> list[DatasetView]:
    """The datasets whose records the caller may read, the first thousand; one for each name."""
    text = QueryText(where=("has_records is true",), order_by="dataset_id", limit=MOST)
    page = catalog.search(call.reader, call.domain, call.caller, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    named: dict[str, DatasetView] = {}
    for view in page.views:
        if view.table is not None:
            named.setdefault(simple(view.manifest.id), view)
    return list(named.values())
