"""Which version readers saw from which instant on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def with_shown(shown: Sequence[Sequence[Any]], at: str, number: int) -> list[list[Any]]:
    """The timeline with that version (0: none) from that instant (ISO 8601 UTC) on; as it was when it is shown already.

    Two publications may be timed in one order and written in the other: an instant never goes back.
    """
    before = [list(pair) for pair in shown]
    if not before:
        return [[at, number]] if number else []
    if before[-1][1] == number:
        return before
    return [*before, [max(at, before[-1][0]), number]]
