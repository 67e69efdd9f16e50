"""What an older Parvis published gets what this one would have left beside it."""

from __future__ import annotations

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries
from parvis.control.catalog.facts import DatasetState
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.release import VERSIONS, release
from parvis.control.publishing.stores import store
from parvis.data.store.keys import manifest_key


def index_versions() -> list[str]:
    """Publish the datasets whose versions have no index again, with the same rows; their identifiers. Harmless twice.

    Errors: OSError.
    """
    done = []
    for dataset in queries.datasets():
        if dataset.state is not DatasetState.PUBLISHED:
            continue
        key = manifest_key(dataset.uid, dataset.revision)
        if store().objects.exists(key) and store().manifest(key).versions is None:
            release(actor=Actor.system(), uid=dataset.uid, version=dataset.version, detail={"what": VERSIONS})
            done.append(f"{dataset.domain}/{dataset.id}")
    drain()
    return done
