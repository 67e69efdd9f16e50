"""What an address selects, and the addresses made from it."""

from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from parvis.web.portal.pages.selection import Selection

NAME = st.from_regex(r"[a-z][a-z0-9_.]{0,12}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)


def read(query: str) -> Selection:
    return Selection.read(QueryDict(query))


@given(
    refine=st.lists(st.tuples(NAME, TEXT), max_size=4, unique=True),
    q=TEXT.map(str.strip),
    page=st.integers(1, 99_999),
)
def test_an_address_gives_back_the_selection_it_was_made_from(refine: list[tuple[str, str]], q: str, page: int) -> None:
    refine = sorted(refine, key=lambda pair: [name for name, _ in refine].index(pair[0]))
    selection = Selection(q=q, refine=tuple(refine), page=page)
    query = selection.address("/explore/").partition("?")[2]
    assert read(query) == selection


def test_what_cannot_be_read_is_ignored() -> None:
    assert read("page=-3&refine.theme=&sort=&unknown=1") == Selection()
    assert read("page=99999999999999999999").page == 1
    assert read("page=٣").page == 1
    assert len(read("q=" + "a" * 10_000).q) == 500


def test_refining_goes_back_to_the_first_page_and_is_undone() -> None:
    selection = read("refine.theme=Transport&page=7&sort=title")
    refined = selection.refined("publisher", "Ville de Lyon")
    assert refined.page == 1
    assert refined.refine == (("theme", "Transport"), ("publisher", "Ville de Lyon"))
    assert refined.without("publisher", "Ville de Lyon").refine == selection.refine


def test_a_month_replaces_its_year() -> None:
    assert read("refine.modified=2026").refined("modified", "2026/03").refine == (("modified", "2026/03"),)


def test_words_are_quoted_for_the_query_language() -> None:
    text = read('q=l"eau \\ salée').text()
    assert text.where == ('search("l\\"eau \\\\ salée")',)


def test_the_same_selection_is_asked_of_the_api() -> None:
    selection = read("q=eau&where=a>1&refine.theme=Air, climat&exclude.theme=x:y")
    assert selection.api_pairs() == [
        ("where", 'search("eau")'),
        ("where", "a>1"),
        ("refine", 'theme:"Air, climat"'),
        ("exclude", 'theme:"x:y"'),
    ]
