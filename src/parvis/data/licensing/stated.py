"""The licence of a dataset from the two members in which descriptions state it."""

from __future__ import annotations

from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.normalized import Normalized

NOT_STATED = "LicenseRef-notspecified"


def stated(name: str | None, url: str | None = None) -> Normalized:
    """The licence that the name means, else the one that the address means."""
    found = normalize(name)
    if url and found.license_id in (None, NOT_STATED):
        by_address = normalize(url)
        return by_address if by_address.license_id else found
    return found
