"""Look-up tables of a registry: every name, identifier and address to the entry it designates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from parvis.data.licensing.facts import Alias, Kind, License, Precision
from parvis.data.licensing.keys import address_key, is_address, is_version, surface_key, words_key
from parvis.data.licensing.registry import LicenseCollision, Registry

_RANK = {Precision.EXACT: 0, Precision.ASSUMED: 1, Precision.PLATFORM: 2, Precision.FAMILY: 3, Precision.GENERIC: 4}
_BY_KIND = {
    Kind.UNVERSIONED: Precision.FAMILY,
    Kind.CATEGORY: Precision.GENERIC,
    Kind.UNSTATED: Precision.GENERIC,
}
# Words of ordinary sentences: they name a licence alone, not in the middle of a text.
_ORDINARY = frozenset(
    {"open licence", "private licence", "copyright", "proprietary", "proprietaire", "unknown", "none"}
)
_SHORTEST_MENTION = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry, how the key designates it, and what else the key may mean."""

    license_id: str
    precision: Precision
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Index:
    """Tables by key; ``mentions`` holds the lengths in words of the names that begin with a word,
    ``families`` the entries of a name without its version.
    """

    surfaces: dict[str, Hit] = field(default_factory=dict)
    words: dict[str, Hit] = field(default_factory=dict)
    addresses: dict[str, Hit] = field(default_factory=dict)
    platforms: dict[tuple[str, str], Hit] = field(default_factory=dict)
    mentions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    versions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    families: dict[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=64)
def index(registry: Registry) -> Index:
    """The tables of a registry. Raises LicenseCollision when two entries claim the same name."""
    built = Index(versions={entry.id: entry.versions for entry in registry if entry.versions})
    loose: dict[str, list[Hit]] = defaultdict(list)
    for entry in registry:
        for alias in _designations(entry):
            _add(built, loose, entry.id, alias)
    for key, hits in loose.items():
        _add_words(built, key, hits)
    _add_mentions(built)
    _add_families(built)
    return built


def _designations(entry: License) -> Iterator[Alias]:
    """Aliases first: their precision holds over that of the identifiers, names and addresses of the entry."""
    yield from entry.aliases
    precision = _BY_KIND.get(entry.kind, Precision.EXACT)
    ids = entry.identifiers
    printed = (entry.id, *ids.spdx, *ids.eu, *ids.udata, *ids.ckan, entry.name.en, entry.name.fr, *entry.addresses)
    yield from (Alias(text, precision) for text in printed)
    if entry.page:
        yield Alias(entry.page, precision)


def _add(built: Index, loose: dict[str, list[Hit]], identifier: str, alias: Alias) -> None:
    hit = Hit(identifier, alias.precision, built.versions.get(identifier, ()))
    if is_address(alias.text):
        _claim(built.addresses, address_key(alias.text), hit)
    elif alias.platform is not None:
        built.platforms[alias.platform, words_key(alias.text)] = hit
    else:
        _claim(built.surfaces, surface_key(alias.text), hit)
        loose[words_key(alias.text)].append(hit)


def _claim(table: dict[str, Hit], key: str, hit: Hit) -> None:
    known = table.setdefault(key, hit)
    if known.license_id != hit.license_id:
        raise LicenseCollision(
            f"{key[:120]!r} names both {known.license_id} and {hit.license_id}.",
            hint="remove the alias from one of the two entries",
        )


def _add_words(built: Index, key: str, hits: list[Hit]) -> None:
    """Names that differ by punctuation alone: the entry without version holds, else none does."""
    found = list(dict.fromkeys(hit.license_id for hit in hits))
    if len(found) == 1:
        built.words[key] = min(hits, key=lambda hit: _RANK[hit.precision])
        return
    for hit in hits:
        if set(found) <= {hit.license_id, *hit.candidates}:
            built.words[key] = hit
            return
    built.ambiguous[key] = tuple(found)


def _add_mentions(built: Index) -> None:
    lengths: dict[str, set[int]] = defaultdict(set)
    for key, hit in built.words.items():
        first, *others = key.split(" ")
        alone = not others and (len(first) < _SHORTEST_MENTION or hit.precision is not Precision.EXACT)
        if key and key not in _ORDINARY and not alone and first not in ("other", "autre"):
            lengths[first].add(1 + len(others))
    built.mentions = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def _add_families(built: Index) -> None:
    families: dict[str, list[str]] = defaultdict(list)
    for key, hit in built.words.items():
        name = " ".join(token for token in key.split(" ") if not is_version(token))
        if name != key:
            families[name].append(hit.license_id)
    built.families = {name: tuple(dict.fromkeys(found)) for name, found in families.items()}
