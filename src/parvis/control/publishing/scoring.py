"""A score is computed, and readers see it when it has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from parvis.control.accounts.facts import Actor
from parvis.control.catalog import queries
from parvis.control.catalog.facts import DatasetFacts, DatasetState
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.release import SCORE, release
from parvis.control.publishing.stores import store
from parvis.control.publishing.trust import differs, trust_block
from parvis.control.trust import actions as trust
from parvis.core.clock import now
from parvis.core.config import Settings
from parvis.data.store.keys import manifest_key
from parvis.data.trust.result import Score

# The evidence of an unchanged score is renewed for readers this often.
RENEWED_AFTER = timedelta(days=1)


def publish_score(*, actor: Actor, uid: str, reason: str) -> Score:
    """Compute the score of a dataset from evidence gathered now; publish it again when readers would see a change.

    Managers of the domain. Errors: Forbidden, NotFound, OSError.
    """
    dataset = queries.by_uid(uid)
    home = Settings.from_environment().home
    score = trust.recompute(actor=actor, domain=dataset.domain, dataset_id=dataset.id, home=home, reason=reason)
    if dataset.state is DatasetState.PUBLISHED and _is_news(dataset):
        release(actor=actor, uid=uid, version=dataset.version, detail={"what": SCORE})
        drain()
    return score


def _is_news(dataset: DatasetFacts) -> bool:
    shown = store().manifest(manifest_key(dataset.uid, dataset.revision)).trust
    block = trust_block(dataset.uid)
    if differs(shown, block):
        return True
    return shown is not None and now() - datetime.fromisoformat(shown["computed_at"]) > RENEWED_AFTER
