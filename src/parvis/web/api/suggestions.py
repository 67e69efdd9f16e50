"""`GET /api/catalog/v1/suggestions`: what a search field may propose while it is being filled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlencode

from starlette.routing import BaseRoute, Route

from parvis.data.serving.reader import Reader
from parvis.data.serving.suggestions import DATASET, Suggestion, suggestions
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call, Endpoint, Surface

PATH = "/api/catalog/v1/suggestions"
PARAMETERS = frozenset({"q", "lang", "apikey"})


def suggested(call: Call) -> Answer:
    """At most eighteen lines for the words ``q``; an empty list when nothing begins so."""
    text = call.parameters.get("q") or ""
    language = call.parameters.get("lang") or call.domain.language
    found = suggestions(call.reader, call.domain, call.caller, text, language)
    return json_answer({"q": text[:100], "results": [line(one) for one in found]})


def line(one: Suggestion) -> dict[str, Any]:
    """A suggestion, with the page it leads to."""
    return {"kind": one.kind, "id": one.id, "label": one.label, "count": one.count, "address": address(one)}


def address(one: Suggestion) -> str:
    """The page of a dataset, or the catalog refined to a value; relative to the host."""
    if one.kind == DATASET:
        return f"/explore/dataset/{quote(one.id)}/information/"
    return "/explore/?" + urlencode({f"refine.{one.kind}": one.id})


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The one route."""
    return [Route(PATH, Endpoint(reader, executor, suggested, Surface(), PARAMETERS), methods=["GET", "HEAD"])]
