"""Datasets whose names look like an address that leads nowhere."""

from __future__ import annotations

from parvis.core.errors import ParvisError
from parvis.core.words import words
from parvis.data.serving import catalog
from parvis.web.portal.pages.cards import Card, card
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit

NEAR = 3


def near(visit: Visit, dataset_id: str) -> tuple[Card, ...]:
    """A few datasets found by the words of the identifier; none when the search fails, for an error page must not."""
    asked = Selection(q=" ".join(word for word in words(dataset_id[:100]) if word.isalpha()))
    if not asked.q:
        return ()
    try:
        found = catalog.search(visit.reader, visit.domain, visit.caller, asked.text(limit=NEAR, lang=visit.language))
    except ParvisError:
        return ()
    return tuple(card(view, visit.language) for view in found.views)
