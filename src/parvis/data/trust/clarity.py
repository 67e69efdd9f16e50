"""Axis L: what the licence lets people do, limited by how sure its identification is."""

from __future__ import annotations

from typing import Any

from parvis.data.trust.evidence import Evidence, License
from parvis.data.trust.method import Method
from parvis.data.trust.result import Axis, Signal, Text
from parvis.data.trust.states import Match, Openness

CODE = "license"
_KNOWN = frozenset({Openness.OPEN, Openness.RESTRICTED, Openness.CLOSED})
_BADGES = (
    ("redistributable", "redistributable"),
    ("attribution", "attribution"),
    ("share_alike", "share-alike"),
    ("commercial_use", "commercial-use"),
)


def clarity(evidence: Evidence, method: Method) -> Axis:
    """The lesser of openness and precision, less the contradiction, never below 0."""
    found = evidence.license
    points, cap, lost = _openness(found, method), _cap(found, method), _lost(found, method)
    value = max(0, min(points, cap) - lost)
    proof = evidence.proofs.get(CODE)
    signals = (
        Signal("openness", found.openness.value, points, 100, gain=max(0, cap - lost) - value, proof=proof),
        Signal("match", found.match.value, cap=cap, gain=max(0, points - lost) - value, proof=proof),
        Signal(
            "conflict",
            "contradiction" if found.conflict else "none",
            -lost,
            0,
            gain=min(points, cap) - value,
            proof=evidence.proofs.get(f"{CODE}.conflict"),
        ),
    )
    name = found.alias or found.normalised or (found.declared[0][:80] if found.declared else "?")
    values = (("license", name),) if found.openness in _KNOWN else ()
    summary = Text(f"summary.license.{found.openness.value}", values)
    return Axis(CODE, method.weights[CODE], value, found.openness.value, summary, signals, _extra(found))


def _openness(found: License, method: Method) -> int:
    numbers = method.part(CODE)
    if found.openness is Openness.UNMAPPED and found.url_alive:
        return int(numbers["unmapped_alive"])
    return int(numbers["openness"][found.openness.value])


def _cap(found: License, method: Method) -> int:
    match = found.match if found.openness in _KNOWN else Match.EXACT
    return int(method.part(CODE)["caps"][match.value])


def _lost(found: License, method: Method) -> int:
    return int(method.part(CODE)["conflict"]) if found.conflict else 0


def _extra(found: License) -> tuple[tuple[str, Any], ...]:
    badges = [badge for name, badge in _BADGES if getattr(found, name)]
    return (
        ("normalised", found.normalised),
        ("alias", found.alias),
        ("badges", badges),
        ("category", found.category),
    )
