"""A description as a CKAN package."""

from __future__ import annotations

import re
from typing import Any

from parvis.data.licensing.facts import Openness
from parvis.data.metadata import stated
from parvis.data.metadata.ckan.extras import STANDARD, extras
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import compact, dumped, obj
from parvis.data.metadata.parts import Agent, Contact, Distribution
from parvis.data.metadata.prose import plain

_TAG = re.compile(r"[^\w .-]+")


def write(description: Description) -> bytes:
    """The answer that ``package_show`` gives."""
    help_ = f"{stated.portal(description) or ''}/api/3/action/help_show?name=package_show"
    return dumped({"help": help_, "success": True, "result": package(description)})


def package(d: Description) -> dict[str, Any]:
    """The package. Identifiers are made of the dataset's address: they never change."""
    author = d.creators[0] if d.creators else Agent("")
    maintainer = d.contacts[0] if d.contacts else Contact()
    identifier = stated.uuid_of(stated.identity(d))
    resources = [resource(file, identifier, place) for place, file in enumerate(d.distributions)]
    found = {
        **obj(d.extras.get(STANDARD, {}).get("package")),
        "id": identifier,
        "name": (d.name or stated.slug(d.title) or identifier)[:100],
        "title": d.title,
        "notes": plain(d.description),
        "url": d.landing_page,
        "version": d.version,
        "author": author.name,
        "author_email": author.email,
        "maintainer": maintainer.name,
        "maintainer_email": maintainer.email,
        **_license(d),
        "metadata_created": _bare(d.issued),
        "metadata_modified": _bare(d.metadata_modified or d.modified),
        "groups": [_group(name) for name in d.theme],
        "tags": [_tag(word) for word in d.keyword],
        "extras": extras(d),
        **_organization(d),
    }
    counts = {"num_tags": len(d.keyword), "num_resources": len(resources)}
    found = compact(found) | counts | {"resources": resources}
    return found | {"type": "dataset", "state": "active", "private": d.access_rights == "RESTRICTED"}


def resource(file: Distribution, package_id: str, position: int) -> dict[str, Any]:
    """One file of this package."""
    return compact(
        {
            "id": file_id(package_id, file.url),
            "package_id": package_id,
            "name": file.title,
            "description": file.description,
            "url": file.url,
            "access_url": file.access_url,
            "download_url": file.url if file.role != "api" else None,
            "format": file.format.upper() if file.format else None,
            "mimetype": file.media_type,
            "size": file.size,
            "hash": file.checksum,
            "hash_algorithm": file.algorithm if file.checksum else None,
            "license": file.license_url,
            "issued": file.issued,
            "modified": file.modified,
            "last_modified": _bare(file.modified),
            "conforms_to": file.conforms_to,
            "resource_type": file.role,
            "state": "active",
        }
    ) | {"position": position}


def file_id(package_id: str, address: str) -> str:
    """The UUID of a file: it begins as that of its package, so that it leads back to the dataset."""
    return package_id[:24] + stated.uuid_of(address)[24:]


def _license(d: Description) -> dict[str, Any]:
    entry = stated.license_entry(d)
    url = stated.license_address(d)
    if entry is None:
        name = stated.slug(d.license or "") or "notspecified"
        return {"license_id": name, "license_title": d.license, "license_url": url}
    identifiers = entry.identifiers
    known = next(iter((*identifiers.ckan, *identifiers.spdx)), entry.id)
    return {
        "license_id": known,
        "license_title": d.license or entry.name.en,
        "license_url": url,
        "isopen": entry.open is Openness.OPEN,
    }


def _organization(d: Description) -> dict[str, Any]:
    if not d.publisher:
        return {}
    identifier = stated.uuid_of(f"{stated.portal(d) or ''}/organization/{d.publisher}")
    organization = {
        "id": identifier,
        "name": stated.slug(d.publisher),
        "title": d.publisher,
        "type": "organization",
        "is_organization": True,
        "state": "active",
    }
    return {"owner_org": identifier, "organization": organization}


def _group(name: str) -> dict[str, Any]:
    return {"id": stated.uuid_of(f"group/{name}"), "name": stated.slug(name), "title": name, "display_name": name}


def tag_name(word: str) -> str:
    """A keyword in the characters that CKAN allows in a tag."""
    return " ".join(_TAG.sub(" ", word).split())[:100] or "-"


def _tag(word: str) -> dict[str, Any]:
    """A tag: its name has the characters that CKAN allows, the other is for people."""
    return {"name": tag_name(word), "display_name": word, "state": "active"}


def _bare(moment: str | None) -> str | None:
    """An instant without its offset, as CKAN writes those of UTC."""
    return re.sub(r"(?:Z|\+00:00)$", "", moment) if moment else None
