"""The description of a dataset in each dialect of metadata."""

from __future__ import annotations

from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.dialects import DIALECTS, get
from parvis.data.serving.descriptions import description_of, root_of
from parvis.web.api.explore_v21 import links
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call


def dialects(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/metadata``."""
    address = _address(call)
    found = [links.link(address, "self"), *(links.link(f"{address}/{name}", name) for name in DIALECTS)]
    return json_answer({"links": found})


def document(call: Call) -> Answer:
    """``GET /catalog/datasets/{dataset_id}/metadata/{dialect}``. Raises NotFound.

    Addresses in it are the lasting ones of the portal, whatever host was asked.
    """
    view = call.dataset
    dialect = get(call.path["dialect"])
    described = description_of(root_of(call.domain, call.root), call.domain, view)
    disposition = {"Content-Disposition": f'inline; filename="{_file_name(dialect, view.manifest.id)}"'}
    return Answer(
        dialect.write(described),
        media_type=dialect.media_type,
        modified=view.manifest.published_at,
        headers=disposition,
    )


def described_by(call: Call) -> str:
    """The ``Link`` header of a dataset: its description in each dialect."""
    address = _address(call)
    return ", ".join(
        f'<{address}/{d.name}>; rel="describedby"; type="{d.media_type.partition(";")[0]}"' for d in DIALECTS.values()
    )


def _address(call: Call) -> str:
    return f"{links.dataset(call, call.dataset.manifest.id)}/metadata"


def _file_name(dialect: Dialect, dataset_id: str) -> str:
    return dialect.file_name or f"{dataset_id}.{dialect.name}.{dialect.extension}"
