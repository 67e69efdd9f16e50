"""The trust score of a published dataset, whole as publishing left it in the store; the scores of many together."""

from __future__ import annotations

from typing import Any

import orjson

from parvis.data.engine.engine import Cancellation
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged
from parvis.data.store.manifest import Manifest
from parvis.data.store.objects import Objects
from parvis.data.trust.averages import Average, average


def whole(objects: Objects, manifest: Manifest) -> dict[str, Any] | None:
    """``result``, ``evidence``, ``history``, ``checks``, ``days`` and ``appeals``; None before the first score.

    Where the score is not public, the result has no number and the lists are empty.
    """
    short = manifest.trust
    if short is None:
        return None
    empty: dict[str, Any] = {"evidence": None, "history": [], "checks": [], "days": [], "appeals": []}
    if not short.get("detail"):
        return {**empty, "result": {"dataset": manifest.id, **short}}
    return {**empty, **orjson.loads(objects.get(short["detail"]))}


def averaged(
    reader: Reader, domain: DomainChanged, *, publisher: str | None = None, cancel: Cancellation | None = None
) -> Average:
    """The datasets with a score that everybody sees, of a domain or of one of its publishers.

    Raises Unauthorized on a private domain.
    """
    refine = (f'publisher:"{quoted(publisher)}"',) if publisher is not None else ()
    text = QueryText(where=("trust.score is not null",), refine=refine, lang=domain.language)
    found = catalog.search(reader, domain, ANONYMOUS, text, purpose=Purpose.EXPORT, cancel=cancel)
    shorts = [(view.manifest.id, view.manifest.trust or {}) for view in found.views]
    return average((id_, short["sum"], short["band"], short["axes"]) for id_, short in shorts)


def quoted(value: str) -> str:
    """A value inside the quotes of a refinement."""
    return value.replace("\\", "\\\\").replace('"', '\\"')
