"""The names that CKAN gives to publishers, themes, keywords and licences, and the values that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from parvis.data.licensing.facts import License, Openness
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import registry
from parvis.data.metadata.ckan.writing import tag_name
from parvis.data.metadata.stated import slug, uuid_of
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.web.api.ckan.asking import Asked

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Named:
    """Something by which datasets are told apart: its name in CKAN, the values it stands for, how many have it."""

    name: str
    title: str
    values: tuple[str, ...]
    count: int


def named(asked: Asked, facet: str, text: QueryText | None = None) -> dict[str, Named]:
    """What a facet of CKAN counts among the datasets of a query, else among all, by name; the most frequent first."""
    call = asked.call
    field, name_of = FACETS[facet]
    wanted = (f'facet(name="{field}", limit={MOST})',)
    where = () if text is None else text.where
    query = QueryText(where=where, facet=wanted, lang=call.domain.language)
    groups = catalog.facets(call.reader, call.domain, call.caller, query, cancel=call.cancel)
    found: dict[str, Named] = {}
    for value in (value for group in groups for value in group.values):
        name = name_of(value.path)
        known = found.get(name)
        values, count = ((*known.values, value.path), known.count) if known else ((value.path,), 0)
        found[name] = Named(name, known.title if known else value.path, values, count + (value.count or 0))
    return found


def publishers(asked: Asked) -> list[str]:
    """Every publisher of the catalog."""
    return [value for one in named(asked, "organization").values() for value in one.values]


def organization_id(root: str, publisher: str) -> str:
    """The identifier of an organisation, as packages state it."""
    return uuid_of(f"{root}/organization/{publisher}")


def group_id(theme: str) -> str:
    """The identifier of a group, as packages state it."""
    return uuid_of(f"group/{theme}")


def license_name(value: str) -> str:
    """The identifier of a licence, as packages state it."""
    found = registry().by_id.get(normalize(value).license_id or "")
    return (slug(value) or "notspecified") if found is None else license_key(found)


def license_key(entry: License) -> str:
    """The identifier of a licence of the registry: that of CKAN, of SPDX, or ours."""
    return next(iter((*entry.identifiers.ckan, *entry.identifiers.spdx)), entry.id)


def is_open(value: str) -> bool:
    """Whether the licence of this name is open."""
    entry = registry().by_id.get(normalize(value).license_id or "")
    return entry is not None and entry.open is Openness.OPEN


FACETS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "organization": ("publisher", slug),
    "groups": ("theme", slug),
    "tags": ("keyword", tag_name),
    "license_id": ("license", license_name),
}
"""By facet of CKAN: that of the catalog, and how its values are named."""
