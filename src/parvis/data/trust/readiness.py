"""Axis G: what a program can use without a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.data.trust.evidence import Evidence
from parvis.data.trust.method import Method
from parvis.data.trust.result import Axis, Signal, Text
from parvis.data.trust.states import SCORED_ROLES

CODE = "agent"
_FLAGS = ("embedded_metadata", "fetchable", "package", "agent_entry")


def readiness(evidence: Evidence, method: Method) -> Axis:
    """The sum of the signals; each is worth the same whatever the others are."""
    numbers, agent = method.part(CODE), evidence.agent
    count = _declared(evidence)
    table = numbers["distributions"]
    got = 0 if count == 0 else table["one"] if count == 1 else table["many"]
    signals = (
        _signal(evidence, "documentation", _present(agent.documentation), numbers),
        _made(evidence, "distributions", str(count), got, table["many"]),
        _signal(evidence, "landing_page", _present(agent.landing_page), numbers),
        _of_states(evidence, "api", agent.api, numbers["api"]),
        _of_states(evidence, "schema", agent.schema, numbers["schema"]),
        *(_signal(evidence, name, _present(getattr(agent, name)), numbers) for name in _FLAGS),
    )
    value = sum(signal.points or 0 for signal in signals)
    texts = (
        ("documentation", f"agent.documentation.{_present(agent.documentation)}"),
        ("count", count),
        ("landing", f"agent.landing.{_present(agent.landing_page)}"),
    )
    status = "ok" if value == 100 else "partial"
    return Axis(CODE, method.weights[CODE], value, status, Text("summary.agent", texts), signals)


def _declared(evidence: Evidence) -> int:
    """Distinct addresses of data distributions; one without an address counts by itself."""
    return len({d.url or f"#{d.id}" for d in evidence.distributions if d.role in SCORED_ROLES})


def _present(flag: bool) -> str:
    return "present" if flag else "missing"


def _signal(evidence: Evidence, code: str, state: str, numbers: Mapping[str, Any]) -> Signal:
    most: int = numbers[code]
    return _made(evidence, code, state, most if state == "present" else 0, most)


def _of_states(evidence: Evidence, code: str, state: str | None, table: dict[str, int]) -> Signal:
    return _made(evidence, code, state or "none", table.get(state or "", 0), max(table.values()))


def _made(evidence: Evidence, code: str, state: str, got: int, most: int) -> Signal:
    return Signal(code, state, got, most, gain=most - got, proof=evidence.proofs.get(f"{CODE}.{code}"))
