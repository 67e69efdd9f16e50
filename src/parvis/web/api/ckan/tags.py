"""Tags, which are the keywords."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import NotFound
from parvis.core.words import fold
from parvis.data.metadata.stated import uuid_of
from parvis.data.odsql.text import QueryText
from parvis.data.odsql.writing import literal
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.names import Named, named
from parvis.web.api.ckan.packages import MOST, listed, package


def tag_list(asked: Asked) -> list[Any]:
    """Keywords: their names, or all of them (`query`, `all_fields`). There are no vocabularies (`vocabulary_id`)."""
    found = _found(asked, asked.text("query"))
    return [_object(one) for one in found] if asked.flag("all_fields") else [one.name for one in found]


def tag_search(asked: Asked) -> dict[str, Any]:
    """Keywords that contain a text (`query`, `limit`, `offset`)."""
    found = _found(asked, asked.text("query", "q"))
    offset = asked.number("offset", 0)
    kept = found[offset : offset + asked.number("limit", MOST, most=25_000)]
    return {"count": len(found), "results": [_object(one) for one in kept]}


def tag_autocomplete(asked: Asked) -> list[str]:
    """Names of keywords that contain a text (`query`, `limit`)."""
    return [one.name for one in _found(asked, asked.text("query", "q"))[: asked.number("limit", 10, most=1_000)]]


def tag_show(asked: Asked) -> dict[str, Any]:
    """One keyword, by its name or identifier (`id`), with its datasets when asked (`include_datasets`)."""
    wanted = asked.required("id")
    known = named(asked, "tags")
    one = known.get(wanted) or next((t for t in known.values() if _identifier(t) == wanted.lower()), None)
    if one is None:
        raise NotFound("Not found")
    if not asked.flag("include_datasets"):
        return _object(one)
    values = ", ".join(literal(value) for value in one.values)
    views, _ = listed(asked, QueryText(where=(f"keyword in ({values})",), limit=MOST))
    return _object(one) | {"packages": [package(asked, view) for view in views]}


def _found(asked: Asked, words: str | None) -> list[Named]:
    if asked.text("vocabulary_id"):
        raise NotFound("Not found")
    part = fold(words or "")
    found = (one for one in named(asked, "tags").values() if part in fold(one.name) or part in fold(one.title))
    return sorted(found, key=lambda one: one.name)


def _identifier(one: Named) -> str:
    return uuid_of(f"tag/{one.name}")


def _object(one: Named) -> dict[str, Any]:
    return {"id": _identifier(one), "name": one.name, "display_name": one.title, "vocabulary_id": None}
