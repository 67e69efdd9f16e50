"""What publishers say of themselves, and the proof that they control their site."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager, require_operator
from parvis.control.audit.actions import record
from parvis.control.catalog import queries as catalog
from parvis.control.domains import queries as domains
from parvis.control.trust.evidence import claim_of, reachable_root
from parvis.control.trust.facts.registers import Claim
from parvis.control.trust.models import ClaimRow
from parvis.control.trust.receivers import ask_for_score
from parvis.control.trust.rules.identity import host_of
from parvis.core.clock import iso, now
from parvis.core.config import Settings
from parvis.core.words import fold
from parvis.data.connectors.guarded import GuardedClient, Policy
from parvis.data.connectors.guarded.policy import networks_of
from parvis.data.connectors.ownership import NAME, WELL_KNOWN, Shown, look
from parvis.data.trust.evidence import InvalidEvidence
from parvis.data.trust.states import Sector

Look = Callable[[str, str, str | None], Shown]
TESTED_EVERY, TRIED_AGAIN = timedelta(days=30), timedelta(days=1)
_BATCH = 20


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a publisher has to show on its site; one of the three is enough."""

    host: str
    dns: str
    file: str
    meta: str


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

    Managers of the domain. Has the scores of its datasets computed anew. Errors: Forbidden, NotFound,
    InvalidEvidence for a sector that does not exist.
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
    _keep(actor, slug, claim, "trust.claim")
    return claim


@transaction.atomic
def review_publisher(*, actor: Actor, domain: str | None, publisher: str) -> Claim:
    """Approve what a publisher says of itself, for 24 months. Operator only. Has its scores computed anew."""
    require_operator(actor)
    slug = domains.get_domain(domain).slug
    claim = replace(claim_of(slug, publisher), reviewed=iso(now()), reviewer=actor.label)
    _keep(actor, slug, claim, "trust.review")
    return claim


@transaction.atomic
def challenge(*, actor: Actor, domain: str | None, publisher: str) -> Challenge:
    """What the publisher has to show on its site: the same at each call. Managers of the domain.

    Errors: Forbidden, NotFound, InvalidEvidence while no site is stated.
    """
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    claim = claim_of(slug, publisher)
    host = _host(claim)
    if not ClaimRow.objects.filter(domain=slug, name=_name(publisher)).exists():
        _keep(actor, slug, claim, "trust.claim")
    row = ClaimRow.objects.select_for_update().get(domain=slug, name=_name(publisher))
    if not row.token:
        row.token = secrets.token_urlsafe(24)
        row.save(update_fields=["token"])
    shown = f"{NAME}={row.token}"
    return Challenge(
        host=host,
        dns=f'{host_of(f"https://{host}")}. TXT "{shown}"',
        file=f"https://{host}{WELL_KNOWN} with the line {shown}",
        meta=f'<meta name="{NAME}" content="{row.token}">',
    )


def prove_control(*, actor: Actor, domain: str | None, publisher: str, at_site: Look | None = None) -> Claim:
    """Look at the publisher's site for its challenge, and note what is found. Managers of the domain.

    Has the scores of its datasets computed anew. Errors: as ``challenge``.
    """
    challenge(actor=actor, domain=domain, publisher=publisher)
    slug = domains.get_domain(domain).slug
    return _test(ClaimRow.objects.get(domain=slug, name=_name(publisher)), publisher, actor, at_site or seen_at)


def retest_due(at: datetime, at_site: Look | None = None) -> int:
    """Look again at sites whose proof is 30 days old, those that failed each day; returns how many."""
    rows = ClaimRow.objects.filter(due(at)).order_by("tested")[:_BATCH]
    count = 0
    for row in rows:
        name = next((n for n in _publishers(row.domain_id) if _name(n) == row.name), row.name)
        _test(row, name, Actor.system(), at_site or seen_at)
        count += 1
    return count


def anything_due(at: datetime) -> bool:
    """Whether a site has to be looked at again."""
    return ClaimRow.objects.filter(due(at)).exists()


def due(at: datetime) -> Q:
    """The claims whose control was proven and has to be seen again."""
    proven = Q(claim__control__isnull=False)
    failing = Q(claim__failures__gt=0, tested__lt=at - TRIED_AGAIN)
    return proven & (failing | Q(tested__lt=at - TESTED_EVERY))


def seen_at(host: str, token: str, portal: str | None) -> Shown:
    """What the site shows, read through the guarded client."""
    settings = Settings.from_environment()
    policy = Policy(networks=networks_of(settings.fetch_networks), ports=settings.fetch_ports)
    client = GuardedClient(policy)
    try:
        return look(client, host, token, portal=portal)
    finally:
        client.close()


def _test(row: ClaimRow, publisher: str, actor: Actor, at_site: Look) -> Claim:
    """The network is asked outside of the transaction."""
    claim = claim_of(row.domain_id, publisher)
    shown = at_site(_host(claim), row.token, reachable_root(row.domain_id))
    found = shown.by is not None
    after = replace(
        claim,
        control=iso(now()) if found else claim.control,
        failures=0 if found or claim.control is None else claim.failures + 1,
        links_here=shown.links,
    )
    with transaction.atomic():
        _keep(actor, row.domain_id, after, "trust.control", shown=shown.by or "nothing")
        ClaimRow.objects.filter(pk=row.pk).update(tested=now())
    return after


def _host(claim: Claim) -> str:
    if claim.site is None or host_of(claim.site) is None:
        raise InvalidEvidence("state the site of the publisher first", hint="`parvis trust publisher NAME --site URL`")
    return str(urlsplit(claim.site).hostname)


def _name(publisher: str) -> str:
    return fold(publisher)[:300]


def _publishers(domain: str) -> list[str]:
    return sorted({d.description.publisher for d in catalog.datasets(domain) if d.description.publisher})


def _keep(actor: Actor, slug: str, claim: Claim, action: str, **detail: str) -> None:
    name = _name(claim.name or "")
    stated = {k: v for k, v in asdict(claim).items() if k != "name" and v not in (None, (), False, 0)}
    ClaimRow.objects.update_or_create(domain_id=slug, name=name, defaults={"claim": stated})
    record(actor=actor.label, action=action, object=name, domain=slug, detail={"sector": claim.sector, **detail})
    for dataset in catalog.datasets(slug):
        if dataset.description.publisher and _name(dataset.description.publisher) == name:
            ask_for_score(dataset.uid, "publisher")
