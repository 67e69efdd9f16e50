"""A dataset of data.json as a description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.data_json.writing import LEVELS, STANDARD
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
from parvis.data.metadata.geometry import box_of
from parvis.data.metadata.parts import Contact, Distribution, Period
from parvis.data.metadata.prose import marked_up

_RIGHTS = {level: right for right, level in LEVELS.items()}
_KNOWN = (
    "@type identifier title description keyword modified publisher contactPoint accessLevel rights license landingPage "
    "issued accrualPeriodicity language theme spatial temporal conformsTo references distribution"
)


def read(content: bytes) -> Description:
    """The dataset of a document: itself, or the only one of a catalog. Raises UnreadableMetadata."""
    document = json_object(content)
    listed = objects(document.get("dataset") or [])
    if len(listed) > 1:
        message = f"The catalog holds {len(listed):,} datasets; a description is one."
        raise UnreadableMetadata(message, hint="give one object of its `dataset`")
    found = listed[0] if listed else document
    if not _is_dataset(found):
        raise UnreadableMetadata("The document holds no dataset of data.json.")
    return read_dataset(found)


def read_dataset(found: Json) -> Description:
    """One dataset of a catalog."""
    publisher = obj(found.get("publisher"))
    spatial = text(found.get("spatial"))
    bbox = box_of(found.get("spatial"))
    period = _period(text(found.get("temporal")))
    contact = _contact(obj(found.get("contactPoint")))
    return Description(
        identifier=text(found.get("identifier")),
        title=text(found.get("title")) or "",
        description=marked_up(text(found.get("description"))),
        keyword=texts(found.get("keyword") or []),
        modified=text(found.get("modified")),
        publisher=text(publisher.get("name")),
        contacts=(contact,) if contact != Contact() else (),
        access_rights=_RIGHTS.get(text(found.get("accessLevel")) or ""),
        rights=text(found.get("rights")),
        **stated.license_names(text(found.get("license")), None),
        landing_page=text(found.get("landingPage")),
        issued=text(found.get("issued")),
        update_frequency=stated.frequency_read(text(found.get("accrualPeriodicity"))),
        language=stated.language(next(iter(texts(found.get("language"))), None)),
        theme=texts(found.get("theme")),
        bbox=bbox,
        territory=(spatial,) if spatial and bbox is None else (),
        temporal=(period,) if period else (),
        conforms_to=texts(found.get("conformsTo")),
        documentation=texts(found.get("references")),
        distributions=tuple(f for r in objects(found.get("distribution")) if (f := _read_distribution(r))),
        extras=unknown(found, _KNOWN.split(), STANDARD),
    )


def recognise(document: Any) -> bool:
    """A catalog of the version, or a dataset with a level of access."""
    if not isinstance(document, Mapping):
        return False
    catalog = "project-open-data" in (text(document.get("conformsTo")) or "")
    return (catalog and isinstance(document.get("dataset"), list)) or _is_dataset(document)


def _is_dataset(found: Json) -> bool:
    return "accessLevel" in found or "contactPoint" in found


def _contact(found: Json) -> Contact:
    email = text(found.get("hasEmail"))
    return Contact(text(found.get("fn")), email.removeprefix("mailto:") if email else None, text(found.get("hasURL")))


def _period(said: str | None) -> Period | None:
    start, _, end = (said or "").partition("/")
    return Period(start.strip(), end.strip()) if start.strip() and end.strip() else None


def _read_distribution(found: Json) -> Distribution | None:
    download, access = text(found.get("downloadURL")), text(found.get("accessURL"))
    url = download or access
    if url is None:
        return None
    media_type, named = text(found.get("mediaType")), text(found.get("format"))
    return Distribution(
        url=url,
        title=text(found.get("title")),
        description=text(found.get("description")),
        access_url=access if download else None,
        format=stated.format_name(named, media_type),
        media_type=media_type,
        conforms_to=text(found.get("conformsTo")),
        role="data" if download else "api",
    )
