"""The trust score of published datasets, answered from what publishing left in the store."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from starlette.routing import BaseRoute, Route

from parvis.core.errors import NotFound
from parvis.data.serving.reader import Reader
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call, Endpoint, Handler, Surface
from parvis.web.api.trust.badge import badge_object, badge_svg

ROOT = "/api/trust/v1/datasets/{dataset_id}"


def score(call: Call) -> Answer:
    """The whole result; ``evidence=full`` adds the document that it was computed from."""
    whole = _whole(call)
    full = call.parameters.get("evidence") == "full"
    return json_answer({**whole["result"], **({"evidence": whole["evidence"]} if full else {})})


def history(call: Call) -> Answer:
    """Kept scores, newest first."""
    lines = _whole(call)["history"]
    limit = call.parameters.integer("limit")
    return json_answer({"total_count": len(lines), "results": lines[: 100 if limit is None else max(0, limit)]})


def badge_json(call: Call) -> Answer:
    """The badge as JSON."""
    return json_answer(badge_object(_short(call), _language(call)), Cache_Control="max-age=3600")


def badge_image(call: Call) -> Answer:
    """The badge as SVG."""
    drawn = badge_svg(_short(call), _language(call)).encode()
    return Answer(drawn, media_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


HANDLERS: dict[str, Handler] = {
    "": score,
    "/history": history,
    "/badge.json": badge_json,
    "/badge.svg": badge_image,
}


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes of the score."""
    return [
        Route(ROOT + path, Endpoint(reader, executor, handler, Surface()), methods=["GET", "HEAD"])
        for path, handler in HANDLERS.items()
    ]


def _language(call: Call) -> str:
    return call.parameters.get("lang") or call.domain.language


def _short(call: Call) -> Mapping[str, Any]:
    found = call.dataset.manifest.trust
    if found is None:
        raise NotFound(f"The dataset {call.path['dataset_id'][:120]} has no trust score yet.")
    return found


def _whole(call: Call) -> dict[str, Any]:
    short = _short(call)
    if not short.get("detail"):
        return {"result": {"dataset": call.dataset.manifest.id, **short}, "evidence": None, "history": []}
    whole: dict[str, Any] = orjson.loads(call.reader.store.objects.get(short["detail"]))
    return whole
