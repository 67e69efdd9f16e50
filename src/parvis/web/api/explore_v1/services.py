"""What v1 answers beside records and datasets: metadata templates, and files that no dataset has yet."""

from __future__ import annotations

from typing import NoReturn

from parvis.core.errors import NotFound, NotFoundURI
from parvis.web.api.explore_v1 import formats
from parvis.web.api.explore_v21 import service
from parvis.web.api.http.answers import Answer
from parvis.web.api.http.endpoint import Call


def templates(call: Call) -> Answer:
    """``/api/metadata/1.0/{type}/``. Raises NotFoundURI."""
    found = [service.template(call.path["type"], name) for name in service.names(call)]
    return formats.answer(call.parameters, found)


def template(call: Call) -> Answer:
    """``/api/metadata/1.0/{type}/{template}/``. Raises NotFoundURI."""
    wanted = "default" if call.path["template"] == "basic" else call.path["template"]
    if wanted not in service.names(call):
        raise NotFoundURI(f"There is no metadata template {wanted[:60]}.")
    return formats.answer(call.parameters, service.template(call.path["type"], wanted))


def missing_file(call: Call) -> NoReturn:
    """A file by id: the dataset has none of that id. Raises NotFound."""
    dataset = call.dataset.manifest.id
    raise NotFound(f"The requested file {call.path['file_id'][:60]} does not exist in {dataset}.")


def no_service(call: Call) -> NoReturn:
    """``/api/datasets/1.0/{dataset_id}/services/``: no dataset stands for another API. Raises NotFound."""
    raise NotFound(f"The dataset {call.dataset.manifest.id} is not an entry point of another API.")
