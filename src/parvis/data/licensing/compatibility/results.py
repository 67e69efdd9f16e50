"""What is made from the sources decides whether their licences must go together at all."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from parvis.data.licensing.compatibility.combining import combine
from parvis.data.licensing.compatibility.publishers import ANYONE
from parvis.data.licensing.compatibility.terms import Group, terms_of
from parvis.data.licensing.decisions import Decision, Verdict, because, decide
from parvis.data.licensing.offers import Producer

_CLOSED = {Group.CLOSED, Group.EXTRA_CONDITIONS, Group.UNREAD}
_ADAPTED = {Group.SHARE_ALIKE, Group.NON_COMMERCIAL_SHARE_ALIKE}


class Result(StrEnum):
    """Kinds of result."""

    PRIVATE = "private"  # nobody outside gets it, nor anything made from it
    COLLECTION = "collection"  # untouched, separable parts
    DERIVED = "derived"
    WORK = "work"  # not a database: map, chart, text, service
    INSUBSTANTIAL = "insubstantial"  # small and not repeated


def judge(license_ids: Sequence[str], result: Result, *, publisher: Producer = ANYONE) -> Decision:
    """Whether this kind of result may be made and published from the sources. Raises ValueError without source."""
    groups = {terms_of(license_id).group for license_id in license_ids}
    if result is Result.DERIVED:
        found = combine(license_ids, publisher=publisher)
        return Decision(found.verdict, found.reasons, found.confidence)
    if not license_ids:
        raise ValueError("a result needs at least one source")
    if result is Result.INSUBSTANTIAL:
        return decide(Verdict.ALLOWED, "insubstantial_part")
    if groups & _CLOSED:
        return decide(Verdict.REVIEW, "permission_needed")
    if result is Result.PRIVATE:
        return decide(Verdict.ALLOWED, "private_use", "good_practice")
    if result is Result.COLLECTION:
        return decide(Verdict.ALLOWED, "collection")
    return _work(license_ids, groups)


def _work(license_ids: Sequence[str], groups: set[Group]) -> Decision:
    """ODbL: any licence with a notice. Others: a work that takes over protected content is an adaptation."""
    notice = (because("produced_work_notice"),) if Group.ODBL in groups else ()
    if Group.NO_DERIVATIVES in groups:
        return Decision(Verdict.CONFLICT, (because("no_derivatives"), *notice))
    adapted = [name for name in license_ids if terms_of(name).group in _ADAPTED]
    found = combine(adapted) if adapted else None
    if found:
        verdict = Verdict.CONFLICT if found.verdict is Verdict.CONFLICT else Verdict.CONDITIONS
        return Decision(verdict, (*found.reasons, *notice), found.confidence)
    if Group.NON_COMMERCIAL in groups:
        return Decision(Verdict.CONDITIONS, (because("non_commercial_carried"), *notice))
    return Decision(Verdict.ALLOWED, notice or (because("notices_stack"),))
