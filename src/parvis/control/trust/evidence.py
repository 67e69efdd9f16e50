"""Evidence gathered for a dataset now, from what is kept here."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from parvis.control.catalog import queries as catalog
from parvis.control.catalog.facts import DatasetFacts
from parvis.control.domains import queries as domains
from parvis.control.trust.facts.registers import Claim
from parvis.control.trust.models import CheckRow, ClaimRow
from parvis.control.trust.registers import registers
from parvis.control.trust.rules import gathering
from parvis.core.clock import iso
from parvis.core.words import fold
from parvis.data.trust.evidence import Evidence
from parvis.data.trust.states import Outcome
from parvis.data.trust.targets import LastCheck

WINDOW = timedelta(days=30)
_GOOD = frozenset({Outcome.OK, Outcome.OK_RESTRICTED, Outcome.DEGRADED, Outcome.IMPAIRED})


def evidence_of(uid: str, *, at: datetime, home: Path) -> Evidence:
    """The evidence of a dataset at this moment. Raises NotFound."""
    dataset = catalog.by_uid(uid)
    return gathering.gather(
        dataset,
        as_of=at,
        base=base_of(dataset),
        claim=claim_of(dataset.domain, dataset.description.publisher),
        registers=registers(home),
        checks=last_checks(uid, at),
    )


def base_of(dataset: DatasetFacts) -> str:
    """The address of the dataset's portal, by its first host name."""
    hosts = domains.get_domain(dataset.domain).hosts
    return f"https://{hosts[0]}" if hosts else "https://localhost"


def claim_of(domain: str, publisher: str | None) -> Claim:
    """What is known of a publisher of a domain; of one that stated nothing, its name."""
    if not publisher:
        return Claim()
    row = ClaimRow.objects.filter(domain=domain, name=fold(publisher)[:300]).first()
    stated = row.claim if row else {}
    return Claim(**{**stated, "name": publisher, "aliases": tuple(stated.get("aliases", ()))})


def last_checks(uid: str, at: datetime) -> dict[str, LastCheck]:
    """The last confirmed check of each target, with the count of the last 30 days."""
    found: dict[str, LastCheck] = {}
    counts: dict[str, tuple[int, int]] = {}
    rows = CheckRow.objects.filter(dataset=uid, at__lte=at, confirmed=True).order_by("at", "id")
    for row in rows:
        outcome = Outcome(row.outcome)
        checks, good = counts.get(row.distribution, (0, 0))
        if row.at > at - WINDOW and outcome is not Outcome.UNVERIFIED:
            counts[row.distribution] = checks, good = checks + 1, good + (outcome in _GOOD)
        found[row.distribution] = _last(row, outcome, checks, good)
    return found


def _last(row: CheckRow, outcome: Outcome, checks: int, good: int) -> LastCheck:
    record = row.record
    return LastCheck(
        outcome=outcome,
        at=iso(row.at),
        interval_s=max(1, int((row.next_at - row.at).total_seconds())),
        checks=checks,
        ok=good,
        status=record.get("status"),
        url=record.get("final_url") or record.get("url"),
        checksum=(record.get("checksum") or {}).get("value"),
        fetchable=bool(record.get("fetchable")),
        embedded_metadata=bool(record.get("embedded_metadata")),
        described=bool(record.get("described")),
        faults=tuple(record.get("faults") or ()),
    )
