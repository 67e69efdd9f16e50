"""Resources: the files of a dataset."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import InvalidParameter, NotFound
from parvis.data.odsql.text import QueryText
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.packages import listed, package, visible

SEARCHED = 2_000
_FIELDS = ("name", "description", "format", "url", "hash", "mimetype", "resource_type", "id")


def resource_show(asked: Asked) -> dict[str, Any]:
    """One file, by its identifier (`id`)."""
    return of_identifier(asked, asked.required("id"))[1]


def resource_search(asked: Asked) -> dict[str, Any]:
    """Files by the text of their members: `query` is `format:csv`, or a list of such terms, which all hold."""
    terms = [_term(text) for text in _queries(asked)]
    views, total = listed(asked, QueryText(order_by="dataset_id", limit=SEARCHED))
    if total > SEARCHED:
        message = f"Files are looked for one by one, in at most {SEARCHED} datasets; there are {total}."
        raise InvalidParameter(message, hint="use package_search with fq=res_format:…", params={"parameter": "query"})
    found = []
    for view in views:
        asked.call.cancel.check()
        found += [one for one in package(asked, view)["resources"] if all(_has(one, *term) for term in terms)]
    offset = asked.number("offset", 0)
    order = asked.text("order_by")
    if order in _FIELDS:
        found.sort(key=lambda one: str(one.get(order, "")))
    return {"count": len(found), "results": found[offset : offset + asked.number("limit", 1_000, most=10_000)]}


def of_identifier(asked: Asked, identifier: str) -> tuple[DatasetView, dict[str, Any]]:
    """A file and its dataset. Raises NotFound, the same for a dataset that is hidden."""
    dataset_id = asked.known(identifier)
    view = None if dataset_id is None else visible(asked, dataset_id)
    if view is not None:
        for resource in package(asked, view)["resources"]:
            if resource["id"] == identifier.lower():
                return view, resource
    raise NotFound("Not found")


def _queries(asked: Asked) -> list[str]:
    value = asked.values.get("query")
    found = asked.list("query") if isinstance(value, list) or str(value or "").startswith("[") else [str(value or "")]
    if not any(found):
        raise InvalidParameter("Missing value", params={"parameter": "query"})
    return found


def _term(text: str) -> tuple[str, str]:
    field, colon, value = text.partition(":")
    if not colon or field.strip() not in _FIELDS:
        message = f"The term {text[:60]!r} is not field:text."
        raise InvalidParameter(message, hint=f"fields: {', '.join(_FIELDS)}", params={"parameter": "query"})
    return field.strip(), value.strip().casefold()


def _has(resource: dict[str, Any], field: str, value: str) -> bool:
    return value in str(resource.get(field) or "").casefold()
