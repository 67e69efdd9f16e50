"""Axis A: what the last checks found, limited by the uptime of 30 days and by the age of the checks."""

from __future__ import annotations

from datetime import datetime, timedelta

from parvis.data.trust.evidence import Distribution, Evidence, InvalidEvidence, Proof
from parvis.data.trust.method import Method
from parvis.data.trust.result import Axis, Signal, Text
from parvis.data.trust.rounding import rounded
from parvis.data.trust.states import SCORED_ROLES, Outcome

CODE = "availability"


def availability(evidence: Evidence, method: Method) -> Axis:
    """The mean of the outcomes, under both caps; 0 without a data distribution."""
    scored = tuple(d for d in evidence.distributions if d.role in SCORED_ROLES)
    weight = method.weights[CODE]
    if not scored:
        signal = Signal("distributions", "none", 0, 100, gain=method.part(CODE)["outcomes"]["UNVERIFIED"])
        return Axis(CODE, weight, 0, "none", Text("summary.availability.none"), (signal,))
    points = [method.part(CODE)["outcomes"][d.outcome.value] for d in scored]
    total, count = sum(points), len(points)
    uptime, staleness = uptime_cap(scored, method), staleness_cap(scored, evidence.as_of, method)
    value = min(rounded(total, count), uptime, staleness)
    signals = [
        _outcome(evidence, d, got, min(rounded(total - got + 100, count), uptime, staleness) - value)
        for d, got in zip(scored, points, strict=True)
    ]
    base = rounded(total, count)
    signals.append(_cap("uptime_30d", _uptime_state(scored, method), uptime, min(base, staleness) - value))
    late = "on_time" if staleness == 100 else "late"
    signals.append(_cap("staleness", late, staleness, min(base, uptime) - value))
    status, summary = _summary(scored, points, value, base)
    return Axis(CODE, weight, value, status, summary, tuple(signals))


def uptime_cap(scored: tuple[Distribution, ...], method: Method) -> int:
    """The cap by the share of good checks of all distributions together; 100 under the least number of checks."""
    numbers = method.part(CODE)["uptime"]
    checks, ok = sum(d.checks for d in scored), sum(d.ok for d in scored)
    if checks < numbers["from_checks"]:
        return 100
    return next(int(cap) for share, cap in numbers["caps"] if 100 * ok >= share * checks)


def staleness_cap(scored: tuple[Distribution, ...], as_of: str, method: Method) -> int:
    """The cap by the age of the oldest latest check, in planned intervals; what was never checked has no age."""
    numbers = method.part(CODE)["staleness"]
    now = instant(as_of, "as_of")
    cap = 100
    for item in scored:
        if item.checked_at is not None:
            age = now - instant(item.checked_at, f"distributions.{item.id}.checked_at")
            planned = timedelta(seconds=item.interval_s)
            found = next((int(c) for times, c in numbers["caps"] if age <= times * planned), numbers["beyond"])
            cap = min(cap, found)
    return cap


def instant(text: str, where: str) -> datetime:
    """An ISO 8601 text with a zone as an instant. Raises InvalidEvidence."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidEvidence(f"{where} is {text[:40]!r}; it must be an ISO 8601 instant with a zone")
    return found


def _outcome(evidence: Evidence, item: Distribution, points: int, gain: int) -> Signal:
    proof = evidence.proofs.get(f"{CODE}.{item.id}")
    if proof is None and item.checked_at is not None:
        proof = Proof("http", at=item.checked_at, url=item.url)
    return Signal("outcome", item.outcome.value, points, 100, gain=max(0, gain), subject=item.id, proof=proof)


def _cap(code: str, state: str, cap: int, gain: int) -> Signal:
    return Signal(code, state, cap=cap, gain=max(0, gain))


def _uptime_state(scored: tuple[Distribution, ...], method: Method) -> str:
    checks, ok = sum(d.checks for d in scored), sum(d.ok for d in scored)
    return "not_applied" if checks < method.part(CODE)["uptime"]["from_checks"] else f"{ok}/{checks}"


def _summary(scored: tuple[Distribution, ...], points: list[int], value: int, base: int) -> tuple[str, Text]:
    bad = sum(p < 100 for p in points)
    if all(d.outcome is Outcome.UNVERIFIED for d in scored):
        return "unverified", Text("summary.availability.unverified")
    if bad:
        return "failed", Text("summary.availability.failed", (("bad", bad), ("count", len(scored))))
    if value < base:
        return "capped", Text("summary.availability.capped", (("cap", value),))
    return "ok", Text("summary.availability.ok")
