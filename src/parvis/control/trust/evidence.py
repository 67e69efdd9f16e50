"""Evidence gathered for a dataset now, from what is kept here."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Max

from parvis.control.catalog import queries as catalog
from parvis.control.domains import queries as domains
from parvis.control.trust.facts.registers import Claim
from parvis.control.trust.models import CheckRow, ClaimRow
from parvis.control.trust.registers import registers
from parvis.control.trust.rules import gathering
from parvis.core.clock import iso
from parvis.core.config import Settings
from parvis.core.words import fold
from parvis.data.serving.describing.addresses import public_root
from parvis.data.trust.evidence import Evidence
from parvis.data.trust.states import GOOD, Outcome
from parvis.data.trust.targets import LastCheck

WINDOW = timedelta(days=30)


def evidence_of(uid: str, *, at: datetime, home: Path) -> Evidence:
    """The evidence of a dataset at this moment. Raises NotFound."""
    dataset = catalog.by_uid(uid)
    return gathering.gather(
        dataset,
        as_of=at,
        base=base_of(dataset.domain),
        claim=claim_of(dataset.domain, dataset.description.publisher),
        registers=registers(home),
        checks=last_checks(uid, at),
    )


def base_of(domain: str) -> str:
    """The address of a portal, as evidence names it; one that nobody can follow where it has none."""
    return reachable_root(domain) or f"https://{next(iter(domains.get_domain(domain).hosts), 'localhost')}"


def reachable_root(domain: str) -> str | None:
    """The address of a portal by its first public host name, else as the operator states it for the default one."""
    hosts = domains.get_domain(domain).hosts
    stated = Settings.from_environment().address if "localhost" in hosts else ""
    return public_root(hosts) or stated or None


def claim_of(domain: str, publisher: str | None) -> Claim:
    """What is known of a publisher of a domain; of one that stated nothing, its name."""
    if not publisher:
        return Claim()
    row = ClaimRow.objects.filter(domain=domain, name=fold(publisher)[:300]).first()
    stated = row.claim if row else {}
    return Claim(**{**stated, "name": publisher, "aliases": tuple(stated.get("aliases", ()))})


def last_checks(uid: str, at: datetime) -> dict[str, LastCheck]:
    """The last confirmed check of each target, with the count of the last 30 days."""
    rows = CheckRow.objects.filter(dataset=uid, at__lte=at, confirmed=True)
    counts: dict[str, tuple[int, int]] = {}
    for target, text in rows.filter(at__gt=at - WINDOW).values_list("distribution", "outcome"):
        outcome = Outcome(text)
        if outcome is not Outcome.UNVERIFIED:
            checks, good = counts.get(target, (0, 0))
            counts[target] = checks + 1, good + (outcome in GOOD)
    newest = rows.order_by().values("distribution").annotate(newest=Max("id")).values_list("newest", flat=True)
    found = CheckRow.objects.filter(pk__in=list(newest))
    return {row.distribution: _last(row, *counts.get(row.distribution, (0, 0))) for row in found}


def _last(row: CheckRow, checks: int, good: int) -> LastCheck:
    record = row.record
    return LastCheck(
        outcome=Outcome(row.outcome),
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
