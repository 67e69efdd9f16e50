"""The scores of many datasets together: of a publisher, of a domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parvis.data.trust.method import method
from parvis.data.trust.rounding import rounded


@dataclass(frozen=True, slots=True)
class Average:
    """Scores of many datasets: the mean of sums rounded half up, datasets by band, mean of each axis."""

    count: int
    sum: int
    bands: Mapping[str, int]
    axes: Mapping[str, int]
    worst: tuple[tuple[str, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "count": self.count,
            "sum": self.sum,
            "score": (self.sum + 5) // 10 / 10,
            "bands": dict(self.bands),
            "axes": dict(self.axes),
            "worst": [{"dataset": name, "sum": value} for name, value in self.worst],
        }


def average(scores: Iterable[tuple[str, int, str, Mapping[str, int]]]) -> Average:
    """Over (dataset, sum, band, axes): exact means rounded half up; the ten lowest first."""
    found = list(scores)
    bands = {name: 0 for name, _ in method().bands}
    for _, _, letter, _ in found:
        bands[letter] += 1
    count = len(found)
    codes = method().weights
    worst = sorted(found, key=lambda item: (item[1], item[0]))[:10]
    return Average(
        count=count,
        sum=rounded(sum(item[1] for item in found), count) if count else 0,
        bands=bands,
        axes={code: rounded(sum(item[3][code] for item in found), count) if count else 0 for code in codes},
        worst=tuple((name, value) for name, value, _, _ in worst),
    )
