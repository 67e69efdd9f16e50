"""Checking one's own data against an ODbL database, and small parts of it."""

from __future__ import annotations

from enum import StrEnum

from parvis.data.licensing.decisions import Decision, Verdict, decide
from parvis.data.licensing.facts import Confidence

THRESHOLD = 0.10


class Mode(StrEnum):
    """How differences become changes."""

    REPORT = "report"
    FLAG = "flag"  # says that a value differs, copies none
    MANUAL = "manual"
    ASSISTED = "assisted"  # a script proposes, a person accepts
    AUTOMATIC = "automatic"


def verification(
    *, mode: Mode, rows_changed: int = 0, rows_total: int = 0, public_use: bool = True, threshold: float = THRESHOLD
) -> Decision:
    """Whether one's own database becomes a derived one. ``threshold``: share of rows beyond normal use."""
    if mode == Mode.REPORT:
        return decide(Verdict.NO_SHARE, "comparison_free")
    if mode == Mode.FLAG:
        return decide(Verdict.NO_SHARE, "no_value_copied", confidence=Confidence.MEDIUM)
    if mode == Mode.AUTOMATIC:
        if public_use:
            return decide(Verdict.SHARE, "automatic_update")
        return decide(Verdict.NO_SHARE, "automatic_update", "private_use")
    if mode == Mode.ASSISTED:
        return decide(Verdict.SHARE, "systematic_acceptance", "to_review", confidence=Confidence.MEDIUM)
    if rows_changed > threshold * rows_total:
        return decide(Verdict.SHARE, "beyond_normal_use", "to_review", confidence=Confidence.MEDIUM)
    return decide(Verdict.NO_SHARE, "occasional_corrections")


def extraction(*, rows: int, repeated: bool = False, substantial: bool = False) -> Decision:
    """Whether copying some rows triggers the licence."""
    if repeated:
        return decide(Verdict.REVIEW, "repeated_extraction")
    if substantial:
        return decide(Verdict.CONDITIONS, "substantial_part")
    return decide(Verdict.NO_SHARE, "insubstantial_part") if rows else decide(Verdict.NO_SHARE, "no_value_copied")


def part_taken(share: float | None, threshold: float = THRESHOLD) -> Decision:
    """Whether the part of a database that is taken (0 to 1, None: unknown) bears the duties of the whole.

    A small part may be substantial by its value: a person judges. Raises ValueError for what is no part.
    """
    if share is None or share > threshold:
        if share is not None and share > 1:
            raise ValueError("a share is between 0 and 1")
        return decide(Verdict.CONDITIONS, "substantial_part")
    if share < 0:
        raise ValueError("a share is between 0 and 1")
    if share == 0:
        return decide(Verdict.NO_SHARE, "no_value_copied")
    return decide(Verdict.REVIEW, "small_part", confidence=Confidence.MEDIUM)
