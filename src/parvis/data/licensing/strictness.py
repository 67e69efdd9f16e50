"""Which of several licences binds most."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.data.licensing.facts import Attribution, License, Permission, ShareAlike
from parvis.data.licensing.registry import Registry

_FREEDOM = {
    Permission.NO: 0,
    Permission.VERBATIM_NON_COMMERCIAL: 1,
    Permission.NON_COMMERCIAL: 2,
    Permission.VERBATIM: 3,
    Permission.PER_TEXT: 4,
    Permission.UNKNOWN: 4,
    Permission.CONDITIONAL: 5,
    Permission.ASSUMED: 6,
    Permission.YES: 7,
}


def strictest_first(registry: Registry, identifiers: Iterable[str]) -> tuple[str, ...]:
    """The identifiers, each once, from the licence that permits least to the one that permits most."""
    return tuple(sorted(dict.fromkeys(identifiers), key=lambda identifier: _freedom(registry.get(identifier))))


def _freedom(entry: License) -> tuple[int, int, int, bool, bool]:
    return (
        _FREEDOM[entry.redistribution],
        _FREEDOM[entry.commercial],
        _FREEDOM[entry.derivatives],
        entry.share_alike is ShareAlike.NONE,
        entry.attribution is Attribution.NONE,
    )
