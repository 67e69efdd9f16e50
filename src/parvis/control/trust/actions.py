"""Keeping evidence and scores; contesting a point and answering."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db import IntegrityError, transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager, require_operator
from parvis.control.audit.actions import record
from parvis.control.catalog import queries as catalog
from parvis.control.trust import queries
from parvis.control.trust.evidence import evidence_of
from parvis.control.trust.facts.history import Appeal, AppealExists, Decision, InvalidAppeal
from parvis.control.trust.models import AppealRow, CurrentScore, EvidenceRow, ScoreRow
from parvis.control.trust.receivers import ask_for_score
from parvis.control.trust.rules.history import checked_point, checked_reason, due, losses, moved, result_hash
from parvis.core.clock import now
from parvis.core.errors import NotFound
from parvis.data.trust.availability import instant
from parvis.data.trust.documents import to_document
from parvis.data.trust.evidence import Evidence
from parvis.data.trust.result import Score
from parvis.data.trust.scoring import compute

KEPT_EVERY = timedelta(days=30)


@transaction.atomic
def keep_score(*, actor: Actor, uid: str, evidence: Evidence, reason: str) -> Score:
    """Store the evidence and the score it gives. Managers of the domain, and the system.

    A line joins the history when the score or the method differs from the last one, or when that is a month old; the
    evidence of the present score is always kept. Writes an audit line with each new line, and one that names what was
    lost when the band drops or an axis loses 20 points. Errors: Forbidden, NotFound, InvalidEvidence.
    """
    dataset = catalog.by_uid(uid)
    require_manager(actor, dataset.domain)
    score = compute(evidence)
    at = instant(evidence.as_of, "as_of")
    stored, _ = EvidenceRow.objects.get_or_create(
        dataset_id=uid, hash=score.evidence_hash, defaults={"document": to_document(evidence), "at": at}
    )
    last = ScoreRow.objects.filter(dataset=uid).first()
    line = last
    if last is None or _differs(last, score) or at - last.at >= KEPT_EVERY:
        before = queries.previous(uid)
        line = _add_line(uid, stored, score, moved(before, score), reason)
        detail = {"id": dataset.id, "sum": score.sum, "band": score.band, "reason": reason}
        record(actor=actor.label, action="trust.score", object=uid, domain=dataset.domain, detail=detail)
        if lost := losses(before, score):
            record(actor=actor.label, action="trust.drop", object=uid, domain=dataset.domain, detail={"lost": lost})
    assert line is not None
    replaced = CurrentScore.objects.filter(pk=uid).values_list("evidence", flat=True).first()
    CurrentScore.objects.update_or_create(pk=uid, defaults={"score": line, "evidence": stored, "at": at})
    _forget(replaced, stored.pk)
    return score


def recompute(*, actor: Actor, domain: str | None, dataset_id: str, home: Path, reason: str = "asked") -> Score:
    """Gather the evidence anew and keep the score it gives. Managers of the domain. Errors as ``keep_score``."""
    dataset = catalog.dataset(domain, dataset_id)
    require_manager(actor, dataset.domain)
    evidence = evidence_of(dataset.uid, at=now(), home=home)
    return keep_score(actor=actor, uid=dataset.uid, evidence=evidence, reason=reason)


@transaction.atomic
def contest(
    *, actor: Actor, domain: str | None, dataset_id: str, axis: str, signal: str, reason: str, subject: str = ""
) -> Appeal:
    """Contest a point of the present score with a reason. Managers of the domain.

    The answer is due within 30 days; readers see the question beside the point. Errors: Forbidden, NotFound,
    InvalidAppeal, AppealExists.
    """
    dataset = catalog.dataset(domain, dataset_id)
    require_manager(actor, dataset.domain)
    checked_point(queries.score(domain, dataset_id), axis, signal, subject)
    made = now()
    row = AppealRow(
        dataset_id=dataset.uid,
        axis=axis,
        signal=signal,
        subject=subject,
        reason=checked_reason(reason),
        author=actor.label[:254],
        made=made,
        due=due(made),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AppealExists(f"{axis}.{signal} is contested already and waits for its answer") from error
    _record(actor, "trust.contest", row, dataset.domain)
    ask_for_score(dataset.uid, "appeal")
    return queries.appeal_of(row)


@transaction.atomic
def answer(*, actor: Actor, appeal_id: int, accepted: bool, text: str) -> Appeal:
    """Answer an appeal, once. Operator only: who is judged does not judge.

    An accepted appeal changes no number by itself: the evidence has to be corrected, and the score computed again.
    Errors: Forbidden, NotFound, InvalidAppeal, AppealExists.
    """
    require_operator(actor)
    row = AppealRow.objects.select_for_update().select_related("dataset").filter(pk=appeal_id).first()
    if row is None:
        raise NotFound(f"there is no appeal {appeal_id}")
    if row.decision != Decision.OPEN:
        raise AppealExists("this appeal has its answer already")
    if row.author == actor.label and actor.user_id is not None:
        raise InvalidAppeal("somebody else has to answer your appeal")
    row.decision = Decision.ACCEPTED if accepted else Decision.REJECTED
    row.answer, row.answered, row.answered_by = checked_reason(text), now(), actor.label[:254]
    row.save()
    _record(actor, "trust.answer", row, row.dataset.domain_id)
    ask_for_score(str(row.dataset_id), "appeal")
    return queries.appeal_of(row)


def _differs(last: ScoreRow, score: Score) -> bool:
    known = (last.sum, last.axes, last.method, last.state)
    return known != (score.sum, dict(score.values), score.method, score.state.value)


def _add_line(uid: str, stored: EvidenceRow, score: Score, changed: tuple[str, ...], reason: str) -> ScoreRow:
    return ScoreRow.objects.create(
        dataset_id=uid,
        evidence=stored,
        method=score.method,
        state=score.state.value,
        sum=score.sum,
        badge=score.badge,
        band=score.band,
        axes=dict(score.values),
        changed=list(changed),
        result=result_hash(score),
        reason=reason[:120],
        at=stored.at,
    )


def _forget(replaced: int | None, kept: int) -> None:
    """Evidence that confirmed a score and was replaced by newer evidence of the same score is not kept."""
    if replaced is not None and replaced != kept and not ScoreRow.objects.filter(evidence=replaced).exists():
        EvidenceRow.objects.filter(pk=replaced).delete()


def _record(actor: Actor, action: str, row: AppealRow, domain: str) -> None:
    detail = {"appeal": row.pk, "point": f"{row.axis}.{row.signal}", "decision": str(row.decision)}
    record(actor=actor.label, action=action, object=row.dataset_id, domain=domain, detail=detail)
