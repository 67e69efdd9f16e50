"""`POST` and `DELETE /api/push/v1/{domain}/{dataset_id}/records`: checked, kept durably, answered 202."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from parvis.core.errors import Forbidden, InvalidParameter, NotFound, ParvisError, Unauthorized
from parvis.core.ids import is_dataset_id
from parvis.data.serving.reader import Reader
from parvis.data.store.push_keys import may_push
from parvis.data.store.spool import Spool
from parvis.web.api.http import errors, sending
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.credentials import api_key
from parvis.web.api.http.parameters import Parameters
from parvis.web.api.push.bodies import MOST_BYTES, TooManyRecords, operations

PATH = "/api/push/v1/{domain}/{dataset_id}/records"


def routes(reader: Reader, executor: ThreadPoolExecutor, home: Path) -> list[BaseRoute]:
    """The one route."""
    return [Route(PATH, PushDoor(reader, executor, Spool(home)), methods=["POST", "DELETE"])]


class PushDoor:
    """An ASGI application for the route."""

    def __init__(self, reader: Reader, executor: ThreadPoolExecutor, spool: Spool) -> None:
        self.reader, self.executor, self.spool = reader, executor, spool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 202 for what is on disk, 200 for a request that was accepted before."""
        request_id = secrets.token_hex(8)
        try:
            answer = await self._accepted(Request(scope, receive))
        except ParvisError as error:
            answer = errors.answer(error, errors.v2)
        except Exception as error:
            answer = errors.unexpected(error, errors.v2, request_id)
        await sending.send_answer(answer, {}, sending.common(request_id, "en"), head=False, send=send)

    async def _accepted(self, request: Request) -> Answer:
        domain, dataset_id = request.path_params["domain"], request.path_params["dataset_id"]
        self._require_right(request, domain, dataset_id)
        kind = self._kind(request)
        body = await _body(request)
        stated = request.headers.get("x-request-id") or request.headers.get("idempotency-key")
        name = stated or hashlib.sha256(request.method.encode() + body).hexdigest()
        loop = asyncio.get_running_loop()
        content_type = request.headers.get("content-type", "")
        return await loop.run_in_executor(self.executor, self._keep, domain, dataset_id, name, body, kind, content_type)

    def _keep(self, domain: str, dataset_id: str, name: str, body: bytes, kind: str, content_type: str) -> Answer:
        found = operations(body, kind, content_type)
        new = self.spool.accept(domain, dataset_id, name, found)
        said = {"request_id": name, "accepted": len(found), "repeated": not new}
        return json_answer(said, status=202 if new else 200)

    def _require_right(self, request: Request, slug: str, dataset_id: str) -> None:
        """The key is looked at first: without one, nobody learns which domains there are."""
        key = api_key(request.headers, Parameters.read(b""))
        if key is None:
            raise Unauthorized("Send the push key of the dataset.", hint="send Authorization: Apikey <KEY>")
        try:
            domain = self.reader.named_domain(slug)
        except NotFound:
            raise Unauthorized("The API key is unknown, revoked, or not valid on this domain.") from None
        caller = self.reader.caller(domain, key)
        if not is_dataset_id(dataset_id) or not may_push(caller.groups, dataset_id):
            raise Forbidden("This key may not push to this dataset.")

    def _kind(self, request: Request) -> str:
        if request.method == "DELETE":
            return "delete"
        kind = request.query_params.get("operation", "upsert")
        if kind not in ("upsert", "delete", "mixed"):
            raise InvalidParameter(f"operation is {kind[:40]!r}; it can be upsert, delete, mixed")
        return kind


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise TooManyRecords(f"At most {MOST_BYTES >> 20} MB a request.", hint="send several requests")
        parts.append(part)
    return b"".join(parts)
