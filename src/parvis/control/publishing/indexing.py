"""The word index of a version, built after the version is public."""

from __future__ import annotations

import secrets

from django.db import transaction

from parvis.control.catalog import queries
from parvis.control.outbox.actions import announce
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.stores import WORDS_PREFIX, store
from parvis.core.errors import NotFound
from parvis.data.store.entries import WordsReady, to_dict
from parvis.data.store.keys import owner_of, words_prefix


def index_words(*, uid: str, version: int) -> bool:
    """Build the index unless it is there, and announce it; False when the version is gone. May be run again."""
    try:
        content = queries.version(uid, version)
    except NotFound:
        return False
    objects = store().objects
    # Rows that are another version's have its index.
    owner = owner_of(content.data.key)
    prefix = words_prefix(uid, version if owner is None or not objects.exists(words_prefix(uid, owner)) else owner)
    if not objects.exists(prefix):
        # The index builder is heavy, and only a worker needs it.
        from parvis.data.engine.words import build  # noqa: PLC0415

        target = store().temporary / f"{WORDS_PREFIX}{uid}-{version}-{secrets.token_hex(4)}"
        build(objects.local_path(content.data.key), content.schema, target)
        objects.put_folder(prefix, target)
    with transaction.atomic():
        announce(to_dict(WordsReady(uid, version, prefix)))
    drain()
    return True
