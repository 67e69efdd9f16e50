"""The checks that French schemas add to their constraints, by the names that Validata gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from parvis.data.ingest.conformance import identifiers
from parvis.data.ingest.conformance.report import ERROR, Finding, Unchecked
from parvis.data.ingest.conformance.rules import BLANK, Plan, Rule, Subject
from parvis.data.ingest.conformance.schema import CustomCheck, TableSchema
from parvis.data.ingest.conformance.values import coordinates
from parvis.data.ingest.processors.functions import register

_NAMES = {
    "siren": "french-siren-value",
    "siret": "french-siret-value",
    "phone-number": "phone-number-value",
    "year-interval": "year-interval-value",
    "compare-columns": "compare-columns-value",
    "sum-columns": "sum-columns-value",
    "cohesive-columns": "cohesive-columns-value",
}
_OPERATORS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    ">": (">", {"en": "greater than", "fr": "supérieure à"}),
    ">=": (">=", {"en": "greater than or equal to", "fr": "supérieure ou égale à"}),
    "==": ("=", {"en": "equal to", "fr": "égale à"}),
    "<=": ("<=", {"en": "less than or equal to", "fr": "inférieure ou égale à"}),
    "<": ("<", {"en": "less than", "fr": "inférieure à"}),
}
_NUMBERS = ("integer", "number", "year")
_ALONE = {"en": ", or a single year", "fr": ", ou une seule année"}
Told = Rule | Finding | Unchecked


@dataclass(frozen=True, slots=True)
class _Asked:
    """A check with the columns that it names; ``there`` are those of the file."""

    name: str
    params: Mapping[str, Any]
    names: tuple[str, ...]
    there: Mapping[str, Subject]

    @property
    def subjects(self) -> list[Subject]:
        return [self.there[name] for name in self.names if name in self.there]

    @property
    def absent(self) -> list[str]:
        return [name for name in self.names if name not in self.there]

    def unusable(self, expected: str) -> Unchecked:
        return Unchecked(self.name, "", "check-not-usable", {"expected": expected})


def columns_of(checks: Sequence[CustomCheck]) -> list[str]:
    """The columns that checks speak of."""
    return list(dict.fromkeys(name for check in checks for name in _columns(check.params)))


def check_rules(
    connection: duckdb.DuckDBPyConnection, schema: TableSchema, plan: Plan, there: Mapping[str, Subject]
) -> list[Finding]:
    """Add the rules of the checks to the plan; the findings are about columns."""
    findings: list[Finding] = []
    for check in schema.checks:
        name = _NAMES.get(check.name, check.name)
        kind = _CHECKS.get(name)
        if kind is None:
            plan.unchecked.append(Unchecked(check.name, "", "check-not-known"))
            continue
        for told in kind(_Asked(name, check.params, tuple(_columns(check.params)), there)):
            if isinstance(told, Rule):
                register(connection, told.broken)
                plan.rules.append(told)
            elif isinstance(told, Finding):
                findings.append(told)
            else:
                plan.unchecked.append(told)
    return findings


def _columns(params: Mapping[str, Any]) -> Iterator[str]:
    for member in ("column", "column1", "column2"):
        if isinstance(params.get(member), str):
            yield params[member]
    for member in ("othercolumns", "columns"):
        listed = params.get(member)
        yield from (name for name in (listed if isinstance(listed, list) else [listed]) if isinstance(name, str))


def _identifier(wrong: Callable[[str, str], str]) -> Callable[[_Asked], Iterator[Told]]:
    """A check of the digits of one column, left aside when the column is not there, and on empty cells."""

    def told(asked: _Asked) -> Iterator[Told]:
        if len(asked.names) != 1:
            yield asked.unusable("column")
        for one in asked.subjects[:1]:
            broken = f"{one.text} IS NOT NULL AND {wrong(one.text, one.digits)}"
            yield Rule(asked.name, one.field.name, (one,), broken, one.text, digits=True)

    return told


def _phone(asked: _Asked) -> Iterator[Told]:
    if len(asked.names) != 1:
        yield asked.unusable("column")
    for one in asked.subjects[:1]:
        broken = f"{one.text} IS NOT NULL AND {identifiers.no_phone(one.text)}"
        yield Rule(asked.name, one.field.name, (one,), broken, one.text)


def _years(asked: _Asked) -> Iterator[Told]:
    alone = asked.params.get("allow-year-only") in ("true", "yes", True)
    if len(asked.names) != 1:
        yield asked.unusable("column")
    for one in asked.subjects[:1]:
        text = one.text
        period = rf"regexp_full_match({text}, '\d{{4}}/\d{{4}}') AND left({text}, 4) < right({text}, 4)"
        right = rf"(({period}) OR regexp_full_match({text}, '\d{{4}}'))" if alone else f"({period})"
        params = {"alone": _ALONE if alone else ""}
        yield Rule(asked.name, one.field.name, (one,), f"{text} IS NOT NULL AND NOT {right}", text, params)


def _compared(asked: _Asked) -> Iterator[Told]:
    operator = _OPERATORS.get(str(asked.params.get("op")))
    if operator is None or len(asked.names) != 2:
        yield asked.unusable("column, op, column2")
        return
    if asked.absent:
        yield from _without(asked)
        return
    one, other = asked.subjects
    sign, words = operator
    shown = f"{one.text} || ' / ' || {other.text}"
    full = f"{one.value} IS NOT NULL AND {other.value} IS NOT NULL"
    params = {"op": words, "other": other.field.name}
    left, right, mixed = _sides(one, other)
    if mixed:
        told = {"other": other.field.name}
        yield Rule("compare-columns-kinds", one.field.name, (one, other), f"{full} AND {mixed}", shown, told)
    test = f"({left}) {sign} ({right})"
    text = f"{one.value} {sign} {other.value}"
    right_way = (
        f"CASE WHEN ({left}) IS NOT NULL AND ({right}) IS NOT NULL THEN {test} ELSE {text} END" if mixed else test
    )
    broken = f"{full} AND NOT coalesce({mixed or 'false'}, false) AND NOT ({right_way})"
    yield Rule(asked.name, one.field.name, (one, other), broken, shown, params)


def _sides(one: Subject, other: Subject) -> tuple[str, str, str]:
    """SQL of both sides, and of whether they are of different kinds ("": the schema has them of one kind)."""
    kinds = {one.field.type, other.field.type}
    if len(kinds) == 1 and kinds != {"string"} and kinds != {"any"}:
        return one.value, other.value, ""
    if kinds <= set(_NUMBERS):
        return f"{one.value}::DOUBLE", f"{other.value}::DOUBLE", ""
    left, right = (f"TRY_CAST({side.text} AS DOUBLE)" for side in (one, other))
    # Texts that are both numbers are compared as numbers.
    return left, right, f"(({left}) IS NULL) <> (({right}) IS NULL)"


def _sum(asked: _Asked) -> Iterator[Told]:
    if len(asked.names) < 3:
        yield asked.unusable("column, columns")
        return
    if asked.absent:
        yield from _without(asked)
        return
    total, *parts = asked.subjects
    full = " AND ".join(f"{_amount(one)} IS NOT NULL" for one in asked.subjects)
    added = " + ".join(_amount(part) for part in parts)
    shown = f"{total.text} || ' ≠ ' || " + " || ' + ' || ".join(part.text for part in parts)
    # Cents that are added as binary fractions do not fall on the cent.
    wrong = f"abs({_amount(total)} - ({added})) > 1e-9 * greatest(1, abs({_amount(total)}))"
    params = {"others": [part.field.name for part in parts]}
    yield Rule(asked.name, total.field.name, (total, *parts), f"{full} AND {wrong}", shown, params)


def _amount(one: Subject) -> str:
    return f"{one.value}::DOUBLE" if one.field.type in _NUMBERS else f"TRY_CAST({one.text} AS DOUBLE)"


def _cohesive(asked: _Asked) -> Iterator[Told]:
    if len(asked.names) < 2:
        yield asked.unusable("column, othercolumns")
        return
    params = {"others": list(asked.names)}
    if asked.absent and asked.subjects:
        yield Finding("cohesive-columns-missing", ERROR, ", ".join(asked.absent), params)
    elif asked.subjects:
        empty = [f"({one.text} IS NULL)::INTEGER" for one in asked.subjects]
        broken = f"({' + '.join(empty)}) NOT IN (0, {len(empty)})"
        yield Rule(asked.name, asked.names[0], tuple(asked.subjects), broken, asked.subjects[0].text, params)


def _one_of(asked: _Asked) -> Iterator[Told]:
    if len(asked.names) < 2:
        yield asked.unusable("column, column2")
        return
    params = {"others": list(asked.names)}
    if not asked.subjects:
        yield Finding("one-of-required-missing", ERROR, asked.names[0], params)
        return
    empty = " AND ".join(f"{one.text} IS NULL" for one in asked.subjects)
    yield Rule(asked.name, asked.names[0], tuple(asked.subjects), f"{empty} AND NOT {BLANK}", "NULL", params)


def _in_france(asked: _Asked) -> Iterator[Told]:
    if len(asked.names) != 1:
        yield asked.unusable("column")
    for one in asked.subjects[:1]:
        lon, lat = coordinates(one.field, one.text)
        sure = f"{one.good} AND ({lon}) IS NOT NULL AND ({lat}) IS NOT NULL"
        here, turned = identifiers.in_france(lon, lat), identifiers.in_france(lat, lon)
        yield Rule(
            "reversed-french-gps-coordinates", one.field.name, (one,), f"{sure} AND NOT {here} AND {turned}", one.text
        )
        broken = f"{one.good} AND NOT coalesce({here} OR {turned}, false)"
        yield Rule("french-gps-coordinates", one.field.name, (one,), broken, one.text)


def _without(asked: _Asked) -> Iterator[Told]:
    """Left aside; worth a word when the file has some of the columns."""
    if asked.subjects:
        yield Unchecked(asked.name, "", "check-without-column", {"others": asked.absent})


_CHECKS: Mapping[str, Callable[[_Asked], Iterator[Told]]] = {
    "french-siren-value": _identifier(identifiers.no_siren),
    "french-siret-value": _identifier(identifiers.no_siret),
    "phone-number-value": _phone,
    "year-interval-value": _years,
    "compare-columns-value": _compared,
    "sum-columns-value": _sum,
    "cohesive-columns-value": _cohesive,
    "one-of-required": _one_of,
    "french-gps-coordinates": _in_france,
}
