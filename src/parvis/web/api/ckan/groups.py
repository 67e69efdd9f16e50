"""Organisations, which are the publishers, and groups, which are the themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import NotFound
from parvis.data.odsql.text import QueryText
from parvis.data.odsql.writing import literal
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.names import FACETS, Named, group_id, named, organization_id
from parvis.web.api.ckan.packages import MOST, listed, package

_SORTS = ("name", "title", "package_count")


@dataclass(frozen=True, slots=True)
class _Kind:
    """Organisations or groups: their facet, and the identifier of one of a root."""

    facet: str
    type: str
    identifier: Callable[[str, str], str]


_ORGANIZATION = _Kind("organization", "organization", organization_id)
_GROUP = _Kind("groups", "group", lambda root, theme: group_id(theme))


def organization_list(asked: Asked) -> list[Any]:
    """Publishers: their names, or all of them (`all_fields`, `organizations`, `sort`, `limit`, `offset`)."""
    return _list(asked, _ORGANIZATION, asked.list("organizations"))


def organization_show(asked: Asked) -> dict[str, Any]:
    """One publisher, by its name or identifier (`id`), with its datasets when asked (`include_datasets`)."""
    return _show(asked, _ORGANIZATION)


def group_list(asked: Asked) -> list[Any]:
    """Themes: their names, or all of them (`all_fields`, `groups`, `sort`, `limit`, `offset`)."""
    return _list(asked, _GROUP, asked.list("groups"))


def group_show(asked: Asked) -> dict[str, Any]:
    """One theme, by its name or identifier (`id`), with its datasets when asked (`include_datasets`)."""
    return _show(asked, _GROUP)


def group_package_show(asked: Asked) -> list[dict[str, Any]]:
    """The datasets of a theme (`id`, `limit`)."""
    return _packages(asked, _GROUP, _one(asked, _GROUP), asked.number("limit", MOST, most=MOST))


def _list(asked: Asked, kind: _Kind, wanted: list[str]) -> list[Any]:
    found = [one for one in named(asked, kind.facet).values() if not wanted or one.name in wanted]
    name, _, way = (asked.text("sort", "order_by") or "title asc").partition(" ")
    by = name if name in _SORTS else "title"
    found.sort(key=lambda one: _place(one, by), reverse=way.strip().lower() == "desc")
    offset = asked.number("offset", 0)
    kept = found[offset : offset + asked.number("limit", MOST, most=25_000)]
    return [_object(asked, kind, one) for one in kept] if asked.flag("all_fields") else [one.name for one in kept]


def _place(one: Named, by: str) -> Any:
    return one.count if by == "package_count" else one.name if by == "name" else (one.title.casefold(), one.name)


def _one(asked: Asked, kind: _Kind) -> Named:
    """The one that `id` names. Raises NotFound."""
    wanted = asked.required("id")
    known: Mapping[str, Named] = named(asked, kind.facet)
    if wanted in known:
        return known[wanted]
    for one in known.values():
        if any(kind.identifier(asked.root, value) == wanted.lower() for value in one.values):
            return one
    raise NotFound("Not found")


def _show(asked: Asked, kind: _Kind) -> dict[str, Any]:
    one = _one(asked, kind)
    found = _object(asked, kind, one) | {"users": [], "groups": [], "extras": [], "tags": []}
    if asked.flag("include_datasets"):
        found["packages"] = _packages(asked, kind, one, MOST)
    return found


def _packages(asked: Asked, kind: _Kind, one: Named, limit: int) -> list[dict[str, Any]]:
    column, _ = FACETS[kind.facet]
    values = ", ".join(literal(value) for value in one.values)
    text = QueryText(where=(f"{column} in ({values})",), order_by="metadata_processed desc", limit=limit)
    views, _total = listed(asked, text)
    return [package(asked, view) for view in views]


def _object(asked: Asked, kind: _Kind, one: Named) -> dict[str, Any]:
    return {
        "id": kind.identifier(asked.root, one.values[0]),
        "name": one.name,
        "title": one.title,
        "display_name": one.title,
        "description": "",
        "image_url": "",
        "image_display_url": "",
        "type": kind.type,
        "is_organization": kind is _ORGANIZATION,
        "approval_status": "approved",
        "state": "active",
        "package_count": one.count,
        "num_followers": 0,
    }
