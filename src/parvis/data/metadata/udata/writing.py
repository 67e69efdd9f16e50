"""A description as a udata dataset."""

from __future__ import annotations

import hashlib
from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import compact, dumped
from parvis.data.metadata.geometry import multipolygon
from parvis.data.metadata.parts import Contact, Distribution
from parvis.data.metadata.prose import plain

STANDARD = "udata"
TYPES = {"data": "main", "documentation": "documentation", "alternative": "other", "api": "api"}
_SHORT, _LONG, _TITLE, _TAG = 200, 100_000, 350, 96


def write(description: Description) -> bytes:
    """The document."""
    return dumped(dataset(description))


def dataset(d: Description) -> dict[str, Any]:
    """The dataset object."""
    text = plain(d.description) or d.title
    private = d.access_rights == "RESTRICTED"
    found = {
        **d.extras.get(STANDARD, {}),
        "id": _object_id(stated.identity(d)),
        "slug": d.name,
        "title": d.title[:_TITLE],
        "description": text[:_LONG],
        "description_short": text[:_SHORT],
        "tags": list(dict.fromkeys(t for word in (*d.keyword, *d.theme) if (t := stated.slug(word)[:_TAG]))),
        "license": _license(d),
        "frequency": stated.frequency(d, "udata") or "unknown",
        "organization": _organization(d),
        "contact_points": [_contact(c) for c in d.contacts],
        "temporal_coverage": _period(d),
        "spatial": _spatial(d),
        "schema": {"url": d.conforms_to[0]} if d.conforms_to else None,
        "page": d.landing_page,
        "uri": d.iri,
        "created_at": d.issued or d.created,
        "last_modified": d.metadata_modified,
        "last_update": d.modified,
        "badges": [{"kind": "hvd"}] if d.hvd_categories else None,
        "harvest": compact(
            {
                "dct_identifier": d.identifier,
                "uri": d.iri,
                "created_at": d.created,
                "issued_at": d.issued,
                "modified_at": d.modified,
            }
        ),
        "extras": compact({"license_title": d.license, "license_url": d.license_url, "language": d.language}),
        "access_type": "restricted" if private else "open",
    }
    resources = [resource(file) for file in d.distributions]
    state = {"private": False, "archived": None, "deleted": None, "featured": False}
    return compact(found) | {"resources": resources} | state


def resource(file: Distribution) -> dict[str, Any]:
    """One file."""
    checksum = {"type": file.algorithm, "value": file.checksum} if file.checksum else None
    return compact(
        {
            "id": stated.uuid_of(file.url),
            "title": file.title or file.id or file.format,
            "description": file.description,
            "type": TYPES.get(file.role, "other"),
            "filetype": "remote",
            "url": file.url,
            "latest": file.url,
            "format": file.format,
            "mime": file.media_type,
            "filesize": file.size,
            "checksum": checksum,
            "schema": {"url": file.conforms_to} if file.conforms_to else None,
            "created_at": file.issued,
            "last_modified": file.modified,
            "extras": compact({"access_url": file.access_url, "license_url": file.license_url, "role": file.role}),
        }
    )


def _object_id(text: str) -> str:
    """Twenty-four hexadecimal digits, as identifiers are there."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _license(d: Description) -> str:
    entry = stated.license_entry(d)
    return entry.identifiers.udata[0] if entry is not None and entry.identifiers.udata else "notspecified"


def _organization(d: Description) -> dict[str, Any] | None:
    if not d.publisher:
        return None
    return compact(
        {
            "id": _object_id(f"{stated.portal(d) or ''}/organization/{d.publisher}"),
            "class": "Organization",
            "name": d.publisher,
            "slug": stated.slug(d.publisher),
            "page": d.publisher_url,
            "business_number_id": d.publisher_id,
        }
    )


def _contact(asked: Contact) -> dict[str, Any]:
    found = {"name": asked.name, "email": asked.email, "contact_form": asked.url}
    return compact(found | {"role": "contact"})


def _period(d: Description) -> dict[str, Any] | None:
    return compact({"start": d.temporal[0].start, "end": d.temporal[0].end}) if d.temporal else None


def _spatial(d: Description) -> dict[str, Any] | None:
    return {"geom": multipolygon(d.bbox), "zones": [], "granularity": "other"} if d.bbox else None
