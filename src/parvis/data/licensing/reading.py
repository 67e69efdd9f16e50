"""Entries of the registry as their files write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from parvis.data.licensing.facts import (
    Alias,
    Attribution,
    Confidence,
    DatabaseRight,
    Family,
    FrenchList,
    HighValue,
    Identifiers,
    Kind,
    License,
    Notice,
    OpenDefinition,
    Openness,
    Permission,
    Precision,
    ShareAlike,
    Text,
    Upgrade,
    UpgradeRule,
)

# The C loader reads the entries ten times faster; it is absent from some builds.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_entries(source: str) -> tuple[License, ...]:
    """The licences of one file: a YAML mapping from identifier to facts. Raises KeyError, ValueError when malformed."""
    content: Mapping[str, Mapping[str, Any]] = yaml.load(source, Loader=_LOADER)
    return tuple(_license(identifier, facts) for identifier, facts in content.items())


def _license(identifier: str, facts: Mapping[str, Any]) -> License:
    addresses = tuple(facts.get("addresses", ()))
    return License(
        id=identifier,
        name=_text(facts["name"]),
        kind=Kind(facts.get("kind", "license")),
        family=Family(facts["family"]),
        version=facts.get("version"),
        versions=tuple(facts.get("versions", ())),
        identifiers=Identifiers(**{name: tuple(ids) for name, ids in facts.get("identifiers", {}).items()}),
        addresses=addresses,
        page=facts.get("page", addresses[0] if addresses else None),
        aliases=_aliases(facts.get("aliases", {})),
        **_rights(facts),
        **_duties(facts),
        **_standing(facts),
    )


def _rights(facts: Mapping[str, Any]) -> dict[str, Any]:
    scope = facts.get("share_alike_scope")
    return {
        "open": Openness(facts["open"]),
        "redistribution": Permission(facts["redistribution"]),
        "commercial": Permission(facts["commercial"]),
        "derivatives": Permission(facts["derivatives"]),
        "share_alike": ShareAlike(facts["share_alike"]),
        "share_alike_scope": _text(scope) if scope else None,
        "database_right": DatabaseRight(facts["database_right"]),
        "contents_covered": facts.get("contents_covered", True),
    }


def _duties(facts: Mapping[str, Any]) -> dict[str, Any]:
    upgrade = facts.get("upgrade", {})
    clause = upgrade.get("clause")
    return {
        "attribution": Attribution(facts["attribution"]),
        "notice": Notice(facts["notice"]),
        "duties": tuple(_text(duty) for duty in facts.get("duties", ())),
        "limits": tuple(_text(limit) for limit in facts.get("limits", ())),
        "upgrade": Upgrade(
            UpgradeRule(upgrade.get("rule", "none")), tuple(upgrade.get("to", ())), _text(clause) if clause else None
        ),
    }


def _standing(facts: Mapping[str, Any]) -> dict[str, Any]:
    law = facts.get("law")
    return {
        "law": _text(law) if law else None,
        "open_definition": OpenDefinition(facts["open_definition"]),
        "french_list": FrenchList(facts["french_list"]),
        "french_basis": facts.get("french_basis"),
        "high_value": HighValue(facts["high_value"]),
        "high_value_confidence": Confidence(facts.get("high_value_confidence", "high")),
        "confidence": Confidence(facts["confidence"]),
    }


def _text(words: Mapping[str, str]) -> Text:
    return Text(words["en"], words["fr"])


def _aliases(groups: Mapping[str, Any]) -> tuple[Alias, ...]:
    """Aliases by precision; those of one platform are grouped by it."""
    found = []
    for precision, group in groups.items():
        if precision == Precision.PLATFORM:
            found += [Alias(text, Precision.PLATFORM, platform) for platform, texts in group.items() for text in texts]
        else:
            found += [Alias(text, Precision(precision)) for text in group]
    return tuple(found)
