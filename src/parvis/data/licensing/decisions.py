"""What the rules answer: a verdict, the reasons with their articles in two languages, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from parvis.data.licensing.facts import Confidence, Text

# The C loader reads ten times faster; it is absent from some builds.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURENESS = {Confidence.HIGH: 2, Confidence.MEDIUM: 1, Confidence.LOW: 0}


class Verdict(StrEnum):
    """Answers of the rules. The last one asks for a person."""

    ALLOWED = "allowed"
    CONDITIONS = "conditions"  # allowed under the conditions that the reasons state
    CONFLICT = "conflict"  # no licence satisfies every source
    FORBIDDEN = "forbidden"
    SHARE = "share"  # must be offered under the same licence
    NO_SHARE = "no_share"
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a stable code, the articles it rests on, and a plain sentence in English and French."""

    code: str
    articles: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of one rule; ``reasons`` begins with the decisive one."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    confidence: Confidence = Confidence.HIGH

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the reasons, in order."""
        return tuple(reason.code for reason in self.reasons)


def weakest(values: Iterable[Confidence]) -> Confidence:
    """The least sure of several; high when there is none."""
    return min(values, key=_SURENESS.__getitem__, default=Confidence.HIGH)


def strongest(values: Iterable[Confidence]) -> Confidence:
    """The most sure of several; low when there is none."""
    return max(values, key=_SURENESS.__getitem__, default=Confidence.LOW)


def read_table(package: str, name: str) -> Any:
    """The content of a packaged YAML file."""
    return yaml.load(files(package).joinpath(name).read_text("utf-8"), Loader=_LOADER)


@cache
def _wording() -> Mapping[str, Reason]:
    return {
        code: Reason(code, tuple(entry.get("articles", ())), Text(entry["en"], entry["fr"]))
        for code, entry in read_table("parvis.data.licensing", "reasons.yaml").items()
    }


def because(code: str, **values: str) -> Reason:
    """The reason of this code, its blanks filled with the values. Raises KeyError for an unknown code or blank."""
    reason = _wording()[code]
    if not values:
        return reason
    text = Text(reason.text.en.format_map(values), reason.text.fr.format_map(values))
    return Reason(code, reason.articles, text)


def decide(verdict: Verdict, *codes: str, confidence: Confidence = Confidence.HIGH) -> Decision:
    """A decision from the codes of its reasons, none of which has blanks."""
    return Decision(verdict, tuple(because(code) for code in codes), confidence)
