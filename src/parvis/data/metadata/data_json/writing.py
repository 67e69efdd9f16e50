"""A description as a dataset of data.json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import compact, dumped
from parvis.data.metadata.geometry import polygon
from parvis.data.metadata.parts import Contact, Distribution
from parvis.data.metadata.prose import plain

STANDARD = "data-json"
VERSION = "https://project-open-data.cio.gov/v1.1/schema"
LEVELS = {"PUBLIC": "public", "RESTRICTED": "restricted public", "NON_PUBLIC": "non-public"}


def write(description: Description) -> bytes:
    """A catalog of this dataset."""
    return dumped(catalog([dataset(description)]))


def catalog(datasets: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The document of these datasets."""
    return {
        "@context": f"{VERSION}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": VERSION,
        "describedBy": f"{VERSION}/catalog.json",
        "dataset": list(datasets),
    }


def dataset(d: Description) -> dict[str, Any]:
    """One dataset. What the standard wants and nobody stated is said of the title or the portal."""
    found = {
        **d.extras.get(STANDARD, {}),
        "@type": "dcat:Dataset",
        "identifier": d.identifier or stated.identity(d),
        "title": d.title,
        "description": plain(d.description) or d.title,
        "keyword": list(d.keyword) or [stated.slug(d.title) or "data"],
        "modified": d.modified or d.metadata_modified or d.issued or "R/P1Y",
        "publisher": compact({"@type": "org:Organization", "name": d.publisher or stated.portal(d) or "-"}),
        "contactPoint": _contact(d),
        "accessLevel": LEVELS.get(d.access_rights or "PUBLIC", "restricted public"),
        "rights": d.rights,
        "license": stated.license_address(d),
        "landingPage": d.landing_page,
        "issued": d.issued,
        "accrualPeriodicity": stated.frequency(d, "repeat"),
        "language": [d.language] if d.language else None,
        "theme": list(d.theme),
        "spatial": polygon(d.bbox) or (", ".join(d.territory) or None),
        "temporal": _period(d),
        "conformsTo": d.conforms_to[0] if d.conforms_to else None,
        "references": [url for url in (*d.documentation, *(d.references or "").split()) if _address(url)],
        "distribution": [distribution(file) for file in d.distributions],
    }
    return compact(found)


def distribution(file: Distribution) -> dict[str, Any]:
    """One file; a service has an address of access only."""
    direct = file.role != "api"
    return compact(
        {
            "@type": "dcat:Distribution",
            "title": file.title,
            "description": file.description,
            "format": file.format,
            "mediaType": (stated.media_type(file) or "application/octet-stream") if direct else None,
            "downloadURL": file.url if direct else None,
            "accessURL": file.access_url if direct else file.url,
            "conformsTo": file.conforms_to,
        }
    )


def _contact(d: Description) -> dict[str, Any]:
    asked = d.contacts[0] if d.contacts else Contact()
    name = asked.name or asked.email or d.publisher or stated.portal(d) or "-"
    email = f"mailto:{asked.email}" if asked.email else None
    return compact({"@type": "vcard:Contact", "fn": name, "hasEmail": email, "hasURL": asked.url})


def _period(d: Description) -> str | None:
    whole = next((p for p in d.temporal if p.start and p.end), None)
    return f"{whole.start}/{whole.end}" if whole else None


def _address(text: str) -> bool:
    return text.startswith(("http://", "https://"))
