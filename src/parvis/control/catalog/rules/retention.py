"""Which versions of a dataset are kept. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parvis.control.catalog.facts import InvalidRetention

MOST = 100_000
_TEXT = re.compile(r"(last|monthly):([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Retention:
    """``keep`` is all, last (the newest ``last`` versions) or monthly (the newest of each month, and those)."""

    keep: str = "all"
    last: int = 0

    def __str__(self) -> str:
        return self.keep if self.keep == "all" else f"{self.keep}:{self.last}"

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {"keep": self.keep, "last": self.last}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Retention:
        """The inverse of :meth:`to_dict`; empty: all are kept."""
        return cls(values.get("keep", "all"), values.get("last", 0))

    @classmethod
    def read(cls, text: str) -> Retention:
        """``all``, ``last:10`` or ``monthly:3``. Raises InvalidRetention."""
        if text == "all":
            return cls()
        found = _TEXT.fullmatch(text)
        if found is None or not 1 <= int(found[2]) <= MOST:
            hint = "all, last:N, or monthly:N (one a month and the last N), N from 1"
            raise InvalidRetention(f"{text[:60]!r} does not say which versions are kept", hint=hint)
        return cls(found[1], int(found[2]))


def expired(policy: Retention, versions: Iterable[tuple[int, str]], current: int | None) -> list[int]:
    """Numbers of the versions (number, ISO instant UTC) that the policy gives up, oldest first; never the current one.

    A month is of the UTC calendar.
    """
    if policy.keep == "all":
        return []
    ordered = sorted(versions, reverse=True)
    kept = {number for number, _ in ordered[: policy.last]} | {current}
    if policy.keep == "monthly":
        newest: dict[str, int] = {}
        for number, created in ordered:
            newest.setdefault(created[:7], number)
        kept |= set(newest.values())
    return sorted(number for number, _ in ordered if number not in kept)
