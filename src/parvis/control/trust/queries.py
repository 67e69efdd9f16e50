"""Reading scores, their evidence and appeals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from parvis.control.catalog import queries as catalog
from parvis.control.trust.facts.checks import CheckLine, DayLine, Planned
from parvis.control.trust.facts.history import Appeal, Decision, ScoreLine, Verified
from parvis.control.trust.models import AppealRow, CheckRow, CurrentScore, ScoreRow, WatchRow
from parvis.control.trust.rules.days import day_line
from parvis.control.trust.rules.history import result_hash
from parvis.core.clock import iso
from parvis.core.errors import NotFound
from parvis.data.trust.averages import Average, average
from parvis.data.trust.documents import from_document
from parvis.data.trust.evidence import Evidence
from parvis.data.trust.result import Score, State
from parvis.data.trust.rows import csv_lines
from parvis.data.trust.scoring import compute


def evidence(domain: str | None, dataset_id: str) -> Evidence:
    """What the dataset's present score rests on. Raises NotFound."""
    return from_document(_current(domain, dataset_id).evidence.document)


def score(domain: str | None, dataset_id: str) -> Score:
    """The present score, computed from its evidence. Raises NotFound."""
    return compute(evidence(domain, dataset_id))


def score_of(uid: str) -> Score | None:
    """The present score of the dataset of that immutable identifier; None before the first."""
    found = CurrentScore.objects.select_related("evidence").filter(pk=uid).first()
    return None if found is None else compute(from_document(found.evidence.document))


def document_of(uid: str) -> dict[str, Any] | None:
    """The stored evidence document of the present score; None before the first."""
    found = CurrentScore.objects.select_related("evidence").filter(pk=uid).first()
    return None if found is None else dict(found.evidence.document)


def history_of(uid: str, *, limit: int) -> list[ScoreLine]:
    """Kept scores of the dataset of that immutable identifier, newest first."""
    rows = ScoreRow.objects.filter(dataset=uid).select_related("evidence", "dataset")[:limit]
    return [line_of(row, row.dataset.slug) for row in rows]


def history(
    domain: str | None,
    dataset_id: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 100,
) -> list[ScoreLine]:
    """Kept scores, newest first, between two instants. Raises NotFound for a dataset that does not exist."""
    found = ScoreRow.objects.filter(dataset=catalog.dataset(domain, dataset_id).uid).select_related("evidence")
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lte=until)
    return [line_of(row, dataset_id) for row in found[:limit]]


def verify(domain: str | None, dataset_id: str | None = None) -> Iterator[Verified]:
    """Compute every kept score again from its stored evidence; of one dataset, or of a whole domain."""
    uids = {d.uid: d.id for d in catalog.datasets(domain)}
    if dataset_id is not None:
        facts = catalog.dataset(domain, dataset_id)
        uids = {facts.uid: facts.id}
    rows = ScoreRow.objects.filter(dataset__in=list(uids)).select_related("evidence").order_by("dataset", "id")
    for row in rows.iterator(chunk_size=500):
        again = compute(from_document(row.evidence.document))
        same = (result_hash(again), again.sum, again.evidence_hash) == (row.result, row.sum, row.evidence.hash)
        yield Verified(uids[row.dataset_id], iso(row.at), row.method, same, row.sum, again.sum)


def domain_average(domain: str | None) -> Average:
    """Of the public scores of a domain."""
    return _average({d.uid: d.id for d in catalog.datasets(domain)})


def organisation_average(domain: str | None, publisher: str) -> Average:
    """Of the public scores of the datasets that name this publisher."""
    return _average({d.uid: d.id for d in catalog.datasets(domain) if d.description.publisher == publisher})


def evidence_csv(domain: str | None) -> Iterator[str]:
    """All present evidence of a domain's public scores as CSV lines, one line a point."""
    uids = [d.uid for d in catalog.datasets(domain)]
    rows = CurrentScore.objects.filter(dataset__in=uids, score__state=State.SCORED.value).select_related("evidence")
    yield from csv_lines(compute(from_document(row.evidence.document)) for row in rows.order_by("dataset__slug"))


def checks(
    domain: str | None, dataset_id: str, *, distribution: str | None = None, limit: int = 100
) -> list[CheckLine]:
    """Checks of a dataset's addresses, newest first. Raises NotFound."""
    return checks_of(catalog.dataset(domain, dataset_id).uid, distribution=distribution, limit=limit)


def checks_of(uid: str, *, distribution: str | None = None, limit: int = 100) -> list[CheckLine]:
    """The same of the dataset of that immutable identifier."""
    found = CheckRow.objects.filter(dataset=uid).select_related("dataset")
    if distribution is not None:
        found = found.filter(distribution=distribution)
    return [check_of(row) for row in found[:limit]]


