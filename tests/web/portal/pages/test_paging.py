"""Links to the pages of a list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parvis.web.portal.pages.paging import WINDOW, Paging, offset, paging


def pages(total: int, page: int, size: int = 20) -> Paging:
    return paging(total, size, page, str)


def numbers(found: Paging) -> list[int | None]:
    return [link and link.number for link in found.links]


def test_few_pages_are_all_listed() -> None:
    assert numbers(pages(50, 2)) == [1, 2, 3]
    assert numbers(pages(0, 1)) == [1]


def test_gaps_stand_for_the_pages_left_out() -> None:
    assert numbers(pages(400, 10)) == [1, None, 9, 10, 11, None, 20]
    assert numbers(pages(400, 3)) == [1, 2, 3, 4, None, 20]


def test_the_items_shown_are_told() -> None:
    last = pages(45, 3)
    assert (last.first, last.final, last.total, last.previous, last.next) == (41, 45, 45, "2", None)


def test_a_list_longer_than_the_window_says_so_on_its_last_page() -> None:
    assert pages(WINDOW + 1, WINDOW // 20).beyond
    assert not pages(WINDOW + 1, 1).beyond


@given(total=st.integers(0, 10**9), page=st.integers(1, 10**6), size=st.sampled_from([20, 50, 100]))
def test_no_page_passes_what_can_be_read(total: int, page: int, size: int) -> None:
    found = pages(total, page, size)
    assert sum(bool(link and link.current) for link in found.links) == 1
    assert found.first <= found.final <= max(total, 0)
    assert offset(page, size) + size <= WINDOW
