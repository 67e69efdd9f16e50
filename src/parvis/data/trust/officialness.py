"""Axis O: proofs that a publisher is what it says."""

from __future__ import annotations

from parvis.data.trust.evidence import Evidence, Proof
from parvis.data.trust.method import Method
from parvis.data.trust.result import Axis, Signal, Text
from parvis.data.trust.rounding import rounded
from parvis.data.trust.states import PROOFS, Sector

CODE = "officialness"


def officialness(evidence: Evidence, method: Method) -> Axis:
    """The value of the axis: neutral for publishers that are not public-sector, else by proof."""
    numbers, publisher = method.part(CODE), evidence.publisher
    if not publisher.declared:
        gain = numbers["unknown"] - numbers["undeclared"]
        return _plain(evidence, method, numbers["undeclared"], "undeclared", "publisher", gain)
    if publisher.sector is Sector.UNKNOWN:
        gain = numbers["neutral"] - numbers["unknown"]
        return _plain(evidence, method, numbers["unknown"], "unknown", "sector", gain)
    if publisher.sector is Sector.NON_PUBLIC:
        return _plain(evidence, method, numbers["neutral"], "neutral", "sector", 0)
    if publisher.sector is Sector.PUBLIC_MISSION and not publisher.mandate:
        gain = max(0, proven(method, proof_points(evidence, method)) - numbers["neutral"])
        return _plain(evidence, method, numbers["neutral"], "no_mandate", "mandate", gain)
    return _proven(evidence, method)


def proof_points(evidence: Evidence, method: Method) -> int:
    """The sum P of the proofs, 0..100."""
    table = method.part(CODE)["proofs"]
    return sum(table[name][state] for name, state in evidence.publisher.proofs.items())


def proven(method: Method, points: int) -> int:
    """The value that so many points of proof give."""
    numbers = method.part(CODE)
    return rounded(10 * numbers["base"] + numbers["per_ten"] * points, 10)


def _proven(evidence: Evidence, method: Method) -> Axis:
    points = proof_points(evidence, method)
    value = proven(method, points)
    signals = [_proof_signal(evidence, method, name, points) for name in PROOFS]
    status = "proven"
    if evidence.publisher.contradicted:
        low = method.part(CODE)["contradicted"]
        signals = [_without_gain(signal) for signal in signals]
        found = Signal(
            "contradiction", "contradicted", low, 100, gain=value - low, proof=_proof(evidence, "contradiction")
        )
        signals.insert(0, found)
        value, status = low, "contradicted"
    summary = Text(f"summary.officialness.{status}", (("points", points),) if status == "proven" else ())
    return Axis(CODE, method.weights[CODE], value, status, summary, tuple(signals), (("proof_points", points),))


def _proof_signal(evidence: Evidence, method: Method, name: str, points: int) -> Signal:
    table = method.part(CODE)["proofs"][name]
    state = evidence.publisher.proofs.get(name)
    got, most = table.get(state, 0), max(table.values())
    gain = proven(method, points - got + most) - proven(method, points)
    return Signal(name, state or "none", got, most, gain=gain, proof=_proof(evidence, name))


def _plain(evidence: Evidence, method: Method, value: int, status: str, code: str, gain: int) -> Axis:
    state = evidence.publisher.sector.value if code == "sector" else status
    most = value if gain == 0 else value + gain
    signal = Signal(code, state, value, most, gain=gain, proof=_proof(evidence, code))
    shown = "neutral" if status == "no_mandate" else status
    return Axis(CODE, method.weights[CODE], value, shown, Text(f"summary.officialness.{status}"), (signal,))


def _without_gain(signal: Signal) -> Signal:
    return Signal(signal.code, signal.state, signal.points, signal.max, proof=signal.proof)


def _proof(evidence: Evidence, name: str) -> Proof | None:
    found = evidence.proofs.get(f"{CODE}.{name}")
    if found is None and name == "sector" and evidence.publisher.sector_source:
        return Proof("register", label=evidence.publisher.sector_source)
    return found