def days_of(uid: str, *, since: datetime) -> list[DayLine]:
    """Confirmed checks by address and day (UTC), oldest first, of what is kept one by one."""
    rows = CheckRow.objects.filter(dataset=uid, at__gte=since, confirmed=True).order_by("distribution", "at")
    values = rows.values_list("distribution", "at", "outcome", "record__ttfb_ms")
    days = groupby(values, key=lambda row: (row[0], row[1].date().isoformat()))
    return [day_line(target, day, [(outcome, ms) for _, _, outcome, ms in same]) for (target, day), same in days]


def planned(domain: str | None, dataset_id: str | None = None) -> list[Planned]:
    """Addresses under watch, those that are due first; of one dataset or of a domain. Raises NotFound."""
    found = [catalog.dataset(domain, dataset_id)] if dataset_id is not None else catalog.datasets(domain)
    names = {dataset.uid: dataset.id for dataset in found}
    return [
        Planned(
            dataset=names[row.dataset_id],
            target=row.target,
            role=row.address["role"],
            url=row.address["url"],
            next_at=iso(row.next_at),
            failures=row.failures,
        )
        for row in WatchRow.objects.filter(dataset__in=list(names))
    ]


def appeals_of(uid: str) -> list[Appeal]:
    """Contested points of the dataset of that immutable identifier, newest first."""
    return [appeal_of(row) for row in AppealRow.objects.filter(dataset=uid).select_related("dataset")]


def open_appeals(domain: str | None) -> list[Appeal]:
    """Appeals of a domain that wait for their answer, the one that is due first at the top."""
    uids = [dataset.uid for dataset in catalog.datasets(domain)]
    found = AppealRow.objects.filter(decision=Decision.OPEN, dataset__in=uids).select_related("dataset")
    return [appeal_of(row) for row in found.order_by("due")]


def appeals(domain: str | None, dataset_id: str) -> list[Appeal]:
    """Contested points with their answers, newest first."""
    uid = catalog.dataset(domain, dataset_id).uid
    return [appeal_of(row) for row in AppealRow.objects.filter(dataset=uid).select_related("dataset")]


def overdue(at: datetime) -> list[Appeal]:
    """Open appeals whose deadline has passed, oldest first."""
    found = AppealRow.objects.filter(decision=Decision.OPEN, due__lt=at).select_related("dataset")
    return [appeal_of(row) for row in found.order_by("due")]


def previous(uid: str) -> Score | None:
    """The last kept score, for comparison with a new one."""
    row = ScoreRow.objects.filter(dataset=uid).select_related("evidence").first()
    return None if row is None else compute(from_document(row.evidence.document))


def line_of(row: ScoreRow, dataset: str) -> ScoreLine:
    """The value that leaves this app."""
    return ScoreLine(
        dataset=dataset,
        at=iso(row.at),
        method=row.method,
        sum=row.sum,
        badge=row.badge,
        band=row.band,
        axes=row.axes,
        changed=tuple(row.changed),
        reason=row.reason,
        evidence_hash=row.evidence.hash,
    )


def check_of(row: CheckRow) -> CheckLine:
    """The value that leaves this app."""
    return CheckLine(
        dataset=row.dataset.slug,
        distribution=row.distribution,
        at=iso(row.at),
        next_at=iso(row.next_at),
        outcome=row.outcome,
        confirmed=row.confirmed,
        trigger=row.trigger,
        record=row.record,
    )


def appeal_of(row: AppealRow) -> Appeal:
    """The value that leaves this app."""
    return Appeal(
        id=row.pk,
        dataset=row.dataset.slug,
        axis=row.axis,
        signal=row.signal,
        subject=row.subject,
        reason=row.reason,
        author=row.author,
        made=iso(row.made),
        due=iso(row.due),
        decision=Decision(row.decision),
        answer=row.answer,
        answered_by=row.answered_by,
        answered=iso(row.answered) if row.answered else None,
    )


def _current(domain: str | None, dataset_id: str) -> CurrentScore:
    facts = catalog.dataset(domain, dataset_id)
    found = CurrentScore.objects.select_related("evidence").filter(pk=facts.uid).first()
    if found is None:
        raise NotFound(f"{dataset_id} has no score yet", hint="`parvis trust recompute ID` makes one")
    return found


def _average(uids: dict[str, str]) -> Average:
    rows = CurrentScore.objects.filter(dataset__in=list(uids), score__state=State.SCORED.value).select_related("score")
    return average((uids[row.pk], row.score.sum, row.score.band, row.score.axes) for row in rows)
