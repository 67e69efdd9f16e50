"""Background work of publishing."""

from __future__ import annotations

from django_tasks import task

from parvis.control.accounts.facts import Actor
from parvis.control.publishing.arrivals import publish_arrival
from parvis.control.publishing.deleting import prune_again
from parvis.control.publishing.indexing import index_words
from parvis.control.publishing.measuring import measure_version
from parvis.control.publishing.scoring import publish_score
from parvis.control.trust.watching import watch
from parvis.core.errors import NotFound


# Searches scan until the index is there; nobody waits so for the others.
@task(priority=10)
def build_words(uid: str, version: int) -> bool:
    """Build the word index of a version."""
    return index_words(uid=uid, version=version)


@task()
def measure_fields(uid: str, version: int) -> bool:
    """Compute the statistics of a version's fields."""
    return measure_version(uid=uid, version=version)


@task()
def score_dataset(uid: str, reason: str = "published") -> bool:
    """Compute the trust score of a dataset and show it, its addresses watched; False when the dataset is gone."""
    try:
        watch(uid)
        publish_score(actor=Actor.system(), uid=uid, reason=reason)
    except NotFound:
        return False
    return True


@task()
def prune_versions(uid: str) -> int:
    """Delete the versions that the policy of a dataset gives up."""
    return prune_again(uid)


@task()
def publish_fetched(run: int) -> int | None:
    """Publish what a run of a source fetched."""
    return publish_arrival(run)
