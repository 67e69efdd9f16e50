"""What a reader may be looking for, from the first letters: datasets by title, values of facets by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parvis.core.words import words
from parvis.data.odsql.text import QueryText
from parvis.data.serving import catalog
from parvis.data.serving.access import Caller
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged

LONGEST = 100
MOST_WORDS = 8
DATASETS = 6
VALUES = 3
# Values beyond are found by searching, not by completing.
LISTED = 1000
DATASET = "dataset"
FACETS = ("theme", "publisher", "keyword", "territory")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line. ``kind`` is ``dataset`` or the name of a facet; ``id`` the dataset's identifier, or the facet's value.

    ``count`` is how many datasets have the value; None for a dataset.
    """

    kind: str
    id: str
    label: str
    count: int | None = None


def suggestions(reader: Reader, domain: DomainChanged, caller: Caller, text: str, language: str) -> list[Suggestion]:
    """At most six datasets, then at most three values of each facet; nothing for a text without letters or digits.

    Case, accents and small typing errors do not count; the last word may be a beginning. Raises Unauthorized on a
    private domain.
    """
    typed = words(text[:LONGEST])[:MOST_WORDS]
    if not typed:
        return []
    return [*datasets(reader, domain, caller, typed, language), *values(reader, domain, caller, typed)]


def datasets(
    reader: Reader, domain: DomainChanged, caller: Caller, typed: Sequence[str], language: str
) -> list[Suggestion]:
    """The datasets whose title has the words; with none, those where they are anywhere."""
    said = json.dumps(" ".join(typed))
    for where in (f"search(title, {said})", f"search({said})"):
        asked = QueryText(where=(where,), limit=DATASETS, lang=language)
        views = catalog.search(reader, domain, caller, asked).views
        named = [(view.manifest.id, view.manifest.description.title or view.manifest.id) for view in views]
        # A typing error is supposed only when nothing is written so.
        exact = [(id_, title) for id_, title in named if starts(typed, words(title))]
        if named:
            return [Suggestion(DATASET, id_, title) for id_, title in exact or named]
    return []


def values(reader: Reader, domain: DomainChanged, caller: Caller, typed: Sequence[str]) -> Iterator[Suggestion]:
    """The values of facets that have the words, the most used first."""
    asked = QueryText(facet=tuple(f'facet(name="{name}", limit={LISTED})' for name in FACETS))
    for group in catalog.facets(reader, domain, caller, asked):
        found = [value for value in group.values if matches(typed, words(value.path))]
        exact = [value for value in found if starts(typed, words(value.path))]
        # A typing error is supposed only when nothing is written so.
        for value in (exact or found)[:VALUES]:
            yield Suggestion(group.name, value.path, value.path, value.count)


def starts(typed: Sequence[str], held: Sequence[str]) -> bool:
    """Whether each word typed begins a word held."""
    return all(any(one.startswith(word) for one in held) for word in typed)


def matches(typed: Sequence[str], held: Sequence[str]) -> bool:
    """Whether each word typed begins a word held, give or take an error in words of four letters or more."""
    return all(any(is_near(word, one) for one in held) for word in typed)


def is_near(word: str, held: str) -> bool:
    """Whether ``held`` begins with ``word`` but for one letter added, missing, wrong, or two letters swapped."""
    if held.startswith(word):
        return True
    if len(word) < 4 or held[:1] != word[:1]:
        return False
    return any(one_error(word, held[:length]) for length in (len(word) - 1, len(word), len(word) + 1))


def one_error(one: str, other: str) -> bool:
    """Whether the two differ by one letter added, missing or wrong, or by two neighbours swapped."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = len(left) > 1 and len(right) > 1 and left[0] == right[1] and left[1] == right[0]
    return left[1:] == right or left == right[1:] or left[1:] == right[1:] or (swapped and left[2:] == right[2:])
