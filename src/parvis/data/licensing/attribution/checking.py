"""Whether an attribution that was written satisfies the licence."""

from __future__ import annotations

from parvis.data.licensing.decisions import Decision, Verdict, decide


def attribution_check(*, names_licensors: bool = True, names_license: bool = True, reachable: bool = True) -> Decision:
    """``reachable``: it stands with the data, the product, its folder, or a page the service leads to."""
    if not (names_licensors and names_license):
        return decide(Verdict.FAIL, "attribution_incomplete")
    if not reachable:
        return decide(Verdict.FAIL, "attribution_unreachable")
    return decide(Verdict.PASS, "attribution_complete")
