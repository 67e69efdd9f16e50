"""The schema.org dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.data.metadata.dialect import Dialect
from parvis.data.metadata.schema_org.reading import dataset_of, read
from parvis.data.metadata.schema_org.writing import STANDARD, write

COMMON: Mapping[str, str] = {
    "iri": "`@id`",
    "title": "`name`",
    "description": "`description`, as plain text of 5,000 characters at most",
    "landing_page": "`url`",
    "identifier": "`identifier`, the first",
    "other_ids": "`sameAs` (addresses), `identifier` after the first (others)",
    "creators": "`creator`",
    "contributors": "`contributor`",
    "publisher": "`publisher.name`",
    "publisher_url": "`publisher.url`",
    "publisher_id": "`publisher.identifier`",
    "contacts": "`publisher.contactPoint`",
    "issued": "`datePublished`",
    "created": "`dateCreated`",
    "modified": "`dateModified`",
    "metadata_modified": "`sdDatePublished`",
    "language": "`inLanguage`",
    "temporal": "`temporalCoverage`, `start/end`",
    "bbox": "`spatialCoverage.geo.box`",
    "territory": "`spatialCoverage`, an AdministrativeArea",
    "places": "`spatialCoverage`, a Place",
    "access_rights": "`conditionsOfAccess`, `isAccessibleForFree`",
    "rights": "`usageInfo`",
    "sources": "`isBasedOn`",
    "documentation": "`subjectOf`",
    "version": "`version`",
    "citation": "`creditText`",
    "keyword": "`keywords`",
}
FILES: Mapping[str, str] = {
    "url": "`contentUrl`",
    "id": "`identifier`",
    "title": "`name`",
    "description": "`description`",
    "access_url": "`url`",
    "format": "`encodingFormat`",
    "media_type": "`encodingFormat`",
    "size": "`contentSize`",
    "checksum": "`sha256`",
    "algorithm": "`sha256`",
    "license_url": "`license`",
    "issued": "`datePublished`",
    "modified": "`dateModified`",
}


def recognise(document: Any) -> bool:
    """A Dataset with the context of schema.org."""
    found = dataset_of(document) if isinstance(document, Mapping) else None
    return found is not None and "schema.org" in str(document.get("@context"))[:2_000]


SCHEMA_ORG = Dialect(
    name=STANDARD,
    title="schema.org Dataset",
    standard="https://schema.org/Dataset",
    media_type="application/ld+json",
    extension="jsonld",
    members={
        **COMMON,
        "theme": "`about`",
        "license": "`license.name`",
        "license_url": "`license.url`",
        "distributions": "`distribution`, the first 20 files of data",
        "fields": "`variableMeasured`",
    },
    files=FILES,
    lossy=frozenset({"description", "fields", "distributions"}),
    write=write,
    read=read,
    recognise=recognise,
)
