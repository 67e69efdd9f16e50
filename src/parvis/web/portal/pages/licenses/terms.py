"""What licences let one do, ask and refuse, as lines to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parvis.data.licensing.decisions import Decision, Reason, Verdict
from parvis.data.licensing.obligations.deciding import together
from parvis.data.licensing.obligations.uses import Act, Modality, Obligation, Use
from parvis.web.portal.pages.licenses.words import ACTS, CONFIDENCES, VERDICT_ICONS, VERDICTS


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, with the articles it rests on."""

    text: str
    articles: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What may, must and must not be done in one case."""

    title: str
    may: tuple[Line, ...]
    must: tuple[Line, ...]
    must_not: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict in words with its icon, how sure it is, and why."""

    verdict: str
    code: str
    icon: str
    confidence: str
    reasons: tuple[Line, ...]


def terms(license_ids: Sequence[str], act: Act, language: str) -> Terms:
    """What these licences say together of an act, its purpose commercial or not. Raises UnknownLicense."""
    found = together(license_ids, Use(act, commercial=True))
    return Terms(str(ACTS[act]), *(_of(found, modality, language) for modality in Modality))


def in_short(license_id: str, language: str) -> Terms:
    """What one licence says over the three ways to publish. Raises UnknownLicense."""
    said: dict[str, Obligation] = {}
    for act in (Act.REDISTRIBUTE, Act.DERIVE, Act.PRODUCE):
        for one in together((license_id,), Use(act, commercial=True)):
            said.setdefault(f"{one.modality} {one.code}", one)
    return Terms("", *(_of(said.values(), modality, language) for modality in Modality))


def line(reason: Reason, language: str) -> Line:
    """A reason of the engine as a line."""
    return Line(reason.text.in_(language), ", ".join(reason.articles))


def lines(reasons: Iterable[Reason], language: str) -> tuple[Line, ...]:
    """Reasons as lines, each once."""
    return tuple(dict.fromkeys(line(reason, language) for reason in reasons))


def answer(found: Decision, language: str) -> Answer:
    """A decision of the engine in words."""
    return Answer(
        *named(found.verdict), confidence=str(CONFIDENCES[found.confidence]), reasons=lines(found.reasons, language)
    )


def named(verdict: Verdict) -> tuple[str, str, str]:
    """Words, code and icon of a verdict."""
    return str(VERDICTS[verdict]), verdict.value, VERDICT_ICONS[verdict]


def _of(found: Iterable[Obligation], modality: Modality, language: str) -> tuple[Line, ...]:
    return tuple(Line(o.text.in_(language), ", ".join(o.articles)) for o in found if o.modality is modality)
