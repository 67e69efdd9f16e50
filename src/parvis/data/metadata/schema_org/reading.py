"""A schema.org Dataset as a description."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import (
    Json,
    UnreadableMetadata,
    json_object,
    obj,
    objects,
    text,
    texts,
    unknown,
)
from parvis.data.metadata.parts import Agent, Contact, Distribution, Period
from parvis.data.metadata.prose import marked_up
from parvis.data.metadata.schema_org.places import read_places
from parvis.data.metadata.schema_org.writing import STANDARD

_SIZE = re.compile(r"([0-9]{1,18}(?:\.[0-9]+)?)\s*([kKMGT]?i?)(?:B|bytes|octets|o)?")
_POWERS = {"": 1, "k": 1_000, "m": 1_000**2, "g": 1_000**3, "t": 1_000**4}
_POWERS |= {f"{unit}i": 1_024**power for power, unit in enumerate("kmgt", 1)}
_MEMBERS = (
    "@context @type @id name description url identifier sameAs creator author contributor publisher datePublished "
    "dateCreated dateModified sdDatePublished inLanguage temporalCoverage spatialCoverage isAccessibleForFree "
    "conditionsOfAccess usageInfo isBasedOn subjectOf version creditText includedInDataCatalog about keywords license "
    "distribution variableMeasured"
)
KNOWN = frozenset(_MEMBERS.split())


def read(content: bytes) -> Description:
    """The dataset of a document, also one among the nodes of a graph. Raises UnreadableMetadata."""
    found = dataset_of(json_object(content))
    if found is None:
        raise UnreadableMetadata("The document holds no schema.org Dataset.")
    return replace(
        read_common(found),
        theme=tuple(name for thing in objects(found.get("about")) if (name := text(thing.get("name")))),
        distributions=tuple(f for d in objects(found.get("distribution")) if (f := read_download(d))),
        extras=unknown(found, KNOWN, STANDARD),
    )


def dataset_of(document: Json) -> Json | None:
    """The first node that is a Dataset."""
    nodes = [document, *objects(document.get("@graph") or []), *objects(document.get("mainEntity") or [])]
    return next((node for node in nodes if is_dataset(node)), None)


def is_dataset(node: Json) -> bool:
    """Whether a node is a Dataset, under any spelling of its type."""
    return any(re.split(r"[:/#]", kind)[-1] == "Dataset" for kind in texts(node.get("@type")))


def read_common(found: Json) -> Description:
    """What this dialect and Croissant say alike."""
    publisher = obj(found.get("publisher"))
    identifiers = texts(found.get("identifier"))
    access = text(found.get("conditionsOfAccess"))
    free = found.get("isAccessibleForFree") is True
    return Description(
        title=text(found.get("name")) or "",
        description=marked_up(text(found.get("description"))),
        iri=text(found.get("@id")),
        landing_page=text(found.get("url")),
        identifier=next(iter(identifiers), None),
        other_ids=tuple(dict.fromkeys((*identifiers[1:], *texts(found.get("sameAs"))))),
        creators=agents(found.get("creator") or found.get("author")),
        contributors=agents(found.get("contributor")),
        publisher=text(publisher.get("name")) or _bare(found.get("publisher")),
        publisher_url=text(publisher.get("url")),
        publisher_id=text(publisher.get("identifier")),
        contacts=tuple(c for value in objects(publisher.get("contactPoint")) if (c := _contact(value))),
        issued=text(found.get("datePublished")),
        created=text(found.get("dateCreated")),
        modified=text(found.get("dateModified")),
        metadata_modified=text(found.get("sdDatePublished")),
        language=stated.language(text(found.get("inLanguage"))),
        temporal=tuple(p for value in texts(found.get("temporalCoverage")) if (p := _period(value))),
        access_rights=access or ("PUBLIC" if free else None),
        rights=text(found.get("usageInfo")),
        sources=_addresses(found.get("isBasedOn")),
        documentation=_addresses(found.get("subjectOf")),
        version=text(found.get("version")),
        citation=text(found.get("creditText")),
        keyword=keywords(found.get("keywords")),
        **read_places(found.get("spatialCoverage")),
        **_license(found.get("license")),
    )


def read_download(found: Json) -> Distribution | None:
    """One file; None without an address."""
    url = text(found.get("contentUrl")) or text(found.get("url")) or text(found.get("@id"))
    if url is None:
        return None
    encoding = text(found.get("encodingFormat"))
    media_type = encoding if encoding and "/" in encoding and not encoding.startswith("http") else None
    checksum = text(found.get("sha256"))
    return Distribution(
        url=url,
        id=text(found.get("identifier")),
        title=text(found.get("name")),
        description=text(found.get("description")),
        access_url=text(found.get("url")) if found.get("contentUrl") else None,
        format=stated.format_name(encoding if encoding != media_type else None, media_type),
        media_type=media_type,
        size=size(text(found.get("contentSize"))),
        checksum=checksum,
        algorithm="sha256" if checksum else None,
        license_url=text(found.get("license")),
        issued=text(found.get("datePublished")),
        modified=text(found.get("dateModified")),
    )


def size(stated_size: str | None) -> int | None:
    """Bytes of ``1204 B``, ``1.2 MB`` or ``3 KiB``."""
    match = _SIZE.fullmatch((stated_size or "").strip())
    return None if match is None else round(float(match.group(1)) * _POWERS[match.group(2).lower()])


def agents(value: Any) -> tuple[Agent, ...]:
    """People and bodies, also stated by name alone."""
    parts = value if isinstance(value, list) else [value]
    return tuple(found for part in parts if (found := _agent(part)) is not None)


def keywords(value: Any) -> tuple[str, ...]:
    """Words of a list, of terms, or of one text with commas."""
    if isinstance(value, str):
        return texts(value.split(","))
    parts = value if isinstance(value, list) else [value]
    return texts([part.get("name") if isinstance(part, dict) else part for part in parts])


def _agent(value: Any) -> Agent | None:
    found = obj(value)
    name = text(found.get("name")) or _bare(value)
    if name is None:
        return None
    return Agent(name, text(found.get("url")), text(found.get("email")), text(found.get("identifier")))


def _contact(found: Json) -> Contact | None:
    made = Contact(text(found.get("name")), text(found.get("email")), text(found.get("url")))
    return made if made != Contact() else None


def _period(covered: str) -> Period | None:
    start, _, end = covered.partition("/")
    made = Period(*(None if part in ("", "..") else part for part in (start.strip(), (end or start).strip())))
    return made if made != Period() else None


def _license(value: Any) -> dict[str, Any]:
    found = obj(value)
    if found:
        return stated.license_names(text(found.get("name")), text(found.get("url")) or text(found.get("@id")))
    return stated.license_names(text(value), None)


def _addresses(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else [value]
    return texts([part.get("url") or part.get("@id") if isinstance(part, dict) else part for part in parts])


def _bare(value: Any) -> str | None:
    return text(value) if isinstance(value, str) else None
