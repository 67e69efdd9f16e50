"""The address of the text of a licence stated by name."""

from __future__ import annotations

from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import registry


def license_url(name: str) -> str | None:
    """Address to open for the licence stated under this name; None if unknown or ambiguous.

    A name without version leads to the newest text, which portals mean.
    """
    known = registry()
    found = normalize(name, known)
    if found.license_id is None:
        return None
    entry = known.get(found.license_id)
    return entry.page or (known.get(entry.versions[0]).page if entry.versions else None)
