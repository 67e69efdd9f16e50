"""Names: identifiers of datasets and fields as OData's identifiers, which hold letters, digits and underscores only."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parvis.core.errors import NotFound
from parvis.core.fields import Schema
from parvis.data.serving.datasets import DatasetView, get
from parvis.web.api.http.endpoint import Call

KEY = "_id"
_OTHER = re.compile(r"[^A-Za-z0-9_]")


def simple(name: str) -> str:
    """The name as an identifier of OData: other characters are underscores, a digit in front gets one."""
    found = _OTHER.sub("_", name)[:120]
    return f"_{found}" if found[:1].isdigit() else found


def dataset(call: Call, name: str) -> DatasetView:
    """The dataset of that identifier, written as it is or as OData's. Raises NotFound."""
    try:
        return get(call.reader, call.domain, call.caller, name)
    except NotFound:
        known = call.reader.snapshot.datasets.get(call.domain.slug, {})
        for id_ in sorted(known):
            if simple(id_) == name:
                return get(call.reader, call.domain, call.caller, id_)
        raise


def aliases(schema: Schema) -> Mapping[str, str]:
    """The fields by their identifiers in OData."""
    return {simple(field.name): field.name for field in schema}
