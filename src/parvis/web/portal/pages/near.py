"""Datasets whose names look like an address that leads nowhere."""

from __future__ import annotations

from parvis.core.errors import ParvisError
from parvis.core.words import words
from parvis.data.serving import catalog
from parvis.web.portal.pages.cards import Card, card
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.visit import Visit

NEAR = 3
LONG = 4


def near(visit: Visit, dataset_id: str) -> tuple[Card, ...]:
    """A few datasets found by the words of an address, else by its last long word.

    None when the search fails, for an error page must not.
    """
    typed = [word for word in words(dataset_id[-100:]) if word.isalpha()]
    long = [word for word in typed if len(word) >= LONG]
    for asked in dict.fromkeys((" ".join(typed), *long[-1:])):
        found = search(visit, asked) if asked else ()
        if found:
            return found
    return ()


def search(visit: Visit, asked: str) -> tuple[Card, ...]:
    """The first datasets that have all the words."""
    text = Selection(q=asked).text(limit=NEAR, lang=visit.language)
    try:
        views = catalog.search(visit.reader, visit.domain, visit.caller, text).views
    except ParvisError:
        return ()
    return tuple(card(view, visit.language) for view in views)
