"""The case files of the licence rules, and what runs each rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from parvis.data.licensing.attribution.checking import attribution_check
from parvis.data.licensing.attribution.forms import attribution
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.compatibility import fees, mechanics, relicensing, scope
from parvis.data.licensing.compatibility.combining import Grant, combine
from parvis.data.licensing.compatibility.courts import court_and_law
from parvis.data.licensing.compatibility.licensors import licensors, personal_data
from parvis.data.licensing.compatibility.publishers import choice
from parvis.data.licensing.compatibility.redistribution import redistribution
from parvis.data.licensing.compatibility.sharing import audience_of, sharing
from parvis.data.licensing.compatibility.spread import spread
from parvis.data.licensing.compatibility.territory import Territory
from parvis.data.licensing.compatibility.verification import extraction, verification
from parvis.data.licensing.decisions import Verdict
from parvis.data.licensing.offers import Homologation

CASES = Path(__file__).parents[2] / "cases" / "licensing"
FILES = [
    "licensors",
    "fees",
    "attribution",
    "sharing",
    "redistribution",
    "scope",
    "spread",
    "courts",
    "relicensing",
    "combinations",
    "verification",
    "mechanics",
    "publishers",
]

Answer = dict[str, Any]


def cases(files: Sequence[str] = FILES) -> list[dict[str, Any]]:
    """Every row of the files."""
    return [row for name in files for row in yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))]


def answer(rule: str, given: Mapping[str, Any]) -> Answer:
    """What the rule says: verdict, codes, confidence, and its other results by name."""
    if rule in SPECIAL:
        return SPECIAL[rule](dict(given))
    return _plain(PLAIN[rule](**given))


def _plain(decision: Any, **more: Any) -> Answer:
    return {
        "verdict": decision.verdict,
        "codes": list(decision.codes),
        "confidence": decision.confidence,
        **more,
    }


def _licensors(given: Answer) -> Answer:
    found = licensors(**given)
    return _plain(found.decision, names=list(found.names))


def _credit(given: Answer) -> Answer:
    day = given.pop("updated", None)
    source = Credited(
        given["license_id"], given["title"], tuple(given["producers"]), updated=day and date.fromisoformat(day)
    )
    found = attribution([source], "fr")
    return {
        "verdict": Verdict.PASS,
        "codes": [warning.code for warning in found.warnings],
        "confidence": "high",
        "text": found.text,
    }


def _scope(given: Answer) -> Answer:
    for name in ("initial_territory", "territory"):
        given[name] = Territory.of(given[name])
    return _plain(scope.same_theme_and_territory(**given))


def _column_scope(given: Answer) -> Answer:
    for name in ("initial_territory", "territory"):
        given[name] = Territory.of(given[name])
    return _plain(scope.column_scope(**given))


def _spread(given: Answer) -> Answer:
    a, b = (Territory.of(given[name]) for name in "ab")
    found = spread("ODbL-1.0", "etalab-2.0", a, b, locatable=given.get("locatable", True))
    return _plain(found.decision, inside=found.inside, outside=found.outside)


def _combine(given: Answer) -> Answer:
    grants = [Grant(1, "ODbL-1.0", given["evidence"])] if "evidence" in given else []
    found = combine(given["sources"], grants=grants)
    lawful = (*found.under(Verdict.ALLOWED), *found.under(Verdict.CONDITIONS))
    return {
        "verdict": found.verdict,
        "codes": [reason.code for reason in found.reasons],
        "confidence": found.confidence,
        "output": lawful[0] if len(lawful) == 1 else lawful,
    }


def _choice(given: Answer) -> Answer:
    decisions = [Homologation(one["license"], tuple(one["information"])) for one in given.pop("homologations", ())]
    return _plain(choice(**given, homologations=decisions))


PLAIN: dict[str, Callable[..., Any]] = {
    "personal_data": personal_data,
    "licensor_fee": fees.licensor_fee,
    "reuser_price": fees.reuser_price,
    "free_redistribution": fees.free_redistribution,
    "attribution_check": attribution_check,
    "sharing": sharing,
    "stake": lambda capital_percent: sharing(derived=True, audience=audience_of(capital_percent)),
    "redistribution": redistribution,
    "openstreetmap": scope.openstreetmap,
    "four_criteria": scope.four_criteria,
    "court_and_law": court_and_law,
    "relicensing": relicensing.relicensing,
    "parallel_license": relicensing.parallel_license,
    "collection": relicensing.collection,
    "verification": verification,
    "extraction": extraction,
    "reinstatement": mechanics.reinstatement,
    "technical_lock": mechanics.technical_lock,
    "contents": mechanics.contents,
}
SPECIAL: dict[str, Callable[[Answer], Answer]] = {
    "licensors": _licensors,
    "credit": _credit,
    "scope": _scope,
    "column_scope": _column_scope,
    "choice": _choice,
    "spread": _spread,
    "combine": _combine,
}
