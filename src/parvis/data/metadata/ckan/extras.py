"""The extras of a package: texts by key, lists as JSON, under the names that the DCAT extension of CKAN reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import Json, compact, number, obj, objects, text, texts
from parvis.data.metadata.geometry import box_of, polygon
from parvis.data.metadata.parts import Contact, Period, Place
from parvis.data.metadata.vocabularies import codes

TEXTS: Mapping[str, str] = {
    "iri": "uri",
    "identifier": "identifier",
    "issued": "issued",
    "created": "created",
    "modified": "modified",
    "update_frequency": "frequency",
    "temporal_resolution": "temporal_resolution",
    "access_rights": "access_rights",
    "rights": "rights",
    "provenance": "provenance",
    "version_notes": "version_notes",
    "publisher_url": "publisher_url",
    "publisher_id": "publisher_identifier",
    "publisher_type": "publisher_type",
    "citation": "citation",
    "references": "references",
}
LISTS: Mapping[str, str] = {
    "other_ids": "alternate_identifier",
    "territory": "territory",
    "conforms_to": "conforms_to",
    "documentation": "documentation",
    "sources": "source",
    "relations": "related_resource",
    "hvd_categories": "hvd_category",
    "attributions": "attributions",
    "inspire_themes": "inspire_theme",
    "topics": "topic",
}
"""Members that are a text, and those that are a list, by the key of their extra."""
STANDARD = "ckan"
_THEMES = f"{codes.EU}data-theme/"


def extras(d: Description) -> list[dict[str, str]]:
    """The list of extras."""
    found: dict[str, Any] = {key: getattr(d, name) for name, key in TEXTS.items()}
    found |= {key: list(getattr(d, name)) for name, key in LISTS.items()}
    contact = d.contacts[0] if d.contacts else Contact()
    period = d.temporal[0] if d.temporal else Period()
    place = d.places[0] if d.places else Place()
    resolution = None if d.spatial_resolution is None else str(d.spatial_resolution)
    found |= {
        "language": d.language,
        "publisher_name": d.publisher,
        "contact_name": contact.name,
        "contact_email": contact.email,
        "contact_uri": contact.url,
        "temporal_start": period.start,
        "temporal_end": period.end,
        "spatial": polygon(d.bbox),
        "spatial_uri": place.iri,
        "spatial_text": place.label,
        "spatial_resolution_in_meters": resolution,
        "theme": [_THEMES + code for code in d.eu_themes],
    }
    kept = {key: value for key, value in obj(d.extras.get(STANDARD, {}).get("extras")).items() if key not in found}
    return [{"key": key, "value": _value(value)} for key, value in (*compact(found).items(), *kept.items())]


def _value(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def by_key(package: Json) -> dict[str, str]:
    """The extras of a package; those that a schema of CKAN has moved to its top count too."""
    known = {*TEXTS.values(), *LISTS.values(), *_OTHERS.split()}
    found = {key: value for key in known if (value := _stated(package.get(key))) is not None}
    listed = objects(package.get("extras"))
    return found | {k: v for e in listed if (k := text(e.get("key"))) and (v := _stated(e.get("value"))) is not None}


_OTHERS = (
    "language publisher_name contact_name contact_email contact_uri temporal_start temporal_end spatial spatial_uri "
    "spatial_text spatial_resolution_in_meters theme"
)


def _stated(value: Any) -> str | None:
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else text(value)


def without_home(found: Mapping[str, str]) -> dict[str, str]:
    """The extras that no member holds."""
    known = {*TEXTS.values(), *LISTS.values(), *_OTHERS.split()}
    return {key: value for key, value in found.items() if key not in known}


def members(found: Mapping[str, str]) -> dict[str, Any]:
    """Members of a description by name."""
    made: dict[str, Any] = {name: found.get(key) for name, key in TEXTS.items()}
    made |= {name: listed(found.get(key)) for name, key in LISTS.items()}
    contact = Contact(found.get("contact_name"), found.get("contact_email"), found.get("contact_uri"))
    period = Period(found.get("temporal_start"), found.get("temporal_end"))
    place = Place(found.get("spatial_text"), found.get("spatial_uri"))
    return made | {
        "language": stated.language(next(iter(listed(found.get("language"))), None)),
        "contacts": (contact,) if contact != Contact() else (),
        "temporal": (period,) if period != Period() else (),
        "places": (place,) if place != Place() else (),
        "bbox": box_of(found.get("spatial")),
        "spatial_resolution": number(found.get("spatial_resolution_in_meters")),
        "eu_themes": tuple(t.rsplit("/", 1)[-1] for t in listed(found.get("theme")) if t.startswith(_THEMES)),
        "hvd_categories": tuple(c.rsplit("/", 1)[-1] for c in made["hvd_categories"]),
    }


def listed(value: str | None) -> tuple[str, ...]:
    """The texts of a JSON list, or the one text."""
    if value is None:
        return ()
    try:
        return texts(orjson.loads(value)) if value.startswith("[") else (value,)
    except orjson.JSONDecodeError:
        return (value,)
