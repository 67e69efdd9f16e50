"""The routes: `/api/action/{action}` and `/api/3/action/{action}`, by GET or POST."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from starlette.routing import BaseRoute, Route

from parvis.core.errors import ParvisError
from parvis.data.serving.reader import Reader
from parvis.web.api.ckan.actions import ACTIONS, refuse
from parvis.web.api.ckan.asking import Asked, UnreadableRequest, read
from parvis.web.api.ckan.envelope import failed, outside, succeeded
from parvis.web.api.ckan.identifiers import Identifiers
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.credentials import api_key
from parvis.web.api.http.endpoint import Call, Endpoint, Surface
from parvis.web.api.http.parameters import Parameters

PATHS = ("/api/3/action/{action}", "/api/action/{action}")


def routes(reader: Reader, executor: ThreadPoolExecutor) -> list[BaseRoute]:
    """The routes of every action, and the one that tells the version."""
    identifiers = Identifiers()
    surface = Surface(envelope=outside, key=key_of)

    def act(call: Call) -> Answer:
        return answer(call, identifiers)

    endpoint = Endpoint(reader, executor, act, surface)
    version = Endpoint(reader, executor, _version, surface)
    found: list[BaseRoute] = [Route(path, endpoint, methods=["GET", "HEAD", "POST"]) for path in PATHS]
    return [*found, Route("/api/3", version, methods=["GET", "HEAD"])]


def answer(call: Call, identifiers: Identifiers) -> Answer:
    """What the action of a call answers; errors in the envelope and with the status of CKAN."""
    name = call.path["action"]
    try:
        action = ACTIONS.get(name)
        if action is None:
            refuse(name)
            raise UnreadableRequest(f"Action name not known: {name[:60]}")
        return succeeded(call.root, name, action(Asked(call, read(call), identifiers)))
    except ParvisError as error:
        return failed(call.root, name, error)


def key_of(headers: Mapping[str, str], parameters: Parameters) -> str | None:
    """The key where clients of CKAN put it: ``X-CKAN-API-Key``, or the ``Authorization`` header without scheme.

    Raises as :func:`api_key`.
    """
    bare = headers.get("authorization", "").strip()
    named = headers.get("x-ckan-api-key", "").strip()
    if bare and " " not in bare and bare.lower() not in ("apikey", "bearer"):
        return bare
    return named or api_key(headers, parameters)


def _version(call: Call) -> Answer:
    return json_answer({"version": 3})
