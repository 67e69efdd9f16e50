"""The trust scores of the datasets of a producer, together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format

from parvis.core.errors import Unauthorized
from parvis.data.serving.trust_scores import averaged
from parvis.data.trust.method import method
from parvis.data.trust.result import Text
from parvis.web.portal.visit import Visit


@dataclass(frozen=True, slots=True)
class TrustMean:
    """The mean of ``count`` scores, how many are in each band, the mean of each axis, and where it can be read."""

    score: str
    count: int
    bands: tuple[tuple[str, int], ...]
    axes: tuple[tuple[str, int], ...]


def trust_mean(visit: Visit, publisher: str) -> TrustMean | None:
    """The mean of what everybody sees; None without a score."""
    try:
        found = averaged(visit.reader, visit.domain, publisher=publisher)
    except Unauthorized:
        return None
    if not found.count:
        return None
    rules = method()
    return TrustMean(
        score=number_format((found.sum + 5) // 10 / 10, 1),
        count=found.count,
        bands=tuple(found.bands.items()),
        axes=tuple((rules.text(Text(f"axis.{code}"), visit.language), value) for code, value in found.axes.items()),
    )
