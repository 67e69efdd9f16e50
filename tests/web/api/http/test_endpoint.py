"""The life of a request: clients that leave, faults, files that fail."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from parvis.core.errors import Overloaded, QueryOverBudget
from parvis.data.engine.errors import QueryCancelled
from parvis.data.serving.reader import Reader
from parvis.web.api.http.answers import Answer, FileAnswer
from parvis.web.api.http.endpoint import Call, Endpoint, Surface

Messages = list[dict[str, Any]]


def answered(reader: Reader, handler: Callable[[Call], Any], *, leaves_after: float | None = None) -> Messages:
    """What the endpoint of a handler sends to a client, who leaves after so many seconds or stays."""
    sent: Messages = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(3600 if leaves_after is None else leaves_after)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
        with ThreadPoolExecutor(2) as executor:
            await Endpoint(reader, executor, handler, Surface())(scope, receive, send)  # type: ignore[arg-type]

    asyncio.run(run())
    return sent


def wait_for_cancel(call: Call) -> Answer:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        call.cancel.check()
        time.sleep(0.01)
    raise AssertionError("never cancelled")


def test_the_query_of_a_client_that_leaves_is_stopped_and_nothing_is_sent(reader: Reader) -> None:
    assert answered(reader, wait_for_cancel, leaves_after=0.1) == []


def test_the_export_of_a_client_that_leaves_is_stopped_and_closed(reader: Reader) -> None:
    closed = threading.Event()

    def handler(call: Call) -> FileAnswer:
        def chunks() -> Iterator[bytes]:
            try:
                while True:
                    call.cancel.check()
                    yield b"x" * 1000
                    time.sleep(0.01)
            finally:
                closed.set()

        return FileAnswer(chunks(), "endless.csv", "text/csv", "tag")

    sent = answered(reader, handler, leaves_after=0.2)
    assert sent[0]["status"] == 200
    assert sent[-1].get("more_body")
    assert closed.wait(5)


def test_a_fault_of_ours_is_a_500_that_shows_its_request_id_and_nothing_else(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    def handler(call: Call) -> Answer:
        raise RuntimeError("SELECT secret FROM rows")

    with caplog.at_level(logging.ERROR):
        start, body = answered(reader, handler)
    request_id = dict(start["headers"])[b"x-request-id"]
    assert start["status"] == 500
    assert request_id in body["body"]
    assert b"SELECT" not in body["body"]
    assert request_id.decode() in caplog.text


def test_too_many_queries_say_when_to_come_back(reader: Reader) -> None:
    def handler(call: Call) -> Answer:
        raise Overloaded("Too many queries are waiting.", retry_after=7)

    start, _ = answered(reader, handler)
    assert (start["status"], dict(start["headers"])[b"retry-after"]) == (503, b"7")


def failing(after: int) -> Callable[[Call], FileAnswer]:
    """An export that passes its budget after so many chunks."""

    def handler(call: Call) -> FileAnswer:
        def chunks() -> Iterator[bytes]:
            for _ in range(after):
                yield b"x"
            raise QueryOverBudget("The query took too long.")

        return FileAnswer(chunks(), "a.csv", "text/csv", "tag")

    return handler


def test_an_export_that_fails_at_once_is_an_error_and_no_file(reader: Reader) -> None:
    start, body = answered(reader, failing(0))
    headers = dict(start["headers"])
    assert (start["status"], headers[b"content-type"]) == (400, b"application/json; charset=utf-8")
    assert b"content-disposition" not in headers
    assert b"etag" not in headers
    assert b"QueryOverBudget" in body["body"]


def test_an_export_that_fails_later_never_ends_as_if_it_were_whole(reader: Reader) -> None:
    with pytest.raises(QueryOverBudget):
        answered(reader, failing(2))


def test_a_cancellation_that_no_client_asked_for_is_not_silent(reader: Reader) -> None:
    def handler(call: Call) -> FileAnswer:
        def chunks() -> Iterator[bytes]:
            yield b"x"
            raise QueryCancelled("?")

        return FileAnswer(chunks(), "a.csv", "text/csv", "tag")

    with pytest.raises(QueryCancelled):
        answered(reader, handler)
