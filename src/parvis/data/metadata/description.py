"""The neutral description of a dataset: what a curator states, before any dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from typing import Any

from parvis.core.fields import Field
from parvis.data.metadata.parts import Agent, Contact, Distribution, Period, Place


@dataclass(frozen=True, slots=True)
class Description:
    """Metadata of one dataset. Texts are in the dataset's main language; ``description`` is safe HTML.

    ``license`` is the name as stated (``license_url`` its address). Instants are ISO 8601 texts.
    ``bbox`` is (west, south, east, north), computed at ingest. ``templates`` holds the other metadata of
    the Explore templates by template then name (``dcat``, ``inspire``, ``semantic``, ``custom``);
    ``translations`` holds language variants by language then name.

    ``name`` is the identifier of people, ``identifier`` and ``iri`` those that never change. ``update_frequency``
    is as stated. ``eu_themes`` are codes of the EU list
    (``TRAN``), ``inspire_themes`` of INSPIRE (``tn``), ``topics`` of ISO 19115, ``hvd_categories`` of the list of
    high-value categories (``c_b79e35eb``). ``fields`` are the columns where a document states them. ``extras``
    keeps by standard what has no member here, so that it can be written back.
    """

    title: str = ""
    description: str | None = None
    publisher: str | None = None
    license: str | None = None
    license_url: str | None = None
    language: str | None = None
    timezone: str | None = None
    theme: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    references: str | None = None
    territory: tuple[str, ...] = ()
    update_frequency: str | None = None
    created: str | None = None
    modified: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    name: str | None = None
    identifier: str | None = None
    iri: str | None = None
    other_ids: tuple[str, ...] = ()
    landing_page: str | None = None
    publisher_url: str | None = None
    publisher_id: str | None = None
    publisher_type: str | None = None
    creators: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    contacts: tuple[Contact, ...] = ()
    issued: str | None = None
    metadata_modified: str | None = None
    temporal: tuple[Period, ...] = ()
    temporal_resolution: str | None = None
    places: tuple[Place, ...] = ()
    spatial_resolution: float | None = None
    eu_themes: tuple[str, ...] = ()
    inspire_themes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    hvd_categories: tuple[str, ...] = ()
    access_rights: str | None = None
    rights: str | None = None
    conforms_to: tuple[str, ...] = ()
    documentation: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    provenance: str | None = None
    version: str | None = None
    version_notes: str | None = None
    citation: str | None = None
    distributions: tuple[Distribution, ...] = ()
    fields: tuple[Field, ...] = ()
    extras: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """A JSON object without empty members."""
        values = ((f.name, getattr(self, f.name)) for f in dataclass_fields(self))
        return {k: _plain(v) for k, v in values if v not in (None, (), {}, "")}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Description:
        """The inverse of :meth:`to_dict`; unknown members are ignored."""
        known = {f.name for f in dataclass_fields(cls)}
        kept: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        for name, part in _PARTS.items():
            if kept.get(name):
                kept[name] = tuple(part.from_dict(value) for value in kept[name])
        return cls(**kept)


_PARTS: Mapping[str, Any] = {
    "creators": Agent,
    "contributors": Agent,
    "contacts": Contact,
    "temporal": Period,
    "places": Place,
    "distributions": Distribution,
    "fields": Field,
}


def _plain(value: Any) -> Any:
    """Tuples stay tuples: JSON writes them as arrays."""
    if isinstance(value, tuple):
        return tuple(_plain(item) for item in value)
    return value.to_dict() if hasattr(value, "to_dict") else value
