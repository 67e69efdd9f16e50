"""Bounds of histograms of numbers that people can read: 1, 2 or 5 times a power of ten apart.

Bounds grow; an interval holds its first bound and not its last, the last interval holds both.
"""

from __future__ import annotations

import sys
from decimal import Decimal, localcontext

MOST = 20
"""Intervals of a histogram, at most."""
_LEAST_INT, _LARGEST_INT = -(2**63), 2**63 - 1
# Digits that write any difference of two doubles without loss are many more; these are enough for readable bounds.
_DIGITS = 700


def whole(low: int, high: int) -> list[int]:
    """Bounds of whole numbers from ``low`` to ``high``, of 64 bits."""
    step = max(1, int(_step(Decimal(low), Decimal(high))))
    first = low // step
    bounds = [n * step for n in range(first, high // step + 2)]
    return [max(bounds[0], _LEAST_INT), *bounds[1:-1], min(bounds[-1], _LARGEST_INT)]


def decimal(low: float, high: float) -> list[float]:
    """Bounds of finite decimal numbers; of a single value, it twice."""
    if low == high:
        return [low, high]
    with localcontext(prec=_DIGITS):
        start, end = Decimal(low), Decimal(high)
        step = _step(start, end)
        first, last = (int((side / step).to_integral_value("ROUND_FLOOR")) for side in (start, end))
        bounds = [float(step * n) for n in range(first, last + 2)]
    largest = sys.float_info.max
    beyond = min(max(bounds[-1], high), largest)
    # Neighbouring doubles are closer to each other than bounds can be written.
    inner = sorted({one for one in bounds if low < one <= high and one < beyond})
    return [max(bounds[0], -largest), *inner, beyond]


def _step(low: Decimal, high: Decimal) -> Decimal:
    """The smallest 1, 2 or 5 times a power of ten that makes at most so many intervals; 1 for a single value."""
    with localcontext(prec=_DIGITS):
        least = (high - low) / (MOST - 1)
        if not least:
            return Decimal(1)
        power = Decimal(10) ** least.adjusted()
        return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)
