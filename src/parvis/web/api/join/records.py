"""Records of a join, and what their sources ask for."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.data.licensing import documents
from parvis.data.licensing.describing import block
from parvis.data.licensing.documents import CAVEAT
from parvis.data.odsql.joining import joined_schema
from parvis.data.serving import crediting, joining
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.datasets import get as get_dataset
from parvis.data.serving.joining import Meeting
from parvis.web.api.explore_v21 import objects
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call
from parvis.web.api.http.parameters import query_text


def records(call: Call) -> Answer:
    """``GET /records``."""
    meeting = asked(call)
    text = query_text(call.parameters, call.domain.language)
    page = joining.search(call.reader, meeting, text, cancel=call.cancel)
    return json_answer(
        {
            "total_count": page.total_count,
            "results": objects.record_objects(page, text.timezone),
            "join": {"on": meeting.on, "keep": meeting.table.keeping.value},
            "sources": [source(call, side, view) for side, view in meeting.sides],
            "license": license_object(meeting),
        }
    )


def fields(call: Call) -> Answer:
    """``GET /fields``: the fields that a query on the join may name, and the names that stand without their side."""
    meeting = asked(call)
    table = meeting.table
    short = {name: alias for alias, name in table.aliases.items()}
    found = [
        {"name": f.name, "short_name": short.get(f.name), "label": f.label, "type": f.type.value, "unit": f.unit}
        for f in joined_schema(table.on, table.left.schema, table.right.schema)
    ]
    return json_answer({"fields": found})


def asked(call: Call) -> Meeting:
    """The meeting that the parameters name. Raises InvalidParameter, NotFound, and the errors of ``on``."""
    on = needed(call, "on")
    left, right = (get_dataset(call.reader, call.domain, call.caller, needed(call, n)) for n in ("left", "right"))
    return joining.meet(left, right, on, call.parameters.get("keep"))


def needed(call: Call, name: str) -> str:
    """A parameter that must be there."""
    value = (call.parameters.get(name) or "").strip()
    if not value:
        raise InvalidParameter(
            f"The parameter {name} is missing.",
            hint="a join is left=<dataset>&right=<dataset>&on=left.<field> = right.<field>",
            params={"parameter": name},
        )
    return value


def source(call: Call, side: str, view: DatasetView) -> dict[str, Any]:
    """One dataset of the join: what it is, as of when, under which licence, and the line that credits it."""
    manifest = view.manifest
    address = f"{call.root}/explore/dataset/{manifest.id}/"
    credit = crediting.credit(view, address, call.parameters.get("lang") or call.domain.language)
    return {
        "side": side,
        "dataset_id": manifest.id,
        "title": manifest.description.title or manifest.id,
        "publisher": manifest.description.publisher,
        "version": manifest.version,
        "url": address,
        "license": {
            "name": manifest.description.license,
            **block(manifest.description.license, manifest.description.license_url),
        },
        "attribution": None if credit is None else credit.text,
    }


def license_object(meeting: Meeting) -> dict[str, Any]:
    """Whether both licences go together: for a database made of both, for a work made from them."""
    found = crediting.combined([view for _, view in meeting.sides])
    return {
        "database": None if found.database is None else documents.decision(found.database),
        "work": None if found.work is None else documents.decision(found.work),
        "outputs": list(found.outputs),
        "unread": [meeting.sides[place][0] for place in found.unread],
        "caveat": documents.text(CAVEAT),
    }
