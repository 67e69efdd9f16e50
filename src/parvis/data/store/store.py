"""The store of an installation: objects, feed, and the secret that keys record identifiers."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson

from parvis.data.store import durable
from parvis.data.store.entries import DatasetPublished, DatasetWithdrawn, WordsReady
from parvis.data.store.feed import Feed
from parvis.data.store.keys import versions_key
from parvis.data.store.local import LocalObjects
from parvis.data.store.manifest import Manifest
from parvis.data.store.objects import Objects
from parvis.data.store.versions import VersionIndex


@dataclass(frozen=True)
class Store:
    """What is published.

    ``secret`` is 32 bytes that never change: the key of record identifiers. ``temporary`` is a folder on the same disk,
    for files on their way into the store.
    """

    objects: Objects
    feed: Feed
    secret: bytes
    temporary: Path

    @classmethod
    def open(cls, home: Path) -> Store:
        """The store below this data folder, created when absent.

        Errors: OSError when the folder cannot be written.
        """
        root = home / "store"
        temporary = home / "temporary"
        for folder in (root, temporary):
            durable.make_folder(folder)
        secret = root / "secret"
        key = secret.read_bytes() if secret.exists() else durable.create_secret(secret, secrets.token_bytes(32))
        return cls(LocalObjects(root), Feed(root / "feed.jsonl"), key, temporary)

    def manifest(self, key: str) -> Manifest:
        """The manifest under this key; FileNotFoundError when absent, ValueError for a newer format."""
        return Manifest.from_dict(orjson.loads(self.objects.get(key)))

    def put_manifest(self, key: str, manifest: Manifest) -> None:
        """Write a manifest; before its feed line."""
        self.objects.put_bytes(key, orjson.dumps(manifest.to_dict(), option=orjson.OPT_SORT_KEYS))

    def versions(self, key: str) -> VersionIndex:
        """The index of versions under this key; FileNotFoundError when absent, ValueError for a newer format."""
        return VersionIndex.from_dict(orjson.loads(self.objects.get(key)))

    def put_versions(self, uid: str, index: VersionIndex) -> str:
        """Write an index of versions unless it is there, and give its key; before the manifest that names it."""
        content = orjson.dumps(index.to_dict(), option=orjson.OPT_SORT_KEYS)
        key = versions_key(uid, hashlib.sha256(content).hexdigest()[:32])
        if not self.objects.exists(key):
            self.objects.put_bytes(key, content)
        return key

    def published(self) -> dict[str, DatasetPublished]:
        """What the feed shows now: the last publication of each dataset that is not withdrawn, by uid."""
        current: dict[str, DatasetPublished] = {}
        for _, _, entry in self.feed.read():
            if isinstance(entry, DatasetPublished):
                current[entry.uid] = entry
            elif isinstance(entry, DatasetWithdrawn):
                current.pop(entry.uid, None)
        return current

    def missing_objects(self) -> list[str]:
        """Keys that the feed shows now and that are not there (manifests, data files, word indexes)."""
        wanted: list[str] = []
        words = {(e.uid, e.version): e.words for _, _, e in self.feed.read() if isinstance(e, WordsReady)}
        for entry in self.published().values():
            wanted.append(entry.manifest)
            if not self.objects.exists(entry.manifest):
                continue
            manifest = self.manifest(entry.manifest)
            if manifest.data:
                wanted.append(manifest.data.key)
            if manifest.versions:
                wanted.append(manifest.versions)
            if manifest.trust and manifest.trust.get("detail"):
                wanted.append(manifest.trust["detail"])
            if manifest.conformance and manifest.conformance.get("report"):
                wanted.append(manifest.conformance["report"])
            if (manifest.uid, manifest.version) in words:
                wanted.append(words[manifest.uid, manifest.version])
        return [key for key in wanted if not self.objects.exists(key)]
