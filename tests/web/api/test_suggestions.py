"""What a search field proposes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.api.conftest import Api

from parvis.data.serving.suggestions import is_near, matches, one_error, starts

PATH = "/api/catalog/v1/suggestions"
WORD = st.text("abcde", min_size=4, max_size=9)


def ask(api: Api, text: str, **options: Any) -> list[dict[str, Any]]:
    answer = api.request("GET", PATH, params={"q": text}, **options)
    assert answer.status_code == 200
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_the_first_letters_of_a_title_find_it_and_lead_to_it(api: Api) -> None:
    title = api.json("/catalog/datasets/stations")["metas"]["default"]["title"]
    found = {one["label"]: one["address"] for one in ask(api, title[:5].upper())}
    assert found[title] == "/explore/dataset/stations/information/"


@pytest.mark.parametrize("text", ["", "  ", "'\"(", "é" * 5000, "[*", "a b c d e f g h i j k"])
def test_any_text_is_answered(api: Api, text: str) -> None:
    assert isinstance(ask(api, text), list)


def test_a_value_says_how_many_datasets_it_has_and_the_link_finds_as_many(api: Api) -> None:
    theme = api.json("/catalog/facets", facet="theme")["facets"][0]["facets"][0]
    found = next(one for one in ask(api, theme["value"][:4]) if one["kind"] == "theme")
    assert found["count"] == theme["count"]
    assert found["address"].startswith("/explore/?refine.theme=")


@given(WORD, st.integers(1, 8))
def test_a_word_with_one_letter_missing_is_near(word: str, place: int) -> None:
    wrong = word[: place % len(word) or 1] + word[(place % len(word) or 1) + 1 :]
    assert one_error(wrong, word)
    assert len(wrong) < 4 or is_near(wrong, word)


def test_neighbours_swapped_are_one_error_but_not_another_word() -> None:
    assert is_near("depratem", "departements")
    assert is_near("comumne", "communes")
    assert not is_near("region", "commune")
    assert not is_near("dep", "des")


def test_each_word_must_begin_one() -> None:
    assert starts(["code", "geo"], ["code", "officiel", "geographique"])
    assert not starts(["code", "z"], ["code", "officiel"])
    assert matches(["ofifciel"], ["code", "officiel"])


@pytest.mark.parametrize(("host", "status"), [("nord.test", 200), ("closed.test", 401)])
def test_another_domain_suggests_nothing_of_this_one(api: Api, host: str, status: int) -> None:
    assert "limited" in {one["id"] for one in ask(api, "sta")}
    there = api.request("GET", PATH, params={"q": "sta"}, host=host)
    assert there.status_code == status
    assert "limited" not in {one["id"] for one in there.json().get("results", [])}
