"""The rules of a schema as conditions in SQL, over a table of the texts and values of its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import orjson

from parvis.data.ingest.conformance.patterns import engine_pattern
from parvis.data.ingest.conformance.report import Unchecked
from parvis.data.ingest.conformance.schema import SchemaField, TableSchema
from parvis.data.ingest.conformance.values import ORDERED, Reading, reading
from parvis.data.ingest.staging import StagedColumn, literal

BLANK = "blank"
_BOUNDS = {"minimum": "<", "maximum": ">", "exclusiveMinimum": "<=", "exclusiveMaximum": ">="}
_KNOWN = frozenset({*_BOUNDS, "required", "unique", "pattern", "enum", "minLength", "maxLength"})
_SHOWN = 12


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A field that the file has: its column, how it is read, and its columns in the table of texts and values.

    ``text`` is null where the cell stands for nothing; ``good`` tells that the text is of the type (null where the text
    is); ``value`` is what is compared, null where the text is not good.
    """

    field: SchemaField
    column: StagedColumn
    reading: Reading
    number: int

    @property
    def text(self) -> str:
        """The column of the text."""
        return f"t{self.number}"

    @property
    def good(self) -> str:
        """The column that tells whether the text is of the type."""
        return f"k{self.number}"

    @property
    def value(self) -> str:
        """The column of the value."""
        return f"v{self.number}"

    @property
    def digits(self) -> str:
        """The column of the digits of the text, as a whole number without spaces and points."""
        return f"d{self.number}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that is true for the rows which break the rule; ``shown`` is the SQL of what they are shown by.

    ``about`` are the fields that both speak of; ``digits`` tells that the condition needs the digits of their texts.
    """

    rule: str
    column: str
    about: tuple[Subject, ...]
    broken: str
    shown: str
    params: Mapping[str, Any] = field(default_factory=dict)
    digits: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Fields whose values may stand only once together."""

    rule: str
    column: str
    subjects: tuple[Subject, ...]


@dataclass(slots=True)
class Plan:
    """Everything to check."""

    rules: list[Rule] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)


def subjects(schema: TableSchema, columns: Mapping[str, StagedColumn], beside: Sequence[str]) -> dict[str, Subject]:
    """The fields that the file has, by name; ``beside`` are columns of no field that checks speak of, read as text."""
    fields = [found for found in schema.fields if found.name in columns]
    names = {found.name for found in fields}
    fields += [SchemaField(name) for name in beside if name in columns and name not in names]
    found = {}
    for number, one in enumerate(fields):
        found[one.name] = Subject(one, columns[one.name], reading(one), number)
    return found


def field_rules(connection: duckdb.DuckDBPyConnection, schema: TableSchema, there: Mapping[str, Subject]) -> Plan:
    """The rules of types, constraints and keys."""
    plan = Plan()
    plan.rules.append(Rule("blank-row", "", (), BLANK, "NULL"))
    for one in schema.fields:
        if one.name in there:
            _add_field(connection, plan, there[one.name])
    _add_keys(schema, plan, there)
    return plan


def _add_field(connection: duckdb.DuckDBPyConnection, plan: Plan, subject: Subject) -> None:
    name, text = subject.field.name, subject.text
    found = subject.reading
    if found.unread is not None:
        plan.unchecked.append(Unchecked("format", name, "format-not-read", {"expected": found.unread}))
    if subject.field.required:
        plan.rules.append(Rule("required", name, (subject,), f"{text} IS NULL AND NOT {BLANK}", text))
    if found.message != "type-string" or found.params:
        plan.rules.append(Rule(found.message, name, (subject,), f"NOT {subject.good}", text, found.params))
    constraints = subject.field.constraints
    if constraints.get("unique") is True:
        plan.keys.append(Key("unique", name, (subject,)))
    for told in (*_pattern(connection, subject), *_enum(subject), *_lengths(subject), *_bounds(connection, subject)):
        plan.rules.append(told) if isinstance(told, Rule) else plan.unchecked.append(told)
    for constraint in sorted(set(constraints) - _KNOWN):
        plan.unchecked.append(Unchecked(constraint[:60], name, "constraint-not-known"))


def _pattern(connection: duckdb.DuckDBPyConnection, subject: Subject) -> Iterator[Rule | Unchecked]:
    stated = subject.field.constraints.get("pattern")
    if not isinstance(stated, str):
        return
    found, params = engine_pattern(connection, stated), {"expected": stated}
    if found is None:
        yield Unchecked("pattern", subject.field.name, "pattern-not-read", params)
        return
    broken = f"{subject.good} AND NOT regexp_full_match({subject.text}, {literal(found)})"
    yield Rule("pattern", subject.field.name, (subject,), broken, subject.text, params)


