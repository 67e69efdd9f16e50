"""The catalog's page against the API: the same datasets, the same counts, whatever is selected."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import feedparser
import httpx
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.data.serving.reader import Reader
from parvis.web.api.app import ReadDoor, create_app

TOTAL = re.compile(r'<h2 id="results"[^>]*>([\d\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}]+) jeu')
API = re.compile(r'href="(/api/explore/v2.1/catalog/datasets[^"]*)" type="application/json"')
FILE = re.compile(r'href="(/api/explore/v2.1/catalog/exports/[^"]*)"')
CHOICE = re.compile(
    r'class="facet-value" id="[^"]*" href="([^"]*)" rel="nofollow"><span>[^<]*</span> <span class="facet-count">(\d+)<'
)
VALUES = {
    "theme": ["Nature", "Ville", "Eau", "Transport", "Nothing"],
    "publisher": ["Ville de Lyon", "Métropole"],
    "keyword": ["arbre"],
    "license.family": ["attribution", "share_alike"],
    "features": ["geo", "analyze", "timeserie"],
    "modified": ["2026", "2026/03", "2025"],
}
PAIRS = st.sampled_from([(name, value) for name, values in VALUES.items() for value in values])
SELECTIONS = st.fixed_dictionaries(
    {
        "q": st.sampled_from(["", "arbres", "eau", "ville metropole", "bus stop", 'a"b', "zzz"]),
        "sort": st.sampled_from(
            ["", "title", "-title", "modified", "-modified", "relevance", "-records_count", "trust", "x"]
        ),
        "updated": st.sampled_from(["", "week", "year", "x"]),
    }
)
WHATEVER = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def machines(portal: Reader) -> Iterator[ReadDoor]:
    """The API over the same portal."""
    return create_app(portal)


def ask(app: ReadDoor, address: str) -> httpx.Response:
    """The answer of the API at this address."""

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://testserver") as client:
            return await client.get(address)

    return asyncio.run(send())


def catalog(client: Client, parameters: Any) -> str:
    """The page of these parameters."""
    response = client.get("/explore/?" + urlencode(list(parameters)))
    assert response.status_code == 200
    return response.content.decode()


def total(page: str) -> int:
    """The number of datasets that the page announces."""
    found = TOTAL.search(page)
    assert found is not None
    return int(re.sub(r"\D", "", found[1]))


@WHATEVER
@given(chosen=SELECTIONS, refine=st.lists(PAIRS, max_size=4, unique=True), exclude=st.lists(PAIRS, max_size=1))
def test_the_page_and_the_api_find_the_same(
    client: Client,
    machines: ReadDoor,
    chosen: dict[str, str],
    refine: list[tuple[str, str]],
    exclude: list[tuple[str, str]],
) -> None:
    parameters = [*chosen.items(), *((f"refine.{n}", v) for n, v in refine), *((f"exclude.{n}", v) for n, v in exclude)]
    page = catalog(client, parameters)
    same = API.search(page)
    assert same is not None
    answer = ask(machines, html.unescape(same[1])).json()
    assert total(page) == answer["total_count"]
    titles = [html.unescape(t) for t in re.findall(r"<h3><a [^>]*>([^<]*)</a>", page)]
    assert titles == [one["metas"]["default"]["title"] for one in answer["results"]]


@WHATEVER
@given(q=st.sampled_from(["", "arbres", "eau"]), refine=st.lists(PAIRS, max_size=2, unique=True))
def test_a_count_beside_a_filter_is_what_the_filter_gives(
    client: Client, q: str, refine: list[tuple[str, str]]
) -> None:
    page = catalog(client, [("q", q), *((f"refine.{n}", v) for n, v in refine)])
    chosen = {name for name, _ in refine}
    for address, count in CHOICE.findall(page):
        names = re.findall(r"refine\.([^=&]+)=", html.unescape(address))
        # A second value of a facet adds to the first: its count is its own.
        if not any(names.count(name) > 1 for name in chosen | set(names)):
            assert total(client.get(html.unescape(address)).content.decode()) == int(count)


@pytest.mark.parametrize("name", ["csv", "json", "xlsx", "ttl", "atom"])
def test_every_file_of_the_list_is_given(client: Client, machines: ReadDoor, name: str) -> None:
    page = catalog(client, [("refine.theme", "Nature"), ("refine.theme", "Eau"), ("sort", "title")])
    address = next(a for a in map(html.unescape, FILE.findall(page)) if f"/exports/{name}?" in a)
    answer = ask(machines, address)
    assert answer.status_code == 200
    if name == "json":
        assert len(answer.json()) == total(page)
    if name == "atom":
        assert [entry.title for entry in feedparser.parse(answer.content).entries] == [
            "Arbres remarquables",
            "Qualité de l’eau <b>",
        ]


def test_two_values_of_a_facet_are_alternatives(client: Client) -> None:
    assert total(catalog(client, [("refine.theme", "Eau")])) == 1
    assert total(catalog(client, [("refine.theme", "Eau"), ("refine.theme", "Transport")])) == 2
    assert total(catalog(client, [("refine.theme", "Eau"), ("refine.publisher", "Ville de Lyon")])) == 0


def test_an_order_turns_round(client: Client) -> None:
    titles = [re.findall(r"<h3><a [^>]*>([^<]*)</a>", catalog(client, [("sort", s)])) for s in ("title", "-title")]
    assert titles[0] == titles[1][::-1]
    assert "sort=-title" in catalog(client, [("sort", "title")])


def test_a_script_gets_the_changing_part_alone(client: Client) -> None:
    response = client.get("/explore/?q=arbres", headers={"hx-request": "true", "hx-target": "catalog"})
    text = response.content.decode()
    assert "<html" not in text
    assert text.startswith("<title>")
    assert 'id="catalog"' in text
    assert {"HX-Request", "HX-Target"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("target", ["", "content", "<b>"])
def test_any_other_request_gets_the_page(client: Client, target: str) -> None:
    assert "<html" in client.get("/explore/", headers={"hx-target": target}).content.decode()
