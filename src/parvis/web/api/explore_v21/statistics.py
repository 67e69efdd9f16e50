"""What the fields of a dataset hold (Parvis): all of them, or one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.core.fields import Field
from parvis.data.serving import statistics
from parvis.data.serving.statistics import Measured
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call

_OWN = ("name", "type", "filled")


def of_dataset(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/statistics``."""
    found = statistics.of_dataset(call.reader, call.dataset)
    fields = [_field(found, field, values) for field, values in found.fields]
    return json_answer({**_basis(call, found), "fields": fields}, modified=call.dataset.manifest.published_at)


def of_field(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/fields/{field}/statistics``."""
    found, field, values = statistics.of_field(call.reader, call.dataset, call.path["field"])
    answer = {**_basis(call, found), "field": _field(found, field, values)}
    return json_answer(answer, modified=call.dataset.manifest.published_at)


def _basis(call: Call, found: Measured) -> dict[str, Any]:
    manifest = call.dataset.manifest
    inferred = {"at": found.at, "source": found.source, "rows": found.rows}
    return {"dataset_id": manifest.id, "version": manifest.version, "records_count": found.rows, "inferred": inferred}


def _field(found: Measured, field: Field, values: Mapping[str, Any]) -> dict[str, Any]:
    """The object of a field; its share is rounded to a ten thousandth."""
    own = {"name": field.name, "label": field.label or field.name, "type": field.type.value}
    counts = {"filled": values["filled"], "share": round(found.share(values), 4)}
    return {**own, **counts, **{name: value for name, value in values.items() if name not in _OWN}}