def _enum(subject: Subject) -> Iterator[Rule]:
    stated = subject.field.constraints.get("enum")
    for allowed in (stated, subject.field.categories):
        if not allowed:
            continue
        as_value = subject.field.type in (*ORDERED, "boolean")
        read: Callable[[str], str] = subject.reading.value if as_value else _same
        listed = ", ".join(read(literal(_lexical(value))) for value in allowed)
        compared = subject.value if as_value else subject.text
        params = {"expected": [_lexical(value) for value in allowed[:_SHOWN]] + ["…"] * (len(allowed) > _SHOWN)}
        # An allowed value that is not of the type is null, and makes the test unknown.
        broken = f"{subject.good} AND coalesce({compared} NOT IN ({listed}), true)"
        yield Rule("enum", subject.field.name, (subject,), broken, subject.text, params)


def _lengths(subject: Subject) -> Iterator[Rule | Unchecked]:
    measure = _MEASURES.get(subject.field.type)
    for name, sign in (("minLength", "<"), ("maxLength", ">")):
        limit = subject.field.constraints.get(name)
        if limit is None:
            continue
        if measure is None:
            yield Unchecked(name, subject.field.name, "not-comparable", {"type": subject.field.type})
            continue
        broken = f"{subject.good} AND {measure(subject)} {sign} {int(limit)}"
        yield Rule(name, subject.field.name, (subject,), broken, subject.text, {"expected": limit})


_MEASURES: Mapping[str, Callable[[Subject], str]] = {
    "string": lambda subject: f"length({subject.text})",
    "array": lambda subject: f"json_array_length(TRY_CAST({subject.text} AS JSON))",
    "object": lambda subject: f"len(json_keys(TRY_CAST({subject.text} AS JSON)))",
    "list": lambda subject: f"len(string_split({subject.text}, {literal(subject.field.delimiter)}))",
}


def _bounds(connection: duckdb.DuckDBPyConnection, subject: Subject) -> Iterator[Rule | Unchecked]:
    for name, sign in _BOUNDS.items():
        stated = subject.field.constraints.get(name)
        if stated is None:
            continue
        params = {"expected": _lexical(stated)}
        if subject.field.type not in ORDERED:
            yield Unchecked(name, subject.field.name, "not-comparable", {"type": subject.field.type})
            continue
        bound = _bound(connection, subject, stated)
        if bound is None:
            yield Unchecked(name, subject.field.name, "bound-not-read", params)
            continue
        broken = f"{subject.good} AND {subject.value} {sign} {bound}"
        yield Rule(name, subject.field.name, (subject,), broken, subject.text, params)


def _bound(connection: duckdb.DuckDBPyConnection, subject: Subject, stated: Any) -> str | None:
    """SQL of a bound: in the form of the field, else in the usual one of its type; None when it is in neither."""
    usual = reading(SchemaField(subject.field.name, subject.field.type))
    plain = isinstance(stated, int | float) and not isinstance(stated, bool)
    for found in (usual,) if plain else (subject.reading, usual):
        text = literal(_lexical(stated))
        row = connection.execute(f"SELECT coalesce({found.valid(text)}, false)").fetchone()
        if row is not None and row[0] and found.unread is None:
            return found.value(text)
    return None


def _add_keys(schema: TableSchema, plan: Plan, there: Mapping[str, Subject]) -> None:
    keys = [("primary-key", schema.primary_key)] if schema.primary_key else []
    keys += [("primary-key", key) for key in schema.unique_keys]
    for rule, names in keys:
        held = tuple(there[name] for name in names if name in there)
        if len(held) < len(names):
            plan.unchecked.append(Unchecked("primaryKey", ", ".join(names), "key-without-column"))
            continue
        plan.keys.append(Key(rule, ", ".join(names), held))
    if schema.primary_key and all(name in there for name in schema.primary_key):
        about = tuple(there[name] for name in schema.primary_key)
        empty = " OR ".join(f"{subject.text} IS NULL" for subject in about)
        column = ", ".join(schema.primary_key)
        plan.rules.append(Rule("primary-key-missing", column, about, f"({empty}) AND NOT {BLANK}", "NULL"))
    for names in schema.foreign_keys:
        plan.unchecked.append(Unchecked("foreignKeys", ", ".join(names), "foreign-key"))


def _lexical(value: Any) -> str:
    """A value of the schema's JSON as a cell would hold it."""
    if isinstance(value, str):
        return value.replace("\0", "")
    return orjson.dumps(value).decode()


def _same(text: str) -> str:
    return text
