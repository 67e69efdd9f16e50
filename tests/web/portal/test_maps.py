"""The map page, from the address to what the script is given."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

MAP = "/explore/dataset/arbres/map/"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def settings(text: str) -> Any:
    return json.loads(re.findall(r"data-settings>(.*?)</script>", text, re.DOTALL)[0])


def test_the_page_counts_and_leads_to_the_table(client: Client) -> None:
    text = page(client, MAP + "?refine.espece=Chêne")
    assert "40 enregistrements" in text.replace(" ", " ")
    assert 'href="/explore/dataset/arbres/table/?refine.espece=Ch%C3%AAne"' in text
    assert settings(text)["document"] == "/api/tiles/v1/datasets/arbres?refine=espece%3A%22Ch%C3%AAne%22&geometry=lieu"


def test_colours_by_words_are_listed_from_the_most_frequent(client: Client) -> None:
    text = page(client, MAP + "?color=espece&refine.espece=Chêne")
    found = settings(text)["colours"]
    assert (found["field"], found["kind"]) == ("espece", "categories")
    assert sorted(found["values"]) == ["Chêne", "Hêtre", "Érable"]
    assert "swatch-category-3" in text
    assert "fields=espece" in settings(text)["document"]


def test_colours_by_numbers_are_steps(client: Client) -> None:
    found = settings(page(client, MAP + "?color=hauteur"))["colours"]
    assert found["kind"] == "steps"
    assert found["values"] == sorted(found["values"])
    assert len(found["values"]) == 5


@pytest.mark.parametrize(
    "query", ["color=nothing", "geometry=nothing", "territories=a:b:c", "location=9,9", "measure=x"]
)
def test_an_odd_choice_is_ignored(client: Client, query: str) -> None:
    assert settings(page(client, f"{MAP}?{query}"))["field"] == "lieu"


def test_a_wrong_condition_is_said(client: Client) -> None:
    assert "hauteu" in page(client, MAP + "?where=hauteu+>+3", 400)


@pytest.mark.parametrize(
    ("location", "read"),
    [
        ("6,46.5,2.5", [6, 46.5, 2.5]),
        ("99,0,0", None),
        ("3,90,0", None),
        ("3,0,181", None),
        ("3,0", None),
        ("a,b,c", None),
    ],
)
def test_a_place_that_no_map_can_show_is_ignored(client: Client, location: str, read: list[float] | None) -> None:
    assert settings(page(client, f"{MAP}?location={location}"))["location"] == read


@pytest.mark.parametrize("dataset", ["stops", "secret", "eau", "nothing"])
def test_without_a_place_that_one_may_see_there_is_no_map(client: Client, dataset: str) -> None:
    page(client, f"/explore/dataset/{dataset}/map/", 404)


def test_the_code_to_copy_is_that_of_this_map(client: Client) -> None:
    text = page(client, MAP + "?color=espece&refine.espece=Chêne")
    assert "http://testserver/embed/v1/map/arbres?refine.espece=Ch%C3%AAne&amp;amp;color=espece" in text
