"""Lines of the feed: what happened, in order. One dataclass a kind; unknown kinds are skipped by readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class DatasetPublished:
    """Dataset ``uid`` is now at this revision; ``manifest`` is the key of its manifest object."""

    kind: ClassVar[str] = "dataset"
    uid: str
    revision: int
    manifest: str


@dataclass(frozen=True, slots=True)
class DatasetWithdrawn:
    """Dataset ``uid`` is no longer public in any form."""

    kind: ClassVar[str] = "withdraw"
    uid: str
    revision: int


@dataclass(frozen=True, slots=True)
class WordsReady:
    """The word index of this version is complete under the key prefix ``words``."""

    kind: ClassVar[str] = "words"
    uid: str
    version: int
    words: str


@dataclass(frozen=True, slots=True)
class DomainChanged:
    """A domain as it is now. ``hosts`` have no port; ``private`` hides the catalog from anonymous callers.

    ``theme`` holds names and values of :class:`parvis.data.store.themes.Theme`, each of ``basemaps`` those of
    :class:`parvis.data.store.basemaps.Basemap`.
    """

    kind: ClassVar[str] = "domain"
    slug: str
    title: str
    hosts: tuple[str, ...] = ()
    is_default: bool = False
    language: str = "fr"
    private: bool = False
    tagline: str = ""
    removed: bool = False
    theme: tuple[tuple[str, str], ...] = ()
    basemaps: tuple[tuple[tuple[str, Any], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class KeyChanged:
    """An API key: SHA-256 of the secret, the domain it opens (None: all, operator only), its groups."""

    kind: ClassVar[str] = "key"
    id: str
    hash: str
    domain: str | None
    groups: tuple[str, ...] = ()
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPublished:
    """The answer to a question about licences of a domain is the object of this key."""

    kind: ClassVar[str] = "answer"
    domain: str
    number: str
    key: str


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    """The answer to this question is no longer public."""

    kind: ClassVar[str] = "unanswer"
    domain: str
    number: str


Entry = (
    DatasetPublished | DatasetWithdrawn | WordsReady | DomainChanged | KeyChanged | AnswerPublished | AnswerWithdrawn
)
KINDS: Mapping[str, type[Entry]] = {
    c.kind: c
    for c in (
        DatasetPublished,
        DatasetWithdrawn,
        WordsReady,
        DomainChanged,
        KeyChanged,
        AnswerPublished,
        AnswerWithdrawn,
    )
}


def to_dict(entry: Entry) -> dict[str, Any]:
    """JSON object with its ``kind``."""
    return {"kind": entry.kind, **asdict(entry)}


def from_dict(values: Mapping[str, Any]) -> Entry | None:
    """The entry, or None for a kind of a later program."""
    kind = KINDS.get(values.get("kind", ""))
    if kind is None:
        return None
    names = {f.name for f in fields(kind)}
    return kind(**{name: _frozen(value) for name, value in values.items() if name in names})


def _frozen(value: Any) -> Any:
    """Lists as tuples, however deep."""
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
