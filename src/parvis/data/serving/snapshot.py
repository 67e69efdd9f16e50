"""What is published at one moment, as plain immutable mappings; a new moment is a new snapshot."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parvis.data.store.entries import (
    AnswerPublished,
    AnswerWithdrawn,
    DatasetPublished,
    DatasetWithdrawn,
    DomainChanged,
    Entry,
    KeyChanged,
    WordsReady,
)
from parvis.data.store.manifest import Manifest
from parvis.data.store.store import Store

logger = logging.getLogger(__name__)
Datasets = Mapping[str, Manifest]


@dataclass(frozen=True)
class Snapshot:
    """Domains by slug and by host, keys by hash, manifests by domain and id, prefixes of word indexes, keys of the
    published answers by domain and number.

    ``sequence`` is the number of the last line of the feed it knows.
    """

    sequence: int = 0
    domains: Mapping[str, DomainChanged] = field(default_factory=dict)
    hosts: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, KeyChanged] = field(default_factory=dict)
    datasets: Mapping[str, Datasets] = field(default_factory=dict)
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    words: Mapping[tuple[str, int], str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def default_domain(self) -> DomainChanged | None:
        """The domain that answers for unknown hosts."""
        return next((d for d in self.domains.values() if d.is_default), next(iter(self.domains.values()), None))


def advanced(before: Snapshot, store: Store, lines: Iterable[tuple[int, Entry | None]]) -> tuple[Snapshot, set[str]]:
    """The snapshot after these lines, and the slugs of the domains whose catalog has changed.

    Of several publications of one dataset only the last is read. A manifest that cannot be read is logged and
    leaves the dataset as it was.
    """
    work = _Work(before)
    published: dict[str, DatasetPublished | DatasetWithdrawn] = {}
    sequence = before.sequence
    for number, entry in lines:
        sequence = number
        if isinstance(entry, DatasetPublished | DatasetWithdrawn):
            published[entry.uid] = entry
        elif entry is not None:
            work.apply(entry)
    # All leave before any arrives: one may take the identifier of another.
    for uid in published:
        work.remove(uid)
    for change in published.values():
        if isinstance(change, DatasetPublished):
            work.add(store, change)
    return work.snapshot(sequence), work.changed


class _Work:
    """Copies of the mappings of a snapshot, being changed."""

    def __init__(self, before: Snapshot) -> None:
        self.domains = dict(before.domains)
        self.keys = dict(before.keys)
        self.datasets = dict(before.datasets)
        self.places = dict(before.places)
        self.words = dict(before.words)
        self.answers = dict(before.answers)
        self.changed: set[str] = set()
        self._owned: set[str] = set()
        self._removed: dict[str, Manifest] = {}

    def apply(self, entry: Entry) -> None:
        """A line about a domain, a key, a word index or an answer."""
        if isinstance(entry, DomainChanged):
            self.domains.pop(entry.slug, None)
            if not entry.removed:
                self.domains[entry.slug] = entry
            self.changed.add(entry.slug)
        elif isinstance(entry, KeyChanged):
            self.keys[entry.hash] = entry
        elif isinstance(entry, WordsReady):
            self.words[entry.uid, entry.version] = entry.words
        elif isinstance(entry, AnswerPublished):
            self.answers[entry.domain, entry.number] = entry.key
        elif isinstance(entry, AnswerWithdrawn):
            self.answers.pop((entry.domain, entry.number), None)

    def remove(self, uid: str) -> None:
        """Take a dataset away, wherever it was."""
        place = self.places.pop(uid, None)
        if place is not None:
            domain, id_ = place
            self._removed[uid] = self._of(domain).pop(id_)
            self.changed.add(domain)

    def add(self, store: Store, entry: DatasetPublished) -> None:
        """Put the manifest of a publication in its place; the former one stays when it cannot be read."""
        try:
            manifest = store.manifest(entry.manifest)
        except (OSError, ValueError, KeyError, TypeError):
            logger.exception("manifest %s cannot be read", entry.manifest)
            former = self._removed.get(entry.uid)
            if former is None:
                return
            manifest = former
        self._of(manifest.domain)[manifest.id] = manifest
        self.places[manifest.uid] = (manifest.domain, manifest.id)
        self.changed.add(manifest.domain)

    def snapshot(self, sequence: int) -> Snapshot:
        """The finished snapshot."""
        hosts = {host.lower(): domain.slug for domain in self.domains.values() for host in domain.hosts}
        return Snapshot(sequence, self.domains, hosts, self.keys, self.datasets, self.places, self.words, self.answers)

    def _of(self, domain: str) -> dict[str, Manifest]:
        """The datasets of a domain, copied once before they change."""
        if domain not in self._owned:
            self.datasets[domain] = dict(self.datasets.get(domain, {}))
            self._owned.add(domain)
        found = self.datasets[domain]
        assert isinstance(found, dict)
        return found
