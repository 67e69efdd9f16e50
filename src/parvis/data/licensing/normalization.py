"""Free text, address or identifier of any catalog to the licence it means; a version is never guessed."""

from __future__ import annotations

from functools import lru_cache

from parvis.data.licensing import creative_commons, mentions, wording
from parvis.data.licensing.expressions import Expression, parse
from parvis.data.licensing.facts import License, Precision, Text
from parvis.data.licensing.index import Hit, Index, index
from parvis.data.licensing.keys import split_address, tokens, words_key
from parvis.data.licensing.looking_up import by_address, by_name
from parvis.data.licensing.normalized import (
    CLARITY,
    CONTRADICTION_COST,
    UNMAPPED_CLARITY,
    Flag,
    Match,
    Normalized,
)
from parvis.data.licensing.registry import Registry
from parvis.data.licensing.registry import registry as public_registry
from parvis.data.licensing.strictness import strictest_first

# Beyond, a text is the licence itself or an attack: only its beginning is read.
LONGEST = 10_000
_NOT_STATED = "LicenseRef-notspecified"
_STATUTORY = "LicenseRef-FR-CRPA-default"
_CATEGORY_OPEN = ("LicenseRef-other-open", "LicenseRef-other-at", "LicenseRef-other-pd")


def normalize(
    text: str | None,
    registry: Registry | None = None,
    *,
    platform: str | None = None,
    french_administration: bool = False,
) -> Normalized:
    """The licence that a text means, with how sure and why.

    ``platform`` (``opendatasoft``, ``udata``, ``ckan``) is where the text comes from, for names that mean different
    licences there. ``french_administration`` says that the publisher is one: an empty text then means the law itself.
    """
    known = registry or public_registry()
    raw = text or ""
    read = raw[:LONGEST]
    if not read.strip():
        return _empty(raw, french_administration)
    found = index(known)
    later = read.rstrip().endswith("+")
    if not later and (hit := by_name(found, read, platform)) is not None:
        return _single(raw, known, hit, wording.NAME)
    if (expression := parse(read)) is not None and (joined := _joined(raw, known, expression, platform)) is not None:
        return joined
    return _from_text(raw, read, known, found, platform)


def _empty(raw: str, french_administration: bool) -> Normalized:
    if french_administration:
        return Normalized(raw, _STATUTORY, Match.NONE, 0.0, wording.STATUTORY)
    return Normalized(raw, _NOT_STATED, Match.NONE, 0.0, wording.NOT_STATED)


def _single(raw: str, known: Registry, hit: Hit, where: Text, *flags: Flag) -> Normalized:
    license_id, match, confidence, why, candidates, own = _designated(known, hit, where)
    return Normalized(raw, license_id, match, confidence, why, candidates, flags=(*own, *flags))


@lru_cache(maxsize=4_096)
def _designated(
    known: Registry, hit: Hit, where: Text
) -> tuple[str, Match, float, Text, tuple[str, ...], tuple[Flag, ...]]:
    """What a hit says whatever the text: identifier, match, confidence, why, candidates, flags."""
    entry, match = known.get(hit.license_id), Match(hit.precision)
    clarity = 0 if entry.id == _NOT_STATED else CLARITY[match]
    why = wording.recognised(entry, hit.precision, where)
    return entry.id, match, clarity / 100, why, hit.candidates or entry.versions, _flags(entry)


def _flags(entry: License) -> tuple[Flag, ...]:
    if entry.for_software:
        return (Flag.SOFTWARE_LICENSE_ON_DATA,)
    return (Flag.OPEN_IS_CLAIMED,) if entry.id in _CATEGORY_OPEN else ()


def _joined(raw: str, known: Registry, expression: Expression, platform: str | None) -> Normalized | None:
    """The licences of an SPDX expression; None when one of its terms names none."""
    parts = [normalize(term, known, platform=platform) for term in expression.terms]
    identifiers = tuple(dict.fromkeys(part.license_id for part in parts if part.license_id))
    if len(parts) != sum(part.license_id is not None for part in parts):
        return None
    lowest = min(parts, key=lambda part: part.confidence)
    flags = tuple(dict.fromkeys((*expression.flags, *(flag for part in parts for flag in part.flags))))
    if len(identifiers) == 1:
        return Normalized(
            raw, identifiers[0], lowest.match, lowest.confidence, lowest.why, lowest.candidates, None, flags
        )
    operator = expression.operator
    why = wording.JOINED[operator] if operator else wording.SEVERAL
    return Normalized(raw, None, lowest.match, lowest.confidence, why, identifiers, operator, flags)


