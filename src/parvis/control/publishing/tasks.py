"""Background work of publishing."""

from __future__ import annotations

from django_tasks import task

from parvis.control.publishing.indexing import index_words


@task()
def build_words(uid: str, version: int) -> bool:
    """Build the word index of a version."""
    return index_words(uid=uid, version=version)
