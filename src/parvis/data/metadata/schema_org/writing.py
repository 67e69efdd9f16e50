"""A description as a schema.org Dataset."""

from __future__ import annotations

from typing import Any

from parvis.core.fields import Field
from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import compact, dumped
from parvis.data.metadata.parts import Agent, Contact, Distribution, Period
from parvis.data.metadata.prose import plain
from parvis.data.metadata.schema_org.places import places

CONTEXT = "https://schema.org/"
STANDARD = "schema-org"
LONGEST = 5_000
MOST_FILES = 20


def write(description: Description) -> bytes:
    """The document."""
    return dumped(dataset(description))


def dataset(description: Description) -> dict[str, Any]:
    """The JSON-LD object. Files beyond the twentieth, which readers do not look at, are left out."""
    d = description
    files = [file for file in d.distributions if file.role in ("data", "alternative")]
    return compact(
        {
            **d.extras.get(STANDARD, {}),
            "@context": CONTEXT,
            "@type": "Dataset",
            **common(d),
            "about": [{"@type": "Thing", "name": name} for name in d.theme],
            "keywords": list(d.keyword),
            "license": _license(d),
            "distribution": [download(file) for file in files[:MOST_FILES]],
            "variableMeasured": [_variable(field) for field in d.fields],
        }
    )


def common(d: Description) -> dict[str, Any]:
    """What this dialect and Croissant say alike."""
    root = stated.portal(d)
    return {
        "@id": d.iri,
        "name": d.title,
        "description": (plain(d.description) or d.title)[:LONGEST],
        "url": d.landing_page,
        "identifier": list(dict.fromkeys(i for i in (d.identifier, *_identifiers(d)) if i)),
        "sameAs": [other for other in d.other_ids if _is_address(other)],
        "creator": [agent(a) for a in d.creators],
        "contributor": [agent(a) for a in d.contributors],
        "publisher": _publisher(d),
        "datePublished": d.issued,
        "dateCreated": d.created,
        "dateModified": d.modified,
        "sdDatePublished": d.metadata_modified,
        "inLanguage": d.language,
        "temporalCoverage": [period(p) for p in d.temporal],
        "spatialCoverage": places(d),
        "isAccessibleForFree": True if d.access_rights == "PUBLIC" else None,
        "conditionsOfAccess": d.access_rights,
        "usageInfo": d.rights,
        "isBasedOn": list(d.sources),
        "subjectOf": [{"@type": "CreativeWork", "url": url} for url in d.documentation],
        "version": d.version,
        "creditText": d.citation,
        "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{root}/explore/"} if root else None,
    }


def download(file: Distribution) -> dict[str, Any]:
    """One file."""
    return compact(
        {
            "@type": "DataDownload",
            "@id": file.url,
            "identifier": file.id,
            "name": file.title,
            "description": file.description,
            "contentUrl": file.url,
            "url": file.access_url,
            "encodingFormat": file.media_type or file.format,
            "contentSize": f"{file.size} B" if file.size is not None else None,
            "sha256": file.checksum if file.algorithm == "sha256" else None,
            "license": file.license_url,
            "datePublished": file.issued,
            "dateModified": file.modified,
        }
    )


def agent(found: Agent) -> dict[str, Any]:
    """A person or body, whichever: only its name tells."""
    return compact(
        {
            "@type": "Organization",
            "name": found.name,
            "url": found.url,
            "email": found.email,
            "identifier": found.identifier,
        }
    )


def period(covered: Period) -> str:
    """``start/end``, with two full stops for an open end."""
    return f"{covered.start or '..'}/{covered.end or '..'}"


def _publisher(d: Description) -> dict[str, Any] | None:
    if not d.publisher and not d.contacts:
        return None
    return compact(
        {
            "@type": "Organization",
            "name": d.publisher,
            "url": d.publisher_url,
            "identifier": d.publisher_id,
            "contactPoint": [_contact(c) for c in d.contacts],
        }
    )


def _contact(asked: Contact) -> dict[str, Any]:
    return compact({"@type": "ContactPoint", "name": asked.name, "email": asked.email, "url": asked.url})


def _license(d: Description) -> Any:
    """Name and address where both are stated; else what there is."""
    url = stated.license_address(d)
    return {"@type": "CreativeWork", "name": d.license, "url": url} if d.license and url else url or d.license


def _variable(field: Field) -> dict[str, Any]:
    """A column, by its label."""
    return compact(
        {
            "@type": "PropertyValue",
            "name": field.label or field.name,
            "alternateName": field.name if field.label else None,
            "description": field.description,
            "unitText": field.unit,
        }
    )


def _identifiers(d: Description) -> list[str]:
    return [other for other in d.other_ids if not _is_address(other)]


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))
