"""`POST /mcp`: host, rights and language of an agent; the protocol's library is started at the first one."""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive, Scope, Send

from parvis.core.errors import ParvisError
from parvis.data.engine.runner import Cancellation
from parvis.data.serving.access import ANONYMOUS
from parvis.data.serving.reader import Reader
from parvis.web.api.http import errors, sending
from parvis.web.api.http.credentials import api_key
from parvis.web.api.http.parameters import Parameters
from parvis.web.api.mcp import hosts
from parvis.web.api.mcp.asking import VISIT, Visit

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PATH = "/mcp"


class AgentDoor:
    """An ASGI application for the route. :meth:`stop` ends what the first request started."""

    def __init__(self, reader: Reader, executor: ThreadPoolExecutor) -> None:
        self.reader = reader
        self.executor = executor
        self._starting = asyncio.Lock()
        self._manager: StreamableHTTPSessionManager | None = None
        self._running: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def routes(self) -> list[BaseRoute]:
        """The one route."""
        return [Route(PATH, self, methods=["POST"])]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one message of an agent."""
        request_id = secrets.token_hex(8)
        headers = sending.common(request_id, "en") | {"Cache-Control": "no-store"}
        try:
            visit = self._visit(scope)
            manager = await self._started()
        except ParvisError as error:
            await sending.send_answer(errors.answer(error, errors.v2), {}, headers, head=False, send=send)
            return
        except Exception as error:
            answer = errors.unexpected(error, errors.v2, request_id)
            await sending.send_answer(answer, {}, headers, head=False, send=send)
            return
        arriving = _Arriving(receive, visit.cancel)
        try:
            await manager.handle_request({**scope, VISIT: visit}, arriving, _with(headers, send))
        finally:
            arriving.stop()

    async def stop(self) -> None:
        """End the library's tasks, if they ever began."""
        self._stopping.set()
        if self._running is not None:
            await self._running
            self._running = None

    def _visit(self, scope: Scope) -> Visit:
        """Raises MisdirectedRequest, ForbiddenOrigin, NotFound without any domain, Unauthorized for a wrong key."""
        asked = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        hosts.check(asked.get("host"), asked.get("origin"), self.reader.snapshot.hosts)
        domain = self.reader.domain(asked.get("host"))
        key = api_key(asked, Parameters.read(scope["query_string"]))
        caller = self.reader.caller(domain, key) if key else ANONYMOUS
        return Visit(self.reader, domain, caller, f"{scope.get('scheme', 'http')}://{asked['host']}")

    async def _started(self) -> StreamableHTTPSessionManager:
        async with self._starting:
            if self._manager is None or self._running is None or self._running.done():
                loop = asyncio.get_running_loop()
                self._manager = await loop.run_in_executor(self.executor, _made, self.executor)
                ready: asyncio.Future[None] = loop.create_future()
                self._running = loop.create_task(self._run(self._manager, ready))
                await ready
            return self._manager

    async def _run(self, manager: StreamableHTTPSessionManager, ready: asyncio.Future[None]) -> None:
        async with manager.run():
            ready.set_result(None)
            await self._stopping.wait()


def _made(executor: ThreadPoolExecutor) -> StreamableHTTPSessionManager:
    # Half a second and 35 MB, which only a process that agents ask should pay.
    from parvis.web.api.mcp.server import manager  # noqa: PLC0415

    return manager(executor)


class _Arriving:
    """Messages of the client; once its request is whole, only its leaving is waited for, and stops the work."""

    def __init__(self, receive: Receive, cancel: Cancellation) -> None:
        self.receive = receive
        self.cancel = cancel
        self._watch: asyncio.Task[Message] | None = None

    async def __call__(self) -> Message:
        if self._watch is not None:
            return await asyncio.shield(self._watch)
        message = await self.receive()
        if message["type"] == "http.disconnect":
            self.cancel.cancel()
        elif not message.get("more_body"):
            self._watch = asyncio.create_task(self._left())
        return message

    def stop(self) -> None:
        """Watch no more: the answer is out."""
        if self._watch is not None:
            self._watch.cancel()

    async def _left(self) -> Message:
        while (message := await self.receive())["type"] != "http.disconnect":
            pass
        self.cancel.cancel()
        return message


def _with(headers: dict[str, str], send: Send) -> Send:
    """Sending with the headers of every answer beside the library's own."""

    async def sending_on(message: Any) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            named = {name.lower() for name, _ in own}
            own += [pair for pair in sending.encoded(headers) if pair[0] not in named]
            message = {**message, "headers": own}
        await send(message)

    return sending_on
