"""The trust score on the page of a dataset: five axes, each point with its proof, and how to gain the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.trust_scores import whole
from parvis.data.trust.drawing import history_svg
from parvis.data.trust.method import Method, method
from parvis.web.portal.pages.trust_words import REASONS, fault_names, point_name, state_name
from parvis.web.portal.visit import Visit

# What a form leads back to says what became of it.
ASKED = "checked"
_HISTORY = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at: a text, where (None: nowhere to go), when (ISO 8601)."""

    text: str
    address: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what it was found to be, what it brings of how much, and how to gain the rest."""

    name: str
    subject: str | None
    state: str
    worth: str
    full: bool
    proof: Proof | None
    gain: int
    how: str | None
    appeals: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the five axes, ``value`` of 100."""

    name: str
    value: int
    weight: int
    summary: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A score of the past."""

    at: str
    score: str
    band: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrustBlock:
    """Everything the block shows. Without ``axes``, ``note`` says why there is no number."""

    note: str | None
    score: str
    badge: int
    band: str
    provisional: bool
    computed_at: str
    version: str
    axes: tuple[Axis, ...]
    history: tuple[Kept, ...]
    drawing: SafeString
    api: str
    method: str
    form: str
    asked: str | None


def trust_block(visit: Visit, view: DatasetView) -> TrustBlock | None:
    """The block; None before the first score."""
    found = whole(visit.reader.store.objects, view.manifest)
    if found is None:
        return None
    result = found["result"]
    rules, axes = method(result["method"]), result.get("axes", [])
    return TrustBlock(
        note=None if axes else _note(result["state"]),
        score=number_format(result.get("score", 0), 1),
        badge=result.get("badge", 0),
        band=result.get("band", ""),
        provisional=bool(result.get("provisional")),
        computed_at=result["computed_at"],
        version=result["method"],
        axes=tuple(_axis(axis, rules, visit.language, found["appeals"]) for axis in axes),
        history=tuple(_kept(line) for line in found["history"][:_HISTORY]),
        # Numbers, dates and our own words: nothing in the drawing was typed by anybody.
        drawing=mark_safe(history_svg(found["history"], visit.language)),
        api=f"/api/trust/v1/datasets/{view.manifest.id}",
        method=f"/api/trust/v1/method/{result['method']}",
        form=reverse("portal:trust-check", args=[view.manifest.id]),
        asked=asked_note(visit.request.GET.get(ASKED)),
    )


def asked_note(outcome: str | None) -> str | None:
    """What became of a check that was asked for."""
    notes = {
        "asked": _("The files will be checked in a moment."),
        "recently": _("The files were checked on demand within a day: come back later."),
    }
    return notes.get(outcome or "")


def _note(state: str) -> str:
    if state == "suspended":
        return _("The score is suspended while this dataset is withdrawn by law.")
    return _("This dataset is not public: its score is shown to its owners only.")


def _axis(axis: Mapping[str, Any], rules: Method, language: str, appeals: Sequence[Mapping[str, Any]]) -> Axis:
    mine = [appeal for appeal in appeals if appeal["axis"] == axis["code"]]
    return Axis(
        name=axis["label"][_known(language)],
        value=axis["value"],
        weight=axis["weight"],
        summary=axis["summary"][_known(language)],
        points=tuple(_point(axis["code"], signal, rules, language, mine) for signal in axis["signals"]),
    )


def _point(
    axis: str, signal: Mapping[str, Any], rules: Method, language: str, appeals: Sequence[Mapping[str, Any]]
) -> Point:
    code, subject, gain = signal["code"], signal.get("distribution"), signal.get("gain") or 0
    return Point(
        name=point_name(axis, code, rules, language),
        subject=subject,
        state=state_name(code, str(signal["state"])),
        worth=_worth(signal),
        full=gain == 0,
        proof=_proof(signal.get("proof")),
        gain=gain,
        how=signal["how"][_known(language)] if signal.get("how") else None,
        appeals=tuple(a for a in appeals if (a["signal"], a.get("subject") or None) == (code, subject)),
    )


def _worth(signal: Mapping[str, Any]) -> str:
    if signal.get("max"):
        return _("%(points)s of %(max)s") % {"points": signal.get("points", 0), "max": signal["max"]}
    if signal.get("cap") is not None:
        return _("limit %(cap)s") % {"cap": signal["cap"]}
    return str(signal["points"]) if signal.get("points") else ""


def _proof(found: Mapping[str, Any] | None) -> Proof | None:
    if not found:
        return None
    status = _("status %(status)s") % {"status": found["status"]} if found.get("status") else ""
    kind = _("Metadata") if found.get("type") == "metadata" and not found.get("label") else ""
    label = (
        fault_names(found["label"]) if found.get("type") == "http" and found.get("label") else found.get("label", "")
    )
    address = found.get("url", "")
    text = ", ".join(part for part in (kind, label, status) if part)
    return Proof(text, address if address.startswith(("https://", "http://")) else None, found.get("at"))


def _kept(line: Mapping[str, Any]) -> Kept:
    reason = str(REASONS.get(line.get("reason", ""), ""))
    return Kept(line["at"], number_format(line["score"], 1), line["band"], reason)


def _known(language: str) -> str:
    return "fr" if language == "fr" else "en"
