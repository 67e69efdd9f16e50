"""What a client asks of a site before anything else: whether it may be read, what it is, its licences."""

from __future__ import annotations

from typing import Any

from parvis import __version__
from parvis.data.licensing.facts import Kind, License, OpenDefinition, Openness
from parvis.data.licensing.registry import licenses
from parvis.web.api.ckan.asking import Asked
from parvis.web.api.ckan.names import license_key

# The version whose read actions these are.
SPOKEN = "2.11.0"
_CONFORMANT = (OpenDefinition.CONFORMANT, OpenDefinition.RECOMMENDED)


def site_read(asked: Asked) -> bool:
    """Whether the caller may read the portal."""
    call = asked.call
    call.reader.require_catalog(call.domain, call.caller)
    return True


def status_show(asked: Asked) -> dict[str, Any]:
    """The portal, and the version of CKAN whose read actions it speaks."""
    domain = asked.call.domain
    return {
        "ckan_version": SPOKEN,
        "parvis_version": __version__,
        "site_title": domain.title,
        "site_description": domain.tagline,
        "site_url": asked.root,
        "error_emails_to": None,
        "locale_default": domain.language,
        "extensions": ["datastore"],
    }


def license_list(asked: Asked) -> list[dict[str, Any]]:
    """Every licence that the portal recognises, under the identifiers that packages state."""
    found = {license_key(entry): _license(entry) for entry in reversed(licenses()) if entry.kind is not Kind.CATEGORY}
    return list(reversed(found.values()))


def _license(entry: License) -> dict[str, Any]:
    conformant = "approved" if entry.open_definition in _CONFORMANT else "not reviewed"
    return {
        "id": license_key(entry),
        "title": entry.name.en,
        "url": entry.page or "",
        "status": "active",
        "family": entry.family.value,
        "is_generic": entry.kind is not Kind.LICENSE,
        "is_okd_compliant": entry.open is Openness.OPEN,
        "is_osi_compliant": False,
        "od_conformance": conformant,
        "osd_conformance": "not reviewed",
        "domain_content": entry.contents_covered,
        "domain_data": not entry.for_software,
        "domain_software": entry.for_software,
        "maintainer": "",
    }


def nothing(asked: Asked) -> list[Any]:
    """An empty list: the portal has none."""
    return []
