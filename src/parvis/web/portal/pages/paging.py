"""Links to the pages of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

# Offset plus page size may not pass this; beyond it, people filter or export.
WINDOW = 10_000


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered link."""

    number: int
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands: ``first`` to ``final`` of ``total`` items; a None among links is a gap.

    ``beyond`` tells that the list goes on after the last page that can be shown.
    """

    first: int
    final: int
    total: int
    previous: str | None
    next: str | None
    links: tuple[PageLink | None, ...]
    beyond: bool


def paging(total: int, size: int, page: int, address: Callable[[int], str]) -> Paging:
    """The links around a page; ``address`` gives the address of a page by its number."""
    last = max(1, -(-min(total, WINDOW) // size))
    page = min(page, last)
    numbers = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    return Paging(
        first=min((page - 1) * size + 1, total),
        final=min(page * size, total),
        total=total,
        previous=address(page - 1) if page > 1 else None,
        next=address(page + 1) if page < last else None,
        links=tuple(
            None if number is None else PageLink(number, address(number), number == page)
            for number in with_gaps(numbers)
        ),
        beyond=total > WINDOW and page == last,
    )


def with_gaps(numbers: list[int]) -> Iterator[int | None]:
    """The numbers, with None where some are missing; a gap of one number is filled."""
    before = 0
    for number in numbers:
        if number - before == 2:
            yield number - 1
        elif number - before > 2:
            yield None
        yield number
        before = number


def offset(page: int, size: int) -> int:
    """The offset of a page, kept within what can be shown."""
    return min((page - 1) * size, WINDOW - size)


def digits(text: str) -> int:
    """A number of at most eight digits that an address states; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
