"""Packages: one, all of them by name, the newest with their files."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import NotFound
from parvis.data.metadata.ckan.writing import package as write
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.datasets import get as get_dataset
from parvis.data.serving.descriptions import description_of
from parvis.web.api.ckan import conditions
from parvis.web.api.ckan.asking import Asked

MOST = 1_000
# The file that harvesters take for the table; datastore_search takes any file of the dataset.
_TABLE = "csv"
_CELLS = 400


def package_show(asked: Asked) -> dict[str, Any]:
    """One dataset, by its name or its identifier (`id`)."""
    return package(asked, found(asked, asked.required("id", "name_or_id")))


def package_list(asked: Asked) -> list[str]:
    """The names of the datasets, in order (`limit`, `offset`)."""
    call = asked.call
    text = QueryText(
        select="dataset_id",
        order_by="dataset_id",
        limit=asked.number("limit", -1, least=-1),
        offset=asked.number("offset", 0),
    )
    page = catalog.search(call.reader, call.domain, call.caller, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    return [row["dataset_id"] for row in page.rows or ()]


def current_package_list_with_resources(asked: Asked) -> list[dict[str, Any]]:
    """The datasets, those whose description changed last first (`limit`, `offset`, `page`)."""
    limit = asked.number("limit", MOST, most=MOST)
    offset = asked.number("offset", 0) or limit * (asked.number("page", 1, least=1) - 1)
    views, _ = listed(asked, QueryText(order_by="metadata_processed desc", limit=limit, offset=offset))
    return [package(asked, view) for view in views]


def package_autocomplete(asked: Asked) -> list[dict[str, Any]]:
    """Datasets that begin to answer to some words (`q`, `limit`)."""
    from_words = conditions.of_words(asked, asked.text("q", "query"))
    views, _ = listed(asked, QueryText(where=from_words, limit=asked.number("limit", 10, most=100)))
    return [
        {
            "name": view.manifest.id,
            "title": view.manifest.description.title or view.manifest.id,
            "match_field": "title",
            "match_displayed": view.manifest.description.title or view.manifest.id,
        }
        for view in views
    ]


def listed(asked: Asked, text: QueryText) -> tuple[list[DatasetView], int]:
    """The datasets of a query, as many as it asks, and how many there are."""
    call = asked.call
    page = catalog.search(call.reader, call.domain, call.caller, text, purpose=Purpose.INTERNAL, cancel=call.cancel)
    return page.views, page.total_count


def found(asked: Asked, identifier: str) -> DatasetView:
    """The dataset of this name or UUID. Raises NotFound, the same for one that is hidden."""
    view = visible(asked, identifier)
    if view is None and (dataset_id := asked.known(identifier)) is not None:
        view = visible(asked, dataset_id)
        if view is not None and package(asked, view)["id"] != identifier.lower():
            view = None
    if view is None:
        raise NotFound("Not found")
    return view


def visible(asked: Asked, dataset_id: str) -> DatasetView | None:
    """The dataset if the caller may know of it. Raises Unauthorized on a private portal."""
    call = asked.call
    try:
        return get_dataset(call.reader, call.domain, call.caller, dataset_id)
    except NotFound:
        return None


def package(asked: Asked, view: DatasetView) -> dict[str, Any]:
    """The package of a dataset, with every member that clients count on."""
    call, manifest = asked.call, view.manifest
    key = ("ckan", manifest.uid, manifest.revision, view.access.fingerprint, asked.root, call.domain)

    def make() -> dict[str, Any]:
        described = write(description_of(asked.root, call.domain, view))
        modified = described.get("metadata_modified")
        resources = [_resource(one, modified) for one in described["resources"]]
        return {**_EMPTY, "metadata_created": modified, **described, "resources": resources}

    made: dict[str, Any] = call.reader.results.get(key, make, lambda _: _CELLS)
    return made


_EMPTY: dict[str, Any] = {
    "author": None,
    "author_email": None,
    "creator_user_id": None,
    "extras": [],
    "groups": [],
    "isopen": False,
    "maintainer": None,
    "maintainer_email": None,
    "notes": None,
    "organization": None,
    "owner_org": None,
    "relationships_as_object": [],
    "relationships_as_subject": [],
    "tags": [],
    "url": None,
    "version": None,
}


def _resource(resource: dict[str, Any], created: Any) -> dict[str, Any]:
    empty = {"description": "", "format": "", "mimetype": None, "size": None, "hash": "", "url_type": None}
    table = resource.get("format", "").lower() == _TABLE and resource.get("resource_type") == "data"
    made = {"created": created, "metadata_modified": created, "last_modified": created}
    return {**empty, **made, **resource, "datastore_active": table}
