"""Whether an ODbL database, or what is made from it, may bear another licence."""

from __future__ import annotations

from enum import StrEnum

from parvis.data.licensing.decisions import Decision, Verdict, decide


class Change(StrEnum):
    """What someone wants to do with the licence."""

    OTHER_LICENSE = "other_license"
    LATER_VERSION = "later_version"
    DECLARED_COMPATIBLE = "declared_compatible"
    PRODUCT_OWN_TERMS = "product_own_terms"
    SUBLICENSE = "sublicense"
    LICENSOR_ALSO_OFFERS = "licensor_also_offers"


_ANSWERS = {
    Change.OTHER_LICENSE: (Verdict.FORBIDDEN, ("license_kept",)),
    Change.LATER_VERSION: (Verdict.ALLOWED, ("later_version",)),
    Change.PRODUCT_OWN_TERMS: (Verdict.ALLOWED, ("product_own_terms", "produced_work_notice")),
    Change.SUBLICENSE: (Verdict.FORBIDDEN, ("no_sublicense",)),
    Change.LICENSOR_ALSO_OFFERS: (Verdict.ALLOWED, ("licensor_multi_license",)),
}


def relicensing(*, change: Change, evidence: str | None = None) -> Decision:
    """The answer for one change; a declared compatibility needs the address of the declaration as evidence."""
    if change == Change.DECLARED_COMPATIBLE:
        if not evidence:
            return decide(Verdict.REVIEW, "evidence_missing")
        return decide(Verdict.ALLOWED, "declared_compatible")
    verdict, codes = _ANSWERS[Change(change)]
    return decide(verdict, *codes)


def parallel_license(*, separable: bool = True) -> Decision:
    """Whether the producer of another source may keep its own terms on its own file, beside the derived set."""
    return (
        decide(Verdict.ALLOWED, "own_file_keeps_terms") if separable else decide(Verdict.CONFLICT, "two_share_alikes")
    )


def collection() -> Decision:
    """Untouched tables delivered side by side: no combination, each keeps its licence."""
    return decide(Verdict.ALLOWED, "collection")
