"""A description as a record of OGC API – Records (OGC 20-004): a GeoJSON feature. Only written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import compact
from parvis.data.metadata.geometry import ring
from parvis.data.metadata.prose import plain

CLASS = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"
_EU_THEMES = "http://publications.europa.eu/resource/authority/data-theme"
_INSPIRE_THEMES = "http://inspire.ec.europa.eu/theme"
_ENCLOSED = ("data", "alternative")


def record(description: Description, id_: str, links: list[dict[str, Any]]) -> dict[str, Any]:
    """The record of a dataset; ``links`` are those of the server, before the links to its files."""
    d = description
    box = d.bbox
    return {
        "type": "Feature",
        "id": id_,
        "conformsTo": [CLASS],
        "geometry": {"type": "Polygon", "coordinates": [ring(*box)]} if box else None,
        "time": _time(d),
        "properties": _properties(d),
        "links": [*links, *_links(d)],
    }


def _properties(d: Description) -> dict[str, Any]:
    language = stated.language(d.language)
    return compact(
        {
            "type": "dataset",
            "title": d.title,
            "description": plain(d.description),
            "keywords": list(d.keyword),
            "language": {"code": language} if language else None,
            "created": stated.instant(d.issued or d.created),
            "updated": stated.instant(d.metadata_modified),
            "externalIds": [{"value": value} for value in (d.identifier, *d.other_ids) if value],
            "themes": list(_themes(d)),
            "formats": [{"name": name} for name in dict.fromkeys(f.format for f in d.distributions if f.format)],
            "contacts": list(_contacts(d)),
            "license": _license(d),
            "rights": d.rights,
        }
    )


def _themes(d: Description) -> Iterator[dict[str, Any]]:
    for scheme, codes in ((_EU_THEMES, d.eu_themes), (_INSPIRE_THEMES, d.inspire_themes)):
        if codes:
            yield {"scheme": scheme, "concepts": [{"id": code} for code in codes]}
    if d.theme:
        yield {"scheme": f"{stated.portal(d) or ''}/explore/", "concepts": [{"id": name} for name in d.theme]}


def _contacts(d: Description) -> Iterator[dict[str, Any]]:
    if d.publisher:
        yield compact({"organization": d.publisher, "roles": ["publisher"], "links": _about(d.publisher_url)})
    for contact in d.contacts:
        name = contact.name or contact.email or contact.url
        emails = [{"value": contact.email}] if contact.email else None
        yield compact({"name": name, "emails": emails, "roles": ["pointOfContact"], "links": _about(contact.url)})
    for creator in d.creators:
        yield compact({"name": creator.name, "roles": ["author"], "links": _about(creator.url)})


def _about(url: str | None) -> list[dict[str, Any]] | None:
    return [{"href": url, "rel": "about", "type": "text/html"}] if url else None


def _license(d: Description) -> str | None:
    """The SPDX identifier, else ``other`` with a link."""
    entry = stated.license_entry(d)
    if entry is not None and entry.identifiers.spdx:
        return str(entry.identifiers.spdx[0])
    return "other" if d.license or d.license_url else None


def _time(d: Description) -> dict[str, Any] | None:
    if not d.temporal:
        return None
    period = d.temporal[0]
    return compact({"interval": [period.start or "..", period.end or ".."], "resolution": d.temporal_resolution})


def _links(d: Description) -> Iterator[dict[str, Any]]:
    address = stated.license_address(d)
    if address:
        yield compact({"href": address, "rel": "license", "title": d.license})
    for file in d.distributions:
        rel = "enclosure" if file.role in _ENCLOSED else "service" if file.role == "api" else "describedby"
        size = {"length": file.size} if file.size else {}
        yield compact({"href": file.url, "rel": rel, "type": file.media_type, "title": file.title, **size})
