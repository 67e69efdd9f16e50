"""The evidence of a dataset of this installation: from its metadata, its checks, its publisher's proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from parvis.control.catalog.facts import DatasetFacts
from parvis.control.trust.facts.registers import Claim, Registers
from parvis.control.trust.rules.fields import filled, is_page, landing_page
from parvis.control.trust.rules.licences import stated_license
from parvis.control.trust.rules.placeholders import plain
from parvis.control.trust.rules.proofs import prove
from parvis.core.clock import iso
from parvis.data.trust.evidence import Agent, Distribution, Evidence, Proof
from parvis.data.trust.method import CURRENT
from parvis.data.trust.states import Access, Outcome
from parvis.data.trust.targets import LANDING, LICENSE, PACKAGE, LastCheck, Target

SECTIONS_FROM = 300
# What is looked at and is no distribution.
_UNLISTED = (LANDING, LICENSE, PACKAGE)
_REACHED = frozenset({Outcome.OK, Outcome.DEGRADED, Outcome.IMPAIRED})


def targets(dataset: DatasetFacts, base: str) -> tuple[Target, ...]:
    """What to verify: declared distributions, documents, the landing page, and our own exports below ``base``."""
    description = dataset.description
    found = [
        Target(
            id=item.id or f"d{place}",
            role=item.role,
            url=item.url,
            format=item.format,
            size=item.size,
            checksum=item.checksum,
            algorithm=item.algorithm,
            live=item.live,
            restricted=dataset.restricted,
        )
        for place, item in enumerate(description.distributions)
    ]
    found += [
        Target(f"doc{n}", "documentation", url) for n, url in enumerate(description.documentation) if is_page(url)
    ]
    if dataset.version is not None:
        root = f"{base}/api/explore/v2.1/catalog/datasets/{dataset.id}"
        hosted = (("csv", "data", f"{root}/exports/csv"), ("json", "data", f"{root}/exports/json"))
        found += [Target(f"export-{f}", role, url, f, live=True, hosted=True) for f, role, url in hosted]
        found.append(Target("explore-api", "api", f"{root}/records?limit=1", "json", live=True, hosted=True))
        found.append(Target("croissant", PACKAGE, f"{root}/metadata/croissant", "json", live=True, hosted=True))
        found.append(
            Target("page", LANDING, f"{base}/explore/dataset/{dataset.id}/information/", live=True, hosted=True)
        )
    stated = landing_page(description)
    if stated and is_page(stated):
        found.append(Target(LANDING, LANDING, stated))
    text = description.license_url
    if text and is_page(text) and stated_license(description.license, text).normalised is None:
        # Only the text of a licence that nobody knows counts for something by being there.
        found.append(Target(LICENSE, LICENSE, text))
    return tuple({target.id: target for target in found}.values())


def gather(
    dataset: DatasetFacts,
    *,
    as_of: datetime,
    base: str,
    claim: Claim,
    registers: Registers,
    checks: Mapping[str, LastCheck],
) -> Evidence:
    """The evidence document at this moment; ``checks`` are the last ones by target."""
    description = dataset.description
    publisher, proofs = prove(claim, registers, as_of)
    verified = targets(dataset, base)
    found = filled(description, identifier=dataset.uid, issued=dataset.created, as_of=as_of)
    said = frozenset(name for name, is_said in found.items() if is_said)
    others = tuple(sorted({d.license_url for d in description.distributions if d.license_url}))
    return Evidence(
        method=CURRENT,
        as_of=iso(as_of),
        dataset=dataset.id,
        domain=dataset.domain,
        access=Access.RESTRICTED if dataset.restricted else Access.PUBLIC,
        publisher=publisher,
        fields=said,
        license=stated_license(
            description.license, description.license_url, others, alive=_answers(checks.get(LICENSE))
        ),
        distributions=_distributions(verified, checks),
        agent=_agent(dataset, verified, checks),
        proofs={
            **proofs,
            **_metadata_proofs(dataset, said),
            **agent_proofs(verified, checks),
            **{f"availability.{id_}": _proof(check) for id_, check in sorted(checks.items())},
        },
    )


def _answers(check: LastCheck | None) -> bool:
    return check is not None and check.outcome in _REACHED


def agent_proofs(verified: tuple[Target, ...], checks: Mapping[str, LastCheck]) -> dict[str, Proof]:
    """The check that showed each point of the agent axis; the first by identifier where several did."""
    shown: dict[str, Proof] = {}
    for target in sorted(verified, key=lambda t: t.id):
        check = checks.get(target.id)
        if check is None or check.outcome not in _REACHED:
            continue
        points = {
            "documentation": target.role == "documentation",
            "landing_page": target.id == LANDING,
            "api": target.role == "api",
            "embedded_metadata": target.role == LANDING and check.embedded_metadata,
            "fetchable": target.role == "data" and check.fetchable,
            "package": target.role == PACKAGE,
        }
        for name, is_shown in points.items():
            if is_shown:
                shown.setdefault(f"agent.{name}", replace(_proof(check), label=None))
    return shown


def _metadata_proofs(dataset: DatasetFacts, said: frozenset[str]) -> dict[str, Proof]:
    """Fields and licence rest on the metadata as they were last changed."""
    found = {f"completeness.{name}": Proof("metadata", at=dataset.metadata_changed) for name in sorted(said)}
    if "license" in said:
        stated = dataset.description.license or dataset.description.license_url
        found["license"] = Proof("metadata", label=(stated or "")[:200], at=dataset.metadata_changed)
    return found


def _distributions(verified: tuple[Target, ...], checks: Mapping[str, LastCheck]) -> tuple[Distribution, ...]:
    scored = [_distribution(t, checks.get(t.id)) for t in verified if t.role not in _UNLISTED]
    return tuple(sorted(scored, key=lambda item: item.id))


def _distribution(target: Target, check: LastCheck | None) -> Distribution:
    if check is None:
        return Distribution(target.id, target.role, url=target.url)
    return Distribution(
        target.id, target.role, check.outcome, check.at, check.interval_s, check.checks, check.ok, target.url
    )


def _proof(check: LastCheck) -> Proof:
    label = ", ".join(check.faults) or None
    return Proof("http", label=label, at=check.at, url=check.url, status=check.status, hash=check.checksum)


def _agent(dataset: DatasetFacts, verified: tuple[Target, ...], checks: Mapping[str, LastCheck]) -> Agent:
    roles = {target.id: target.role for target in verified}

    def reached(role: str) -> list[LastCheck]:
        return [check for id_, check in checks.items() if roles.get(id_) == role and check.outcome in _REACHED]

    landing = checks.get(LANDING)
    apis = reached("api")
    return Agent(
        documentation=bool(reached("documentation")) or _sections(dataset),
        landing_page=LANDING in roles and (landing is None or landing.outcome is not Outcome.DOWN),
        api=("described" if any(check.described for check in apis) else "endpoint") if apis else None,
        schema=_schema(dataset),
        embedded_metadata=any(check.embedded_metadata for check in reached(LANDING)),
        fetchable=any(check.fetchable for check in reached("data")),
        package=bool(reached(PACKAGE)),
    )


def _sections(dataset: DatasetFacts) -> bool:
    """A long description in several blocks is documentation."""
    text = dataset.description.description or ""
    blocks = sum(text.count(tag) for tag in ("<p", "<h", "<ul", "<ol", "<table"))
    return len(plain(text)) >= SECTIONS_FROM and blocks >= 2


def _schema(dataset: DatasetFacts) -> str | None:
    """An inferred schema does not count: types are stated by the curator, field by field."""
    stated = {choice["name"] for choice in dataset.field_choices if choice.get("type")}
    names = [field.name for field in dataset.schema]
    if not names or not stated.issuperset(names):
        return None
    told = sum(bool(field.description) for field in dataset.schema)
    return "described" if 5 * told >= 4 * len(names) else "typed"
