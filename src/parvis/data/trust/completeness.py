"""Axis M: how many of the recommended metadata fields are filled."""

from __future__ import annotations

from parvis.data.trust.evidence import Evidence
from parvis.data.trust.method import Method
from parvis.data.trust.result import Axis, Signal, Text
from parvis.data.trust.rounding import percent

CODE = "completeness"


def completeness(evidence: Evidence, method: Method) -> Axis:
    """The share of filled fields in percent."""
    names = method.part(CODE)["fields"]
    filled, total = sum(name in evidence.fields for name in names), len(names)
    value = percent(filled, total)
    step = percent(min(filled + 1, total), total) - value
    signals = tuple(
        Signal(
            name,
            "present" if name in evidence.fields else "missing",
            gain=0 if name in evidence.fields else step,
            proof=evidence.proofs.get(f"{CODE}.{name}"),
        )
        for name in names
    )
    summary = Text("summary.completeness", (("filled", filled), ("total", total)))
    status = "ok" if filled == total else "partial"
    return Axis(CODE, method.weights[CODE], value, status, summary, signals, (("filled", filled), ("total", total)))
