"""Answers of the licence engine as documents of plain values, for the API and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parvis.data.licensing.attribution.forms import Attribution
from parvis.data.licensing.compatibility.combining import Combination, Output
from parvis.data.licensing.compatibility.comparing import Comparison, ShareAlike
from parvis.data.licensing.decisions import Decision, Reason
from parvis.data.licensing.facts import Text
from parvis.data.licensing.obligations.uses import Obligation

CAVEAT = Text(
    "This informs and does not replace legal counsel.",
    "Cette réponse informe et ne remplace pas un conseil juridique.",
)


def text(value: Text) -> dict[str, str]:
    """Both languages."""
    return {"en": value.en, "fr": value.fr}


def reason(value: Reason) -> dict[str, Any]:
    """Code, articles, sentence."""
    return {"code": value.code, "articles": list(value.articles), "text": text(value.text)}


def decision(value: Decision) -> dict[str, Any]:
    """Verdict, confidence, reasons."""
    return {"verdict": value.verdict, "confidence": value.confidence, "reasons": [reason(r) for r in value.reasons]}


def obligations(found: Iterable[Obligation]) -> dict[str, Any]:
    """Obligations by modality."""
    groups: dict[str, Any] = {"may": [], "must": [], "must_not": []}
    for one in found:
        groups[one.modality.value].append(
            {
                "code": one.code,
                "articles": list(one.articles),
                "text": text(one.text),
                "licenses": list(one.licenses),
            }
        )
    return groups | {"caveat": text(CAVEAT)}


def comparison(found: Comparison) -> dict[str, Any]:
    """The whole answer of the checker; sources are named by their place, from 0."""
    return {
        "sources": [{"license": s.license_id, "profile": s.profile} for s in found.sources],
        **_combination(found.combination),
        "share_alike": [_share_alike(one) for one in found.share_alike],
        "caveat": text(CAVEAT),
    }


def attribution(found: Attribution) -> dict[str, Any]:
    """Every form, and what is missing."""
    return {
        "text": found.text,
        "html": found.html,
        "markdown": found.markdown,
        "machine": found.machine,
        "due": found.due,
        "warnings": [reason(r) for r in found.warnings],
    }


def _combination(found: Combination) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "confidence": found.confidence,
        "reasons": [reason(r) for r in found.reasons],
        "conflict": list(found.conflict),
        "outputs": [_output(output) for output in found.outputs],
    }


def _output(output: Output) -> dict[str, Any]:
    return {
        "license": output.license_id,
        "verdict": output.verdict,
        "confidence": output.confidence,
        "refusal": reason(output.refusal) if output.refusal else None,
        "chain": [
            {
                "source": link.source,
                "verdict": link.verdict,
                "confidence": link.confidence,
                "reason": reason(link.reason),
            }
            for link in output.chain
        ],
    }


def _share_alike(found: ShareAlike) -> dict[str, Any]:
    duty = found.duty
    return {
        "source": found.source,
        "profile": found.profile,
        "reach": [
            {
                "source": reach.other,
                "columns": decision(reach.columns),
                "rows": {
                    "inside": reach.rows.inside,
                    "outside": reach.rows.outside,
                    **decision(reach.rows.decision),
                },
            }
            for reach in found.reaches
        ],
        "redistribution": {
            name: reason(getattr(duty, name)) for name in ("what", "where", "when", "how_often", "price", "form")
        },
        "price_of_the_result": decision(found.price),
        "court_and_law": decision(found.court) if found.court else None,
        "part_taken": decision(found.part),
    }
