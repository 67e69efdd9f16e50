"""The reference of the API, made from its OpenAPI document: a page that lists operations, and a page each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from typing import Any

from django.urls import reverse

from parvis.core.errors import NotFound
from parvis.web.api.explore_v21.openapi import document
from parvis.web.portal.pages.snippets import Snippet, snippets
from parvis.web.portal.visit import Visit

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OperationLink:
    """An operation in the list."""

    id: str
    method: str
    path: str
    summary: str
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: ``place`` is path or query; ``values`` what it may be, when they are few."""

    name: str
    place: str
    type: str
    default: str
    values: tuple[str, ...]
    description: str
    repeats: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Response:
    """What comes back under a status; ``members`` are those of the object, name, type and text."""

    status: str
    text: str
    media: str
    members: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """All the operations; the one shown is None on the list."""

    title: str
    version: str
    contract: str
    operations: tuple[OperationLink, ...]
    operation: OperationLink | None
    parameters: tuple[Parameter, ...]
    responses: tuple[Response, ...]
    examples: tuple[Snippet, ...]


def reference_page(visit: Visit, operation_id: str | None) -> ReferencePage:
    """The page of an operation, or the list. Raises NotFound."""
    contract = document(visit.host)
    root = contract["servers"][0]["url"]
    links = tuple(operations(contract, operation_id))
    shown = next((link for link in links if link.current), None)
    if operation_id is not None and shown is None:
        raise NotFound(f"There is no operation {operation_id[:60]}.")
    asked = contract["paths"][shown.path][shown.method.lower()] if shown else {}
    listed = tuple(parameters(contract, asked))
    return ReferencePage(
        title=contract["info"]["title"],
        version=contract["info"]["version"],
        contract=f"{root}/swagger.json",
        operations=links,
        operation=shown,
        parameters=listed,
        responses=tuple(responses(contract, asked)),
        examples=snippets(root + filled(contract, asked, shown.path), []) if shown else (),
    )


def operations(contract: Json, current: str | None) -> Iterator[OperationLink]:
    """The operations of a contract, in its order."""
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            id_ = operation["operationId"]
            address = reverse("portal:api-operation", args=[id_])
            yield OperationLink(id_, method.upper(), path, operation["summary"], address, id_ == current)


def parameters(contract: Json, operation: Json) -> Iterator[Parameter]:
    """The parameters of an operation."""
    for stated in operation.get("parameters", ()):
        one = resolved(contract, stated)
        schema = one.get("schema", {})
        item = schema.get("items", schema)
        yield Parameter(
            name=one["name"],
            place=one["in"],
            type=type_of(item),
            default=written(item.get("default")),
            values=tuple(map(written, item.get("enum", ()))),
            description=one.get("description", ""),
            repeats=schema.get("type") == "array",
            required=bool(one.get("required")),
        )


def responses(contract: Json, operation: Json) -> Iterator[Response]:
    """The answers of an operation, by status."""
    for status, stated in operation.get("responses", {}).items():
        one = resolved(contract, stated)
        contents: Json = one.get("content", {})
        media = next(iter(contents), "")
        schema = resolved(contract, contents.get(media, {}).get("schema", {}))
        members = schema.get("properties", {})
        listed = tuple((n, type_of(resolved(contract, m)), m.get("description", "")) for n, m in members.items())
        yield Response(status, one.get("description", ""), media, listed)


def resolved(contract: Json, stated: Json) -> Json:
    """What a reference stands for; anything else is itself."""
    found = stated
    for _step in range(5):
        if "$ref" not in found:
            break
        found = reduce(getitem, found["$ref"].removeprefix("#/").split("/"), contract)
    return found


def type_of(schema: Json) -> str:
    """The type of a schema in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    kinds = schema.get("type", "any")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)


def written(value: Any) -> str:
    """A value of the contract as JSON writes it, texts without quotes."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def filled(contract: Json, operation: Json, path: str) -> str:
    """The path with the examples of its parameters."""
    for stated in operation.get("parameters", ()):
        one = resolved(contract, stated)
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(one.get("example", one["name"])))
    return path
