"""Whatever the filters, pages count what the API counts for the query that they offer to copy."""

from __future__ import annotations

import asyncio
import html
import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

TABLE = "/explore/dataset/arbres/table/"
SPECIES = st.sampled_from(["Chêne", "Hêtre", "Érable", "Saule"])
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 6, 1))
ONE = st.one_of(
    st.tuples(st.just("refine.espece"), SPECIES),
    st.tuples(st.just("exclude.espece"), SPECIES),
    st.tuples(st.sampled_from(["min.hauteur", "max.hauteur", "min.id"]), st.integers(-5, 130).map(str)),
    st.tuples(st.sampled_from(["min.plantation", "max.plantation"]), DAYS.map(str)),
    st.tuples(st.just("refine.plantation"), st.sampled_from(["2020", "2020/02", "2020/03/01"])),
    st.tuples(st.sampled_from(["is.remarque", "is.lieu"]), st.sampled_from(["empty", "filled"])),
    st.tuples(st.just("words.espece"), st.sampled_from(["chene", "hêtre", "x"])),
    st.tuples(st.just("circle.lieu"), st.integers(0, 9000).map(lambda m: f"48,2.05,{m + 1}")),
    st.tuples(st.just("bbox.lieu"), st.just("47.9,2.01,48.1,2.06")),
    st.tuples(st.just("polygon.lieu"), st.just("47.9,2.0 48.1,2.0 48.0,2.2")),
    st.tuples(st.just("q"), st.sampled_from(["chene", "erable", "7"])),
    st.tuples(st.just("where"), st.sampled_from(["id > 50", "hauteur < 20 or espece = 'Hêtre'"])),
)


def api_count(reader: Reader, address: str) -> int:
    """What the API counts at an address."""

    async def ask() -> Any:
        transport = httpx.ASGITransport(app=create_app(reader))
        async with httpx.AsyncClient(transport=transport) as client:
            return (await client.get(address)).json()

    return int(asyncio.run(ask())["total_count"])


def counted(text: str) -> int:
    """The number in the heading of the rows."""
    found = re.search(r'<h2 id="rows"><span[^>]*>([\d  ]+)', text)
    assert found is not None
    return int(re.sub(r"\D", "", found[1]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parameters=st.lists(ONE, max_size=4), several=st.booleans())
def test_pages_count_what_the_api_counts(
    client: Client, portal: Reader, parameters: list[tuple[str, str]], several: bool
) -> None:
    asked = [*parameters, *([("disjunctive.espece", "true")] if several else [])]
    text = client.get(f"{TABLE}?{urlencode(asked)}").content.decode()
    address = re.search(r"<code>(http[^<]*/records[^<]*)</code>", text)
    assert address is not None
    assert counted(text) == api_count(portal, html.unescape(address[1]))


def test_several_values_of_a_facet_add_up(client: Client) -> None:
    one = client.get(f"{TABLE}?open=filters&refine.espece=Chêne").content.decode()
    joined = re.search(r'href="([^"]*refine.espece=H%C3%AAtre[^"]*)"', one)
    assert joined is not None
    assert counted(client.get(html.unescape(joined[1])).content.decode()) == 80


def test_the_panel_shows_inputs_that_fit(client: Client) -> None:
    text = client.get(f"{TABLE}?open=hauteur&max.hauteur=12").content.decode()
    assert re.search(r'name="max.hauteur" value="12" inputmode="decimal"', text)
    assert re.search(r'name="min.plantation" value="" type="date"', text)
    assert 'name="near.lieu"' in text
    assert "≤ 12" in text


@pytest.mark.parametrize("where", ["hauteur >", "nothing = 1"])
def test_a_selection_that_cannot_be_read_keeps_its_filters(client: Client, where: str) -> None:
    response = client.get(TABLE, {"where": where, "min.id": "3"})
    assert response.status_code == 400
    assert 'name="min.id" value="3"' in response.content.decode()


def test_only_granted_fields_are_offered(client: Client, portal: Reader) -> None:
    use(portal)
    text = client.get("/explore/dataset/stops/table/?open=filters").content.decode()
    assert "hauteur" not in text
    assert client.get("/explore/dataset/stops/table/?min.hauteur=3").status_code == 400
