"""The licence that a person means when a rule is asked about it by name."""

from __future__ import annotations

from parvis.data.licensing.facts import UnknownLicense
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.normalized import Match
from parvis.data.licensing.registry import registry

_NAMED = {Match.EXACT, Match.ASSUMED, Match.PLATFORM, Match.FAMILY, Match.GENERIC}


def identify(text: str) -> str:
    """Identifier of the licence of this identifier, name or address. Raises UnknownLicense when none or several fit."""
    if text in registry():
        return text
    found = normalize(text)
    if found.license_id is None or found.match not in _NAMED:
        hint = f"one of {', '.join(found.candidates)}" if found.candidates else "parvis license list shows them all"
        raise UnknownLicense(f"No licence is recognised in {text[:80]!r}.", hint=hint)
    return found.license_id
