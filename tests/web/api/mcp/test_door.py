"""The door: what it costs until an agent comes, and an agent that leaves."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import orjson
import pytest
from tests.factories.published import Installation

from parvis.core.errors import ParvisError
from parvis.data.engine.runner import Cancellation
from parvis.data.serving.reader import Reader
from parvis.web.api.mcp import hosts
from parvis.web.api.mcp.door import AgentDoor, _Arriving

LIST = orjson.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
HEADERS = {"host": "lyon.test", "content-type": "application/json", "accept": "application/json"}


def test_a_process_that_no_agent_asks_does_not_pay_for_the_library() -> None:
    code = "import sys, parvis.web.api.app; sys.exit(any(n in sys.modules for n in ('mcp', 'pydantic', 'jsonschema')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def _status(door: AgentDoor) -> int:
    transport = httpx.ASGITransport(app=door)
    async with httpx.AsyncClient(transport=transport, base_url="http://lyon.test") as client:
        return (await client.post("/mcp", content=LIST, headers=HEADERS)).status_code


def test_many_first_agents_start_one_server_which_ends_with_the_door(published: Installation) -> None:
    reader = Reader.open(published.home)

    async def run() -> list[int]:
        door = AgentDoor(reader, ThreadPoolExecutor(4))
        found = await asyncio.gather(*(_status(door) for _ in range(5)))
        await door.stop()
        assert len(asyncio.all_tasks()) == 1
        return found

    assert asyncio.run(run()) == [200] * 5
    reader.stop()


def test_an_agent_that_leaves_stops_its_query() -> None:
    messages = [{"type": "http.request", "body": b"{}", "more_body": False}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def run() -> bool:
        cancel = Cancellation()
        arriving = _Arriving(receive, cancel)
        assert (await arriving())["body"] == b"{}"
        assert not cancel.cancelled
        assert (await arriving())["type"] == "http.disconnect"
        return cancel.cancelled

    assert asyncio.run(run())


@pytest.mark.parametrize(
    ("host", "name"),
    [("Lyon.test:80", "lyon.test"), ("[::1]:80", "::1"), ("a.b.", "a.b"), (None, ""), ("x:y:z", ""), ("x:80/evil", "")],
)
def test_the_name_of_a_host_is_read_without_port(host: str | None, name: str) -> None:
    assert hosts.name_of(host) == name


@pytest.mark.parametrize("host", ["", "localhost.evil.example", "127.0.0.1.evil.example", "127.1", "2130706433"])
def test_what_only_looks_like_this_machine_is_refused(host: str) -> None:
    with pytest.raises(ParvisError):
        hosts.check(host, None, {"lyon.test": "lyon"})
