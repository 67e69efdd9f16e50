"""What each tool answers, and that its address repeats it."""

import json
from typing import Any

import pytest
from tests.web.api.mcp.conftest import Agent


@pytest.mark.parametrize("mode", ["legacy", "2026-07-28", "auto"])
def test_every_era_of_the_protocol_finds_the_same_read_only_tools(agent: Agent, mode: Any) -> None:
    found = Agent(agent.root, mode=mode).session(lambda client: client.list_tools()).tools
    assert {tool.name for tool in found} == {
        "search_datasets",
        "describe_dataset",
        "query",
        "aggregate",
        "get_records",
        "export_link",
        "license_and_attribution",
        "cite",
    }
    assert all(tool.annotations.read_only_hint and not tool.annotations.destructive_hint for tool in found)
    assert all(tool.input_schema["additionalProperties"] is False for tool in found)


def test_search_finds_by_words_and_its_address_finds_the_same(agent: Agent) -> None:
    found = agent.call("search_datasets", text="stations", keyword="vélo", limit=2, order_by="dataset_id", facets=True)
    assert found["total"] >= 2
    assert [card["dataset"] for card in found["datasets"]] == ["hostile", "limited"]
    assert found["output"]["next_offset"] == 2
    assert {"value": "Transport", "count": found["total"]} in found["facets"]["theme"]
    again = agent.get(found["source"]["api"])
    assert again["total_count"] == found["total"]
    assert [one["dataset_id"] for one in again["results"]] == ["hostile", "limited"]


def test_a_search_that_finds_nothing_says_what_there_is(agent: Agent) -> None:
    found = agent.call("search_datasets", text="zzzzqqqq")
    assert (found["total"], found["datasets"]) == (0, [])
    assert found["facets"]["theme"]
    assert "other words" in found["hint"]


def test_a_description_has_fields_licence_in_words_and_version(agent: Agent) -> None:
    found = agent.call("describe_dataset", dataset="stations", language="en")
    assert found["title"] == "Bike stations"
    assert found["description"] == "Où garer un vélo."
    assert [field["name"] for field in found["fields"]][:3] == ["code", "city", "capacity"]
    assert found["license"]["id"] == "etalab-2.0"
    assert any("source" in sentence for sentence in found["license"]["must"])
    assert [row["code"] for row in found["sample"]] == ["s000", "s001"]
    assert found["versions"]["version"] == found["source"]["version"] == 1
    assert agent.get(found["source"]["api"])["dataset_id"] == "stations"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("query", {"select": "code, capacity", "where": "capacity > 50", "order_by": "capacity desc", "limit": 3}),
        ("query", {"select": "count(*) as n", "group_by": "city", "order_by": "n desc, city"}),
        ("aggregate", {"measures": [{"function": "sum", "field": "capacity"}], "group_by": ["city", "year(updated)"]}),
        ("aggregate", {"measures": [{"function": "percentile", "field": "rate", "percent": 90, "as": "p"}]}),
        ("get_records", {"filters": {"city": ["Paris", None], "open": True}, "fields": ["code"], "limit": 4}),
        ("get_records", {"filters": {"built": "2003", "tags": "night", "capacity": 13}}),
    ],
)
def test_the_address_of_an_answer_gives_its_rows(agent: Agent, tool: str, arguments: dict[str, Any]) -> None:
    found = agent.call(tool, dataset="stations", **arguments)
    again = agent.get(found["source"]["api"])["results"]
    assert found["rows"]
    assert found["rows"] == [{n: v for n, v in row.items() if n not in ("_timestamp", "_size")} for row in again]
    assert found["source"]["license"].startswith("Licence Ouverte 2.0")
    assert "Ville de Lyon" in found["source"]["attribution"]