def _from_text(raw: str, read: str, known: Registry, found: Index, platform: str | None) -> Normalized:
    """The first address first, then the words around it."""
    address, around = split_address(read)
    by_url = by_address(found, address) if address else None
    words = tokens(around)
    line = " ".join(words)
    hits, where = _in_words(known, found, around, words, platform, addressed=address is not None)
    if by_url is not None:
        hits = [by_url, *(hit for hit in hits if hit.precision is not Precision.GENERIC)]
        where = wording.ADDRESS
    hits = _settled(known, hits)
    license_id = hits[0].license_id if len(hits) == 1 else None
    stricter = mentions.restriction(known, line, license_id) if hits else mentions.restriction(known, line, None)
    if stricter is not None and stricter not in {hit.license_id for hit in hits}:
        hits = [*hits, Hit(stricter, Precision.GENERIC)]
    return _verdict(raw, known, found, hits, where, contradicted=stricter is not None)


def _in_words(
    known: Registry, found: Index, around: str, words: list[str], platform: str | None, *, addressed: bool
) -> tuple[list[Hit], Text]:
    if not words:
        return [], wording.NAME
    if addressed and (whole := by_name(found, around, platform)) is not None:
        return [whole], wording.NAME
    line = " ".join(words)
    elements = creative_commons.read(line)
    named = [hit for hit in mentions.mentioned(found, words) if elements is None or not _is_commons(hit)]
    if elements is not None:
        return [elements, *named], wording.ELEMENTS
    if named:
        return named, wording.MENTION
    fixed = mentions.corrected(known, words)
    near = by_name(found, fixed, platform) if fixed else None
    return ([mentions.degraded(near)] if near else []), wording.CORRECTED


def _is_commons(hit: Hit) -> bool:
    return hit.license_id.removeprefix("LicenseRef-").startswith("CC-")


def _settled(known: Registry, hits: list[Hit]) -> list[Hit]:
    """Hits without those that another makes precise: an unknown version beside a known one, an assumption."""
    distinct = list({hit.license_id: hit for hit in reversed(hits)}.values())[::-1]
    by_id = {hit.license_id for hit in distinct}
    kept = [hit for hit in distinct if not by_id & set(known.get(hit.license_id).versions)]
    sure = {hit.license_id for hit in kept if hit.precision is Precision.EXACT}
    return [hit for hit in kept if hit.precision is Precision.EXACT or not sure & _siblings(known, hit.license_id)]


def _siblings(known: Registry, license_id: str) -> set[str]:
    """Other versions of the same licence."""
    return {v for entry in known if license_id in entry.versions for v in entry.versions} - {license_id}


def _verdict(
    raw: str, known: Registry, found: Index, hits: list[Hit], where: Text, *, contradicted: bool
) -> Normalized:
    if not hits:
        return _unmapped(raw, found)
    if len(hits) == 1:
        return _single(raw, known, hits[0], where)
    identifiers = strictest_first(known, (hit.license_id for hit in hits))
    weakest = max(hits, key=lambda hit: -CLARITY[Match(hit.precision)]) if not contradicted else hits[0]
    clarity = CLARITY[Match(weakest.precision)] - (CONTRADICTION_COST if contradicted else 0)
    why = wording.CONTRADICTION if contradicted else wording.SEVERAL
    flags = (Flag.CONTRADICTION,)
    return Normalized(raw, None, Match(weakest.precision), max(clarity, 0) / 100, why, identifiers, flags=flags)


def _unmapped(raw: str, found: Index) -> Normalized:
    """Nothing matched. The same name in other versions gives candidates, never an answer."""
    words = words_key(raw[:LONGEST])
    if words in found.ambiguous:
        return Normalized(
            raw,
            None,
            Match.NONE,
            UNMAPPED_CLARITY / 100,
            wording.SEVERAL,
            found.ambiguous[words],
            None,
            (Flag.UNMAPPED,),
        )
    near = mentions.other_versions(found, words.split(" "))
    why = wording.OTHER_VERSION if near else wording.UNMAPPED
    return Normalized(raw, None, Match.NONE, UNMAPPED_CLARITY / 100, why, near, None, (Flag.UNMAPPED,))
