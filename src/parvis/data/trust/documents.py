"""Evidence from and to its JSON document, and the hash that names it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from parvis.data.trust.evidence import (
    Agent,
    Distribution,
    Evidence,
    InvalidEvidence,
    License,
    Proof,
    Publisher,
    Suspension,
)
from parvis.data.trust.states import (
    API_STATES,
    FIELDS,
    PROOFS,
    SCHEMA_STATES,
    Access,
    Match,
    Openness,
    Outcome,
    Sector,
)

_E = TypeVar("_E", bound=StrEnum)
MAX_DISTRIBUTIONS = 10_000
_FLAGS = ("documentation", "landing_page", "embedded_metadata", "fetchable", "package", "agent_entry")


def from_document(values: Mapping[str, Any]) -> Evidence:
    """Read an evidence document; unknown members are ignored. Raises InvalidEvidence naming the member."""
    dataset = _object(values, "dataset")
    fields = _object(values, "fields")
    distributions = values.get("distributions") or []
    if not isinstance(distributions, list) or len(distributions) > MAX_DISTRIBUTIONS:
        raise InvalidEvidence(f"distributions must be a list of at most {MAX_DISTRIBUTIONS}")
    found = [_distribution(item, f"distributions[{i}]") for i, item in enumerate(distributions)]
    if len({item.id for item in found}) < len(found):
        raise InvalidEvidence("two distributions have the same id")
    return Evidence(
        method=_text(values, "method"),
        as_of=_text(values, "as_of"),
        dataset=_text(dataset, "id", "dataset."),
        domain=_optional(dataset, "domain", "dataset.") or "",
        access=_choice(Access, dataset.get("access", "public"), "dataset.access"),
        suspension=_suspension(dataset),
        publisher=_publisher(_object(values, "publisher")),
        fields=frozenset(name for name in FIELDS if _flag(fields, name, "fields.")),
        license=_license(_object(values, "license")),
        distributions=tuple(sorted(found, key=lambda item: item.id)),
        agent=_agent(_object(values, "agent")),
        proofs={
            str(name): _proof(proof, f"proofs.{name}") for name, proof in sorted(_object(values, "proofs").items())
        },
    )


def to_document(evidence: Evidence) -> dict[str, Any]:
    """The JSON document; ``from_document`` of it gives the same evidence back."""
    publisher, license_, agent = evidence.publisher, evidence.license, evidence.agent
    dataset: dict[str, Any] = {"id": evidence.dataset, "domain": evidence.domain, "access": evidence.access.value}
    if evidence.suspension:
        dataset["suspended"] = {"reason": evidence.suspension.reason, "at": evidence.suspension.at}
    return {
        "method": evidence.method,
        "as_of": evidence.as_of,
        "dataset": dataset,
        "publisher": {
            "declared": publisher.declared,
            "name": publisher.name,
            "sector": publisher.sector.value,
            "sector_source": publisher.sector_source,
            "mandate": publisher.mandate,
            "contradicted": publisher.contradicted,
            "proofs": {name: publisher.proofs.get(name) for name in PROOFS},
        },
        "fields": evidence.field_states(),
        "license": {
            **{name: getattr(license_, name) for name in License.__slots__},
            "declared": list(license_.declared),
            "openness": license_.openness.value,
            "match": license_.match.value,
        },
        "distributions": [_distribution_document(item) for item in evidence.distributions],
        "agent": {name: getattr(agent, name) for name in Agent.__slots__},
        "proofs": {name: proof.to_dict() for name, proof in evidence.proofs.items()},
    }


def canonical(document: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def evidence_hash(evidence: Evidence) -> str:
    """``sha256:`` and the hexadecimal hash of the canonical document."""
    return "sha256:" + hashlib.sha256(canonical(to_document(evidence))).hexdigest()


def _distribution_document(item: Distribution) -> dict[str, Any]:
    return {
        "id": item.id,
        "role": item.role,
        "outcome": item.outcome.value,
        "checked_at": item.checked_at,
        "interval_s": item.interval_s,
        "window_30d": {"checks": item.checks, "ok": item.ok},
        "url": item.url,
    }


def _publisher(values: Mapping[str, Any]) -> Publisher:
    stated = _object(values, "proofs", "publisher.")
    proofs: dict[str, str] = {}
    for name, states in PROOFS.items():
        state = stated.get(name)
        if state is None:
            continue
        if state not in states:
            raise InvalidEvidence(f"publisher.proofs.{name} is {state!r}; it can be {', '.join(states)} or null")
        proofs[name] = state
    return Publisher(
        declared=_flag(values, "declared", "publisher."),
        name=_optional(values, "name", "publisher."),
        sector=_choice(Sector, values.get("sector", "unknown"), "publisher.sector"),
        sector_source=_optional(values, "sector_source", "publisher."),
        mandate=bool(values.get("mandate")),
        contradicted=_flag(values, "contradicted", "publisher."),
        proofs=proofs,
    )


def _license(values: Mapping[str, Any]) -> License:
    declared = values.get("declared") or []
    if not isinstance(declared, list) or not all(isinstance(text, str) for text in declared):
        raise InvalidEvidence("license.declared must be a list of texts")
    flags = ("url_alive", "conflict", "redistributable", "attribution", "share_alike", "commercial_use")
    return License(
        openness=_choice(Openness, values.get("openness", "none"), "license.openness"),
        match=_choice(Match, values.get("match", "exact"), "license.match"),
        declared=tuple(declared),
        normalised=_optional(values, "normalised", "license."),
        alias=_optional(values, "alias", "license."),
        category=_optional(values, "category", "license.") or "none",
        **{name: _flag(values, name, "license.") for name in flags},
    )


def _distribution(values: Any, where: str) -> Distribution:
    if not isinstance(values, Mapping):
        raise InvalidEvidence(f"{where} must be an object")
    window = _object(values, "window_30d", f"{where}.")
    checks, ok = (_count(window, name, f"{where}.window_30d.", 0) for name in ("checks", "ok"))
    if ok > checks:
        raise InvalidEvidence(f"{where}.window_30d has more good checks than checks")
    return Distribution(
        id=_text(values, "id", f"{where}."),
        role=_optional(values, "role", f"{where}.") or "data",
        outcome=_choice(Outcome, values.get("outcome", "UNVERIFIED"), f"{where}.outcome"),
        checked_at=_optional(values, "checked_at", f"{where}."),
        interval_s=max(1, _count(values, "interval_s", f"{where}.", 86_400)),
        checks=checks,
        ok=ok,
        url=_optional(values, "url", f"{where}."),
    )


def _agent(values: Mapping[str, Any]) -> Agent:
    for name, states in (("api", API_STATES), ("schema", SCHEMA_STATES)):
        if values.get(name) not in (None, *states):
            raise InvalidEvidence(f"agent.{name} is {values[name]!r}; it can be {', '.join(states)} or null")
    return Agent(
        api=values.get("api"),
        schema=values.get("schema"),
        **{name: _flag(values, name, "agent.") for name in _FLAGS},
    )


def _suspension(dataset: Mapping[str, Any]) -> Suspension | None:
    stated = _object(dataset, "suspended", "dataset.")
    if not stated:
        return None
    return Suspension(_text(stated, "reason", "dataset.suspended."), _text(stated, "at", "dataset.suspended."))


def _proof(values: Any, where: str) -> Proof:
    if not isinstance(values, Mapping):
        raise InvalidEvidence(f"{where} must be an object")
    status = values.get("status")
    if status is not None and (not isinstance(status, int) or isinstance(status, bool)):
        raise InvalidEvidence(f"{where}.status must be a number")
    texts = {name: _optional(values, name, f"{where}.") for name in ("label", "at", "url", "hash")}
    return Proof(type=_optional(values, "type", f"{where}.") or "", status=status, **texts)


def _object(values: Mapping[str, Any], name: str, prefix: str = "") -> Mapping[str, Any]:
    found = values.get(name)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise InvalidEvidence(f"{prefix}{name} must be an object")
    return found


def _text(values: Mapping[str, Any], name: str, prefix: str = "") -> str:
    found = _optional(values, name, prefix)
    if not found:
        raise InvalidEvidence(f"{prefix}{name} is missing")
    return found


def _optional(values: Mapping[str, Any], name: str, prefix: str) -> str | None:
    found = values.get(name)
    if found is not None and not isinstance(found, str):
        raise InvalidEvidence(f"{prefix}{name} must be a text")
    return found


def _flag(values: Mapping[str, Any], name: str, prefix: str) -> bool:
    found = values.get(name, False)
    if found is None:
        return False
    if not isinstance(found, bool):
        raise InvalidEvidence(f"{prefix}{name} must be true or false")
    return found


def _count(values: Mapping[str, Any], name: str, prefix: str, default: int) -> int:
    found = values.get(name, default)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise InvalidEvidence(f"{prefix}{name} must be a whole number of at least 0")
    return found


def _choice(kind: type[_E], value: Any, where: str) -> _E:
    try:
        return kind(value)
    except ValueError:
        raise InvalidEvidence(f"{where} is {value!r}; it can be {', '.join(kind)}") from None