def test_an_aggregation_says_what_it_ran_the_greatest_first(agent: Agent) -> None:
    found = agent.call("aggregate", dataset="stations", measures=[{"function": "max", "field": "capacity"}])
    assert found["odsql"] == {"select": "max(`capacity`) as max_capacity"}
    assert found["rows"] == [{"max_capacity": 119}]
    grouped = agent.call("aggregate", dataset="stations", group_by=["zone"], measures=[{"function": "count"}])
    assert grouped["odsql"]["order_by"] == "count desc"
    assert sum(row["count"] for row in grouped["rows"]) == 120


def test_a_record_is_found_again_by_its_identifier(agent: Agent) -> None:
    first = agent.call("get_records", dataset="stations", filters={"code": "s007"})["rows"][0]
    again = agent.call("get_records", dataset="stations", record_id=first["_id"])
    assert again["rows"] == [first]
    assert agent.get(again["source"]["api"])["code"] == "s007"


def test_an_export_link_leads_to_the_file(agent: Agent) -> None:
    found = agent.call("export_link", dataset="stations", format="jsonl", where="capacity < 5", select="code")
    assert (found["rows"], found["filename"]) == (5, "stations.jsonl")
    assert "parquet" in found["formats"]
    file = agent.call("export_link", dataset="stations", format="json", where="capacity < 5")
    assert len(agent.get(file["url"])) == 5


def test_licences_together_give_a_credit_and_a_verdict(agent: Agent) -> None:
    asked = {"use": "combine", "language": "en"}
    found = agent.call("license_and_attribution", datasets=["stations", "long"], **asked)
    assert "ODbL-1.0" in found["combined"]["result_may_bear"]
    assert "Ville de Lyon" in found["attribution"]["text"]
    assert [one["dataset"] for one in found["sources"]] == ["stations", "long"]
    assert agent.get(found["sources"][0]["api"])["text"] == found["attribution"]["text"]
    unstated = agent.call("license_and_attribution", datasets=["stations", "hostile"], **asked)
    assert unstated["combined"]["verdict"] == "conflict"
    assert unstated["licenses"][1]["license"].startswith("none stated")


def test_a_citation_has_every_style(agent: Agent) -> None:
    found = agent.call("cite", dataset="stations")["citations"]
    assert found["text"].startswith("Ville de Lyon (2026). Stations de vélos, version 1")
    assert found["text"].endswith("/explore/dataset/stations/versions/1/")
    assert found["bibtex"].startswith("@misc{stations-v1,")
    assert found["ris"].endswith("ER  - ")
    assert found["csl_json"]["type"] == "dataset"
    assert list(agent.call("cite", dataset="stations", style="ris")["citations"]) == ["ris"]


def test_a_version_can_be_asked_and_every_address_names_the_one_read(agent: Agent) -> None:
    found = agent.call("query", dataset="stations", version=1, limit=1)
    assert found["source"]["api"].endswith("&version=1")
    assert agent.call("query", dataset="stations", as_of="2026-12-31", limit=1)["source"]["version"] == 1
    assert agent.refused("query", dataset="stations", version=9)["code"] == "NotFoundResource"
    assert agent.refused("query", dataset="stations", as_of="someday")["argument"] == "as_of"
    described = agent.call("describe_dataset", dataset="stations")["versions"]
    assert (described["total"], described["newest"][0]["records"]) == (1, 120)


def test_the_text_of_an_answer_is_its_document(agent: Agent) -> None:
    found = agent.result("query", dataset="stations", limit=2)
    assert json.loads(found.content[0].text) == found.structured_content


def test_the_guide_a_dataset_and_a_prompt_can_be_read(agent: Agent) -> None:
    guide = agent.session(lambda client: client.read_resource("odsql://guide"))
    assert "group_by" in guide.contents[0].text
    dataset = agent.session(lambda client: client.read_resource("dataset://stations"))
    assert json.loads(dataset.contents[0].text)["title"] == "Stations de vélos"
    prompt = agent.session(lambda client: client.get_prompt("answer_with_data", {"question": "Combien {x} ?"}))
    assert "Combien {x} ?" in prompt.messages[0].content.text
