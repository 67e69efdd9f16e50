"""An agent sees what the same caller sees by the API, and nothing else."""

from typing import Any

import httpx
import pytest
from tests.factories.published import FOREIGN_SECRET, OPERATOR_SECRET, REVOKED_SECRET, STAFF_SECRET
from tests.web.api.mcp.conftest import Agent

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
OF_A_DATASET: list[tuple[str, dict[str, Any]]] = [
    ("describe_dataset", {}),
    ("query", {}),
    ("aggregate", {}),
    ("get_records", {}),
    ("export_link", {}),
    ("cite", {}),
]


def post(root: str, **headers: str) -> httpx.Response:
    """An opening message with these headers."""
    named = {"accept": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return httpx.post(f"{root}/mcp", json=INITIALIZE, headers=named, timeout=20)


@pytest.mark.parametrize(("tool", "arguments"), OF_A_DATASET)
def test_a_hidden_dataset_is_one_that_does_not_exist(agent: Agent, tool: str, arguments: dict[str, Any]) -> None:
    hidden = agent.refused(tool, dataset="secret", **arguments)
    missing = agent.refused(tool, dataset="absent", **arguments)
    assert hidden["status"] == 404
    assert {**hidden, "message": hidden["message"].replace("secret", "absent")} == missing


def test_a_hidden_dataset_is_in_no_search(agent: Agent) -> None:
    found = agent.result("search_datasets", text="secret", facets=True).content[0].text
    assert '"dataset":"secret"' not in found
    assert '"X"' not in found
    staff = agent.with_(Authorization=f"Bearer {STAFF_SECRET}")
    assert staff.call("search_datasets", text="secret")["datasets"][0]["dataset"] == "secret"


def test_hidden_rows_and_fields_are_in_no_answer(agent: Agent) -> None:
    assert agent.call("aggregate", dataset="limited")["rows"] == [{"count": 50}]
    assert "capacity" not in str(agent.call("describe_dataset", dataset="limited"))
    assert agent.refused("query", dataset="limited", where="capacity > 3")["code"] == "ODSQLError"
    assert agent.refused("get_records", dataset="limited", filters={"capacity": 3})["status"] == 400
    staff = agent.with_(Authorization=f"Apikey {STAFF_SECRET}")
    found = staff.call("aggregate", dataset="limited", where="capacity >= 0")
    assert found["rows"] == [{"count": 120}]
    assert "same API key" in found["source"]["api_access"]
    assert STAFF_SECRET not in str(found)


def test_records_that_are_closed_say_so(agent: Agent) -> None:
    assert agent.call("describe_dataset", dataset="described")["records_open"] is False
    assert agent.refused("query", dataset="described")["code"] == "ForbiddenAccess"
    assert agent.refused("query", dataset="notice")["code"] == "NotFoundResource"


def test_each_domain_has_its_own_datasets(agent: Agent) -> None:
    north = agent.with_(Host="nord.test")
    found = north.call("search_datasets")
    assert [card["title"] for card in found["datasets"]] == ["Northern stations"]
    assert north.refused("describe_dataset", dataset="notice")["status"] == 404
    assert found["source"]["api"].startswith("http://nord.test/")


def test_a_private_portal_wants_a_key(agent: Agent) -> None:
    closed = agent.with_(Host="closed.test")
    assert closed.refused("search_datasets")["code"] == "Unauthorized"
    assert closed.refused("query", dataset="vault")["code"] == "Unauthorized"
    assert closed.with_(Authorization=f"Apikey {OPERATOR_SECRET}").call("search_datasets")["total"] == 1


@pytest.mark.parametrize("secret", [FOREIGN_SECRET, REVOKED_SECRET, "nonsense"])
def test_a_key_that_opens_nothing_is_refused_at_the_door(agent: Agent, secret: str) -> None:
    answer = post(agent.root, authorization=f"Bearer {secret}")
    assert (answer.status_code, answer.json()["error_code"]) == (401, "Unauthorized")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "lyon.test.evil.example", ""])
def test_a_name_of_no_portal_is_refused(agent: Agent, host: str) -> None:
    answer = post(agent.root, host=host)
    assert answer.status_code in (400, 421)
    assert answer.status_code == 400 or answer.json()["error_code"] == "MisdirectedRequest"


@pytest.mark.parametrize("host", ["lyon.test", "LYON.test.:8443", "localhost:3000", "[::1]:9", "192.168.4.7"])
def test_hosts_of_portals_loopback_and_addresses_are_answered(agent: Agent, host: str) -> None:
    assert post(agent.root, host=host).json()["result"]["serverInfo"]["name"] == "parvis"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", "ftp://lyon.test", "https://6.6.6.6"])
def test_pages_of_other_sites_are_refused(agent: Agent, origin: str) -> None:
    answer = post(agent.root, host="lyon.test", origin=origin)
    assert (answer.status_code, answer.json()["error_code"]) == (403, "ForbiddenOrigin")


@pytest.mark.parametrize("origin", ["https://lyon.test", "http://nord.test:81", "http://localhost:6274"])
def test_pages_of_the_portals_and_of_this_machine_are_answered(agent: Agent, origin: str) -> None:
    assert post(agent.root, host="lyon.test", origin=origin).status_code == 200
