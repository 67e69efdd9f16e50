"""Rounding half up, on exact quotients of integers."""

from __future__ import annotations


def rounded(numerator: int, denominator: int = 1) -> int:
    """The quotient rounded half up: ``floor(x + 1/2)``. The denominator is positive."""
    return (2 * numerator + denominator) // (2 * denominator)


def percent(part: int, whole: int) -> int:
    """``part`` of ``whole`` in percent, rounded half up."""
    return rounded(100 * part, whole)
