"""Routes under `/api/trust/v1`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.web.api.http.endpoint import Endpoint, Handler, Surface
from parvis.web.api.trust import asking, catalog, methods, scores

BASE = "/api/trust/v1"
_DATASET = "/datasets/{dataset_id}"
# Path: its handler and the parameters that it reads.
READS: dict[str, tuple[Handler, tuple[str, ...]]] = {
    _DATASET: (scores.score, ("evidence",)),
    f"{_DATASET}/history": (scores.history, ("from", "to", "limit")),
    f"{_DATASET}/history.svg": (scores.history_image, ()),
    f"{_DATASET}/checks": (scores.checks, ("distribution", "limit")),
    f"{_DATASET}/appeals": (scores.appeals, ("limit",)),
    f"{_DATASET}/badge.json": (scores.badge_json, ()),
    f"{_DATASET}/badge.svg": (scores.badge_image, ("style",)),
    "/catalog": (catalog.scores, ("order_by", "min", "band", "publisher", "limit", "offset")),
    "/organisations/{name}": (catalog.organisation, ()),
    "/domains/{slug}": (catalog.domain, ()),
    "/method": (methods.current, ()),
    "/method/{version}": (methods.versioned, ()),
}
WRITES: dict[str, tuple[Handler, tuple[str, ...]]] = {
    f"{_DATASET}/verify": (asking.verify, ()),
    "/score": (methods.computed, ()),
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """One route an operation; a parameter that is not read is named in a warning."""
    return [
        Route(BASE + path, Endpoint(reader, executor, handler, Surface(), _known(names)), methods=list(verbs))
        for table, verbs in ((READS, ("GET", "HEAD")), (WRITES, ("POST",)))
        for path, (handler, names) in table.items()
    ]


def _known(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset({*names, "lang", "apikey"})
