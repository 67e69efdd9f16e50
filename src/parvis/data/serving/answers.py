"""Published answers to questions about licences."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from parvis.core.errors import NotFound
from parvis.core.words import words
from parvis.data.serving.access import Caller
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and its answer. ``licenses`` are identifiers, ``published`` ISO 8601."""

    number: str
    question: str
    answer: str
    licenses: tuple[str, ...]
    language: str
    published: str


def answers(reader: Reader, domain: DomainChanged, caller: Caller, q: str = "") -> tuple[Answered, ...]:
    """The answers of a domain that have every word asked for (as a beginning), newest first. Raises Unauthorized."""
    reader.require_catalog(domain, caller)
    asked = words(q)
    found = [one for one in _all(reader, domain) if _has(one, asked)]
    return tuple(sorted(found, key=lambda one: (one.published, one.number), reverse=True))


def answered(reader: Reader, domain: DomainChanged, caller: Caller, number: str) -> Answered:
    """One answer. Raises NotFound, Unauthorized."""
    reader.require_catalog(domain, caller)
    found = next((one for one in _all(reader, domain) if one.number == number), None)
    if found is None:
        raise NotFound(f"There is no published answer {number[:40]}.")
    return found


def _all(reader: Reader, domain: DomainChanged) -> Iterator[Answered]:
    for (slug, number), key in reader.snapshot.answers.items():
        if slug == domain.slug:
            try:
                yield _read(reader.store.objects.local_path(key))
            except (OSError, ValueError, KeyError, TypeError):
                # It has been withdrawn a moment ago, or is damaged: the others still count.
                logger.warning("answer %s cannot be read", number)


@lru_cache(maxsize=1024)
def _read(path: Path) -> Answered:
    """The content of an object that never changes."""
    values: dict[str, Any] = orjson.loads(path.read_bytes())
    return Answered(
        values["number"],
        values["question"],
        values["answer"],
        tuple(values["licenses"]),
        values["language"],
        values["published"],
    )


def _has(one: Answered, asked: list[str]) -> bool:
    present = words(" ".join((one.number, one.question, one.answer, *one.licenses)))
    return all(any(have.startswith(want) for have in present) for want in asked)
