"""A CKAN package as a description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.ckan.extras import STANDARD, by_key, members, without_home
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
from parvis.data.metadata.parts import Agent, Contact, Distribution
from parvis.data.metadata.prose import marked_up

_ROLES = ("data", "documentation", "alternative", "api")
_ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_"
_LENGTHS = {32: "md5", 40: "sha1", 64: "sha256"}


def read(content: bytes) -> Description:
    """The package of a document, bare or as the action API answers it. Raises UnreadableMetadata."""
    found = package_of(json_object(content))
    if found is None:
        raise UnreadableMetadata("The document holds no CKAN package.")
    extras = by_key(found)
    more = members(extras)
    publisher = obj(found.get("organization"))
    contact = Contact(text(found.get("maintainer")), text(found.get("maintainer_email")))
    author = text(found.get("author"))
    title, url = text(found.get("license_title")) or text(found.get("license_id")), text(found.get("license_url"))
    licence = {} if title == "notspecified" else stated.license_names(title, url)
    return Description(
        **{
            **more,
            **licence,
            "title": text(found.get("title")) or text(found.get("name")) or "",
            "description": marked_up(text(found.get("notes"))),
            "name": text(found.get("name")),
            "landing_page": text(found.get("url")),
            "version": text(found.get("version")),
            "publisher": text(publisher.get("title")) or extras.get("publisher_name"),
            "contacts": more["contacts"] or ((contact,) if contact != Contact() else ()),
            "creators": (Agent(author, email=text(found.get("author_email"))),) if author else (),
            "theme": _names(found.get("groups")),
            "keyword": _names(found.get("tags")),
            "issued": more["issued"] or text(found.get("metadata_created")),
            "modified": more["modified"] or text(found.get("metadata_modified")),
            "metadata_modified": text(found.get("metadata_modified")),
            "distributions": tuple(f for r in objects(found.get("resources")) if (f := _read_resource(r))),
            "extras": _kept(found, without_home(extras)),
        }
    )


def package_of(document: Json) -> Json | None:
    """The package of an answer; some sites answer a list of one."""
    found = obj(document.get("result")) if "result" in document else document
    return found if recognise(found) else None


def recognise(document: Any) -> bool:
    """A list of resources beside a name, with a member that only CKAN has; or the answer that holds such a package."""
    if not isinstance(document, Mapping):
        return False
    if "success" in document and "result" in document:
        return recognise(obj(document["result"]))
    own = {"owner_org", "num_resources", "license_id", "notes", "metadata_modified", "maintainer"}
    return isinstance(document.get("resources"), list) and "name" in document and bool(own & set(document))


_KNOWN = (
    "id name title notes url version author author_email maintainer maintainer_email license_id license_title "
    "license_url isopen metadata_created metadata_modified groups tags extras resources organization owner_org "
    "num_tags num_resources type state private"
)


def _kept(found: Json, extras: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What has no home, in the package and among its extras."""
    own = unknown(found, (*_KNOWN.split(), *by_key({**found, "extras": []})), STANDARD).get(STANDARD)
    kept = {name: value for name, value in (("package", own), ("extras", dict(extras))) if value}
    return unknown(kept, (), STANDARD)


def _names(value: Any) -> tuple[str, ...]:
    return texts([v.get("display_name") or v.get("title") or v.get("name") for v in objects(value)])


def _read_resource(found: Json) -> Distribution | None:
    url = text(found.get("download_url")) or text(found.get("url")) or text(found.get("access_url"))
    if url is None:
        return None
    named = text(found.get("format"))
    checksum = text(found.get("hash"))
    algorithm = (text(found.get("hash_algorithm")) or "").removeprefix(_ALGORITHM).lower().replace("-", "")
    known = algorithm or _LENGTHS.get(len(checksum or ""))
    role = text(found.get("resource_type"))
    return Distribution(
        url=url,
        title=text(found.get("name")),
        description=text(found.get("description")),
        access_url=text(found.get("access_url")),
        format=stated.format_name(named, text(found.get("mimetype"))),
        media_type=text(found.get("mimetype")),
        size=whole(found.get("size")),
        checksum=checksum if known else None,
        algorithm=known if checksum else None,
        license_url=text(found.get("license")),
        issued=text(found.get("issued")),
        modified=text(found.get("modified")) or text(found.get("last_modified")),
        conforms_to=text(found.get("conforms_to")),
        role=role if role in _ROLES else "data",
    )
