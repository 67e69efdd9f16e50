"""The life of a request: read, find domain and caller, run the use case in a thread, send, whatever happens."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from starlette.types import Receive, Scope, Send

from parvis.core.errors import ParvisError
from parvis.data.engine.engine import Cancellation
from parvis.data.serving.access import ANONYMOUS, Caller, depends_on_time
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.datasets import get as get_dataset
from parvis.data.serving.reader import Reader
from parvis.data.serving.versions import wanted
from parvis.data.store.entries import DomainChanged
from parvis.web.api.http import errors, sending
from parvis.web.api.http.answers import Answer, FileAnswer
from parvis.web.api.http.credentials import api_key
from parvis.web.api.http.parameters import Parameters

# Threads mostly wait for a place in the engine's lanes, which do the limiting: more than may wait in the heavy lane and
# for exports together, so that small queries always find one.
THREADS = 160
# A request that lasts is watched for a client that leaves; most end before.
PATIENCE = 0.05
LONGEST_BODY = 1 << 20


@dataclass(frozen=True)
class Call:
    """One request, ready for its use case."""

    reader: Reader
    domain: DomainChanged
    caller: Caller
    parameters: Parameters
    path: dict[str, Any]
    root: str
    cancel: Cancellation
    body: bytes = b""

    @property
    def depends_on_time(self) -> bool:
        """Whether the answer changes though nothing is published: the query or the rights ask for the present."""
        asked = any("now" in value.lower() for value in self.parameters.values())
        return asked or ("dataset" in self.__dict__ and depends_on_time(self.dataset.manifest))

    @cached_property
    def dataset(self) -> DatasetView:
        """The dataset that the path names, at the version asked.

        Raises NotFound, VersionDeleted, InvalidParameter.
        """
        asked = wanted(self.parameters.get("version"), self.parameters.get("as_of"))
        return get_dataset(self.reader, self.domain, self.caller, self.path["dataset_id"], asked)


Handler = Callable[[Call], Answer | FileAnswer]


@dataclass(frozen=True)
class Surface:
    """What the endpoints of one version share: envelope, headers of every answer, where clients put their key."""

    envelope: errors.Envelope = errors.v2
    headers: tuple[tuple[str, str], ...] = ()
    key: Callable[[Mapping[str, str], Parameters], str | None] = api_key


class Endpoint:
    """An ASGI application for one route."""

    def __init__(
        self,
        reader: Reader,
        executor: ThreadPoolExecutor,
        handler: Handler,
        surface: Surface,
        known: frozenset[str] | None = None,
        path: dict[str, Any] | None = None,
    ) -> None:
        self.reader = reader
        self.executor = executor
        self.handler = handler
        self.surface = surface
        self.known = known
        self.path = path or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request; an error is answered in the envelope of the version."""
        asked = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        request_id = secrets.token_hex(8)
        headers = sending.common(request_id, "fr") | dict(self.surface.headers)
        head = scope["method"] == "HEAD"
        cancel = Cancellation()
        started = False

        async def sending_once(message: Any) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            call = await self._call(scope, receive, asked, cancel)
            headers["Content-Language"] = call.parameters.get("lang") or call.domain.language
            if call.caller is not ANONYMOUS:
                headers["Cache-Control"] = "private, no-cache"
            self._warn(call.parameters, headers)
            answer = await self._run(call, receive, cancel)
            if isinstance(answer, FileAnswer):
                await sending.send_file(
                    answer,
                    asked,
                    headers,
                    head=head,
                    receive=receive,
                    send=sending_once,
                    executor=self.executor,
                    cancel=cancel,
                )
                return
        except ParvisError as error:
            if started:
                raise
            answer = self.refused(error)
        except Exception as error:
            # Once bytes are out, only an abrupt end tells the client that the file is not whole.
            if started:
                raise
            answer = self.broken(error, request_id)
        if not cancel.cancelled:
            await sending.send_answer(answer, asked, headers, head=head, send=send)

    def form(self, body: bytes) -> bytes:
        """The part of a body that holds parameters: a form is all of it."""
        return body

    def refused(self, error: ParvisError) -> Answer:
        """The answer of an error of the caller."""
        return errors.answer(error, self.surface.envelope)

    def broken(self, error: Exception, request_id: str) -> Answer:
        """The answer of a fault of ours."""
        return errors.unexpected(error, self.surface.envelope, request_id)

    async def _call(self, scope: Scope, receive: Receive, asked: dict[str, str], cancel: Cancellation) -> Call:
        parameters = Parameters.read(scope["query_string"])
        body = await _body(receive) if scope["method"] == "POST" else b""
        if body and not asked.get("content-type", "").startswith("application/json"):
            parameters = Parameters.read(scope["query_string"] + b"&" + self.form(body))
        domain = self.reader.domain(asked.get("host"))
        key = self.surface.key(asked, parameters)
        caller = self.reader.caller(domain, key) if key else ANONYMOUS
        root = f"{scope.get('scheme', 'http')}://{asked.get('host', 'localhost')}"
        return Call(
            self.reader, domain, caller, parameters, scope.get("path_params", {}) | self.path, root, cancel, body
        )

    async def _run(self, call: Call, receive: Receive, cancel: Cancellation) -> Answer | FileAnswer:
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self.executor, self.handler, call)
        done, _ = await asyncio.wait({work}, timeout=PATIENCE)
        if not done:
            watcher = asyncio.ensure_future(_left(receive))
            waiting: set[asyncio.Future[Any]] = {work, watcher}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                cancel.cancel()
            watcher.cancel()
        answer = await work
        return replace(answer, modified=None) if call.depends_on_time else answer

    def _warn(self, parameters: Parameters, headers: dict[str, str]) -> None:
        """Say which parameters are not read: a misspelt one answers 200 with unfiltered data."""
        if self.known is None:
            return
        ignored = sorted(n for n in parameters.names() - self.known if "." not in n)[:10]
        if ignored:
            listed = ", ".join(name[:40].replace('"', "'") for name in ignored)
            headers["Warning"] = f'299 parvis "ignored parameters: {listed}"'


async def _body(receive: Receive) -> bytes:
    """A form of a POST, within reason."""
    body = b""
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        body += part
        if not message.get("more_body") or len(body) > LONGEST_BODY:
            return body[:LONGEST_BODY]


async def _left(receive: Receive) -> None:
    """Returns when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
