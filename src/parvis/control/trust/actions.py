"""Keeping evidence and scores; contesting a point and answering."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from django.db import IntegrityError, transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager, require_operator
from parvis.control.audit.actions import record
from parvis.control.catalog import queries as catalog
from parvis.control.domains import queries as domains
from parvis.control.trust import queries
from parvis.control.trust.evidence import claim_of, evidence_of
from parvis.control.trust.facts.history import Appeal, AppealExists, Decision, InvalidAppeal
from parvis.control.trust.facts.registers import Claim
from parvis.control.trust.models import AppealRow, ClaimRow, CurrentScore, EvidenceRow, ScoreRow
from parvis.control.trust.rules.history import checked_point, checked_reason, due, moved, result_hash
from parvis.core.clock import iso, now
from parvis.core.errors import NotFound
from parvis.core.words import fold
from parvis.data.trust.availability import instant
from parvis.data.trust.documents import to_document
from parvis.data.trust.evidence import Evidence, InvalidEvidence
from parvis.data.trust.result import Score
from parvis.data.trust.scoring import compute
from parvis.data.trust.states import Sector

KEPT_EVERY = timedelta(days=30)


@transaction.atomic
def keep_score(*, actor: Actor, uid: str, evidence: Evidence, reason: str) -> Score:
    """Store the evidence and the score it gives. Managers of the domain, and the system.

    A line joins the history when the score or the method differs from the last one, or when that is a month old; the
    evidence of the present score is always kept. Writes an audit line with each new line. Errors: Forbidden,
    NotFound, InvalidEvidence.
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
        line = _add_line(uid, stored, score, moved(queries.previous(uid), score), reason)
        detail = {"id": dataset.id, "sum": score.sum, "band": score.band, "reason": reason}
        record(actor=actor.label, action="trust.score", object=uid, domain=dataset.domain, detail=detail)
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
def state_claim(
    *,
    actor: Actor,
    domain: str | None,
    publisher: str,
    sector: str = "unknown",
    identifier: str | None = None,
    site: str | None = None,
    mandate: str | None = None,
    producer: bool = False,
) -> Claim:
    """Say what a publisher of the domain is; what was confirmed about it before stays only for the same site.

    Managers of the domain. Errors: Forbidden, NotFound, InvalidEvidence for a sector that does not exist.
    """
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    if sector not in list(Sector):
        raise InvalidEvidence(f"sector is {sector[:60]!r}; it can be {', '.join(Sector)}")
    before = claim_of(slug, publisher)
    kept = before if before.site == site else Claim()
    claim = Claim(
        name=publisher,
        sector=sector,
        identifier=identifier,
        site=site,
        mandate=mandate,
        producer=producer,
        control=kept.control,
        email=kept.email,
        failures=kept.failures,
        links_here=kept.links_here,
    )
    _keep_claim(actor, slug, claim, "trust.claim")
    return claim


@transaction.atomic
def review_publisher(*, actor: Actor, domain: str | None, publisher: str) -> Claim:
    """Approve what a publisher says of itself, for 24 months. Operator only."""
    require_operator(actor)
    slug = domains.get_domain(domain).slug
    claim = replace(claim_of(slug, publisher), reviewed=iso(now()), reviewer=actor.label)
    _keep_claim(actor, slug, claim, "trust.review")
    return claim


@transaction.atomic
def contest(
    *, actor: Actor, domain: str | None, dataset_id: str, axis: str, signal: str, reason: str, subject: str = ""
) -> Appeal:
    """Contest a point of the present score with a reason. Managers of the domain.

    The answer is due within 30 days. Errors: Forbidden, NotFound, InvalidAppeal, AppealExists.
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
    return queries.appeal_of(row)


def _keep_claim(actor: Actor, slug: str, claim: Claim, action: str) -> None:
    name = fold(claim.name or "")[:300]
    stated = {k: v for k, v in asdict(claim).items() if k != "name" and v not in (None, (), False, 0)}
    ClaimRow.objects.update_or_create(domain_id=slug, name=name, defaults={"claim": stated})
    record(actor=actor.label, action=action, object=name, domain=slug, detail={"sector": claim.sector})


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
