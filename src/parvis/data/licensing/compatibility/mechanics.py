"""Breach and cure, technical locks, contents: how the ODbL works beyond share-alike."""

from __future__ import annotations

from parvis.data.licensing.decisions import Decision, Verdict, decide


def reinstatement(*, first_notice: bool, days: int) -> Decision:
    """Rights after a breach stopped: ``days`` since the first notice, or since the breach ended without one."""
    if first_notice:
        return decide(Verdict.PASS, "cured_in_time") if days <= 30 else decide(Verdict.FAIL, "cured_too_late")
    return decide(Verdict.PASS, "no_notice_in_time") if days >= 60 else decide(Verdict.CONDITIONS, "rights_provisional")


def technical_lock(*, unrestricted_copy: bool) -> Decision:
    """Whether a locked or encrypted copy may be delivered."""
    if unrestricted_copy:
        return decide(Verdict.ALLOWED, "parallel_copy")
    return decide(Verdict.FORBIDDEN, "parallel_copy_needed")


def contents(*, contents_licensed: bool) -> Decision:
    """Whether works inside the database (photographs, texts) are covered."""
    if contents_licensed:
        return decide(Verdict.ALLOWED, "contents_licensed")
    return decide(Verdict.CONDITIONS, "contents_not_covered")
