"""The index of the versions of a dataset, as readers get it beside the manifest."""

from __future__ import annotations

from parvis.control.catalog import queries
from parvis.control.catalog.facts import VersionFacts
from parvis.control.publishing.stores import store
from parvis.data.store.keys import manifest_key
from parvis.data.store.versions import Version, VersionIndex


def put_index(uid: str) -> str:
    """Write the index of the versions as they are now, deleted ones included; its key."""
    versions = tuple(_version(facts) for facts in queries.history(uid))
    return store().put_versions(uid, VersionIndex(versions, tuple(queries.shown(uid))))


def earlier(uid: str) -> list[tuple[str, int]]:
    """What readers saw of a dataset that was published before this was noted, found in its manifests."""
    if queries.shown(uid):
        return []
    found: list[tuple[str, int]] = []
    for revision in range(1, queries.by_uid(uid).revision + 1):
        key = manifest_key(uid, revision)
        if not store().objects.exists(key):
            continue
        manifest = store().manifest(key)
        if not found or found[-1][1] != manifest.version:
            found.append((manifest.published_at, manifest.version))
    return found


def _version(facts: VersionFacts) -> Version:
    return Version(
        number=facts.number,
        created=facts.created,
        author=facts.author,
        reason=facts.reason,
        source=facts.source,
        fingerprint=facts.fingerprint,
        mode=facts.mode,
        schema=facts.schema,
        data=facts.data,
        deleted=facts.deleted,
        deleted_reason=facts.deleted_reason,
    )
