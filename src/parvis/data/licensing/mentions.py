"""Licences and restrictions mentioned inside longer texts, and names with a typing error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from parvis.data.licensing.facts import Permission, Precision
from parvis.data.licensing.index import Hit, Index, index
from parvis.data.licensing.keys import is_version
from parvis.data.licensing.registry import Registry

_NON_COMMERCIAL = re.compile(
    r"\b(?:non ?commercial\w*|no commercial use|pas d (?:utilisation|usage) commercia\w+|nicht ?kommerziell\w*"
    r"|(?:utilisation|usage|reutilisation) commercial\w* (?:interdite?|non autorisee?|exclue?))\b"
)
_CLOSED = re.compile(r"\b(?:tous droits reserves|all rights reserved|alle rechte vorbehalten|usage interne)\b")
# One of these stands in every restriction: most texts are done with after a glance.
_HINT = re.compile("commerc|kommerz|droits|rights|rechte|interne")
_SHORTEST_TITLE = 12
_SHORTEST_WORD = 5
_MOST_WORDS = 12
# Names that a letter apart would confuse: never corrected.
_NEVER = frozenset({"odbl", "pddl", "dbcl", "iodl", "nlod", "gfdl"})


def mentioned(found: Index, tokens: Sequence[str]) -> list[Hit]:
    """Entries whose names stand in the words, the longest names first taken, in order, each once."""
    hits: dict[str, Hit] = {}
    passed = 0
    for position, token in enumerate(tokens):
        lengths = found.mentions.get(token)
        if lengths is not None and position >= passed:
            length, hit = _longest(found, tokens, position, lengths)
            if hit is not None:
                hits.setdefault(hit.license_id, hit)
            passed = position + length
    return list(hits.values())


def _longest(found: Index, tokens: Sequence[str], position: int, lengths: tuple[int, ...]) -> tuple[int, Hit | None]:
    for length in lengths:
        if position + length > len(tokens):
            continue
        hit = found.words.get(" ".join(tokens[position : position + length]))
        # A version that follows the name and that no entry has is another licence.
        after = tokens[position + length : position + length + 1]
        if hit is not None and not _another_version(hit, tokens[position + length - 1], after):
            return length, hit
    return 1, None


def _another_version(hit: Hit, last: str, after: Sequence[str]) -> bool:
    """Whether a version not of the registry follows: ``licence ouverte 3`` is not version unknown."""
    return bool(after) and is_version(after[0]) and not is_version(last)


def restriction(registry: Registry, words: str, license_id: str | None) -> str | None:
    """The stricter entry that the words state against a licence; None when they agree with it."""
    if _HINT.search(words) is None:
        return None
    permitted = registry.get(license_id) if license_id else None
    if _NON_COMMERCIAL.search(words) and (permitted is None or permitted.commercial in _PERMITTED):
        return "LicenseRef-other-nc"
    if _CLOSED.search(words) and (permitted is None or permitted.redistribution in _PERMITTED):
        return "LicenseRef-proprietary"
    return None


_PERMITTED = (Permission.YES, Permission.ASSUMED, Permission.CONDITIONAL)


def corrected(registry: Registry, tokens: Sequence[str]) -> str | None:
    """The words with each unknown long word replaced by the only known word one letter away; None when none is.

    Digits, short words and the abbreviations of licences are never touched: a letter apart is another licence.
    """
    if len(tokens) > _MOST_WORDS or sum(map(len, tokens)) < _SHORTEST_TITLE:
        return None
    changed = [_closest(registry, token) for token in tokens]
    return " ".join(changed) if changed != list(tokens) else None


@lru_cache(maxsize=64)
def _vocabulary(registry: Registry) -> dict[str, frozenset[str]]:
    """Long words of the names by themselves and by each form that lacks one letter."""
    words = {word for key in index(registry).words for word in key.split(" ") if _correctable(word)}
    table: dict[str, set[str]] = {}
    for word in words:
        for form in (word, *_shortened(word)):
            table.setdefault(form, set()).add(word)
    return {form: frozenset(found) for form, found in table.items()}


@lru_cache(maxsize=16_384)
def _closest(registry: Registry, token: str) -> str:
    vocabulary = _vocabulary(registry)
    if not _correctable(token) or token in vocabulary.get(token, ()):
        return token
    lacking = vocabulary.get(token, frozenset())
    doubled = frozenset(form for form in _shortened(token) if form in vocabulary.get(form, ()))
    mistyped = frozenset().union(*(vocabulary.get(form, frozenset()) for form in _shortened(token)))
    near = lacking or doubled or mistyped
    return next(iter(near)) if len(near) == 1 else token


def _correctable(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD and word.isalpha() and word not in _NEVER


def _shortened(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def degraded(hit: Hit) -> Hit:
    """A hit of a corrected name: assumed at best."""
    return Hit(hit.license_id, Precision.ASSUMED, hit.candidates) if hit.precision is Precision.EXACT else hit


def other_versions(found: Index, tokens: Sequence[str]) -> tuple[str, ...]:
    """Entries of the same name under other versions."""
    if not tokens or not any(is_version(token) for token in tokens):
        return ()
    return found.families.get(" ".join(token for token in tokens if not is_version(token)), ())
