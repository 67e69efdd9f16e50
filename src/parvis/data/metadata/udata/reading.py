"""A udata dataset as a description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.data.licensing.registry import registry
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
    whole,
)
from parvis.data.metadata.geometry import box_of
from parvis.data.metadata.parts import Contact, Distribution, Period
from parvis.data.metadata.prose import marked_up
from parvis.data.metadata.udata.writing import STANDARD, TYPES

_ROLES = {type_: role for role, type_ in TYPES.items()} | {"main": "data", "update": "data", "other": "alternative"}
_KNOWN = (
    "id slug title description description_short tags license frequency organization owner contact_points "
    "temporal_coverage spatial schema page uri created_at last_modified last_update badges harvest extras resources "
    "access_type private archived deleted featured internal metrics quality self_web_url self_api_url "
    "community_resources"
)


def read(content: bytes) -> Description:
    """The dataset of a document. Raises UnreadableMetadata."""
    found = json_object(content)
    if not recognise(found):
        raise UnreadableMetadata("The document is not a udata dataset.")
    harvest, own = obj(found.get("harvest")), obj(found.get("extras"))
    publisher = obj(found.get("organization"))
    period = obj(found.get("temporal_coverage"))
    covered = Period(text(period.get("start")), text(period.get("end")))
    return Description(
        title=text(found.get("title")) or "",
        description=marked_up(text(found.get("description"))),
        name=text(found.get("slug")),
        iri=text(harvest.get("uri")) or text(found.get("uri")) or text(found.get("self_api_url")),
        identifier=text(harvest.get("dct_identifier")) or text(found.get("id")),
        landing_page=text(found.get("page")) or text(found.get("self_web_url")),
        keyword=texts(found.get("tags")),
        **_license(text(found.get("license")), own),
        language=text(own.get("language")),
        update_frequency=_frequency(text(found.get("frequency"))),
        publisher=text(publisher.get("name")),
        publisher_url=text(publisher.get("page")),
        publisher_id=text(publisher.get("business_number_id")),
        contacts=tuple(c for value in objects(found.get("contact_points")) if (c := _contact(value))),
        temporal=(covered,) if covered != Period() else (),
        bbox=box_of(obj(found.get("spatial")).get("geom")),
        conforms_to=texts(obj(found.get("schema")).get("url")),
        created=text(harvest.get("created_at")),
        issued=text(harvest.get("issued_at")) or text(found.get("created_at")),
        modified=text(harvest.get("modified_at")) or text(found.get("last_update")),
        metadata_modified=text(found.get("last_modified")),
        access_rights="RESTRICTED" if text(found.get("access_type")) == "restricted" else "PUBLIC",
        distributions=tuple(f for r in objects(found.get("resources")) if (f := _read_resource(r))),
        extras=unknown(found, _KNOWN.split(), STANDARD),
    )


def recognise(document: Any) -> bool:
    """Resources, with members that only udata has."""
    if not isinstance(document, Mapping) or not isinstance(document.get("resources"), list):
        return False
    own = {"frequency", "slug", "last_update", "temporal_coverage", "organization", "access_type"}
    return "notes" not in document and len(own & set(document)) >= 2


def _license(identifier: str | None, own: Json) -> dict[str, Any]:
    """The title that was stated, else that of the licence with this identifier."""
    title, url = text(own.get("license_title")), text(own.get("license_url"))
    if title or url:
        return stated.license_names(title, url)
    entry = next((e for e in registry() if identifier in e.identifiers.udata), None)
    if entry is None or identifier in (None, "notspecified"):
        return {}
    return {"license": entry.name.fr, "license_url": entry.page}


def _frequency(code: str | None) -> str | None:
    return None if code in (None, "unknown") else stated.frequency_read(code)


def _contact(found: Json) -> Contact | None:
    made = Contact(text(found.get("name")), text(found.get("email")), text(found.get("contact_form")))
    return made if made != Contact() else None


def _read_resource(found: Json) -> Distribution | None:
    url = text(found.get("url")) or text(found.get("latest"))
    if url is None:
        return None
    checksum, own = obj(found.get("checksum")), obj(found.get("extras"))
    value, algorithm = text(checksum.get("value")), (text(checksum.get("type")) or "").lower()
    known = value if algorithm in ("sha256", "sha1", "md5") else None
    role = text(own.get("role"))
    return Distribution(
        url=url,
        title=text(found.get("title")),
        description=text(found.get("description")),
        access_url=text(own.get("access_url")),
        format=(text(found.get("format")) or "").lower() or None,
        media_type=text(found.get("mime")),
        size=whole(found.get("filesize")),
        checksum=known,
        algorithm=algorithm if known else None,
        license_url=text(own.get("license_url")),
        issued=text(found.get("created_at")),
        modified=text(found.get("last_modified")),
        conforms_to=text(obj(found.get("schema")).get("url")),
        role=role if role in TYPES else _ROLES.get(text(found.get("type")) or "", "data"),
    )
