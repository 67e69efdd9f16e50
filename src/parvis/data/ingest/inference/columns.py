"""The plan of each column: the kind that every one of its values has, or what a curator decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import duckdb

from parvis.core.fields import FieldType
from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.inference.kind import Kind, any_text
from parvis.data.ingest.inference.kinds import CHOSEN, KINDS, TEXT, TYPED_TEXT
from parvis.data.ingest.inference.missing import is_mark, marked, measured, without_marks
from parvis.data.ingest.inference.places import GEOJSON, WKB
from parvis.data.ingest.options import FieldOverride
from parvis.data.ingest.staging import STAGE, StagedColumn, load_spatial

SAMPLE = 5_000
_SAMPLE_CELLS = 400_000
# One statement tests so many columns at once: wide tables would make it too long.
_BATCH = 400
_CHOSEN = "type chosen by the curator"

_NATIVE = {
    "BIGINT": FieldType.INT,
    "DOUBLE": FieldType.DOUBLE,
    "BOOLEAN": FieldType.BOOLEAN,
    "DATE": FieldType.DATE,
    "TIMESTAMP": FieldType.DATETIME,
    "VARCHAR[]": FieldType.TEXT,
    "JSON": FieldType.JSON,
    "GEOMETRY": FieldType.GEO_SHAPE,
}
_GEOMETRIES = {"BLOB": WKB, "GEOJSON": GEOJSON}


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How a staged column becomes a field.

    ``source`` is the SQL of the values as they came; ``kind`` is None when they are kept as they are. ``wrong`` counts
    the values that the kind cannot read: they become null. ``filled`` counts the texts, None when nobody counted.
    ``guarded`` plans are guesses: writing fails at the first value that the kind cannot read. ``marks`` tells that
    marks of missing values (nd, NC, a dash) are null in ``source``.
    """

    column: StagedColumn
    type: FieldType
    reason: str
    source: str
    kind: Kind | None = None
    multivalued: str | None = None
    precision: str | None = None
    wrong: int = 0
    filled: int | None = None
    guarded: bool = False
    marks: bool = False


@dataclass(frozen=True, slots=True)
class _Question:
    """A column, and the kinds to test on every row of it; ``wanted`` is a curator's type: the best kind is taken."""

    column: StagedColumn
    source: str
    kinds: tuple[Kind, ...]
    wanted: FieldType | None = None
    separator: str | None = None
    marks: bool = False


def plans(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[StagedColumn],
    overrides: Sequence[FieldOverride | None],
) -> list[ColumnPlan]:
    """The plan of each column; ``overrides`` stand beside the columns.

    Raises IngestError for a choice that makes no sense on its column.
    """
    questions = _questions(connection, columns, overrides)
    if any(kind.type is FieldType.GEO_SHAPE for question in questions for kind in question.kinds):
        load_spatial(connection)
    found: list[ColumnPlan] = []
    for start in range(0, len(questions), _BATCH):
        batch = questions[start : start + _BATCH]
        found += _without_late_marks(connection, list(map(_answer, batch, _counts(connection, batch))), batch)
    return found


def _without_late_marks(
    connection: duckdb.DuckDBPyConnection, found: list[ColumnPlan], questions: Sequence[_Question]
) -> list[ColumnPlan]:
    """The plans, with another look at texts that the first values took for numbers: marks may come later."""
    late = {
        n: replace(q, source=without_marks(q.column.name), kinds=tuple(measured(q.kinds)), marks=True)
        for n, (plan, q) in enumerate(zip(found, questions, strict=True))
        if plan.kind is None and plan.type is FieldType.TEXT and not q.wanted and not q.marks and measured(q.kinds)
    }
    if not late:
        return found
    answers = map(_answer, late.values(), _counts(connection, list(late.values())))
    better = {n: plan for n, plan in zip(late, answers, strict=True) if plan.kind is not None}
    return [better.get(n, plan) for n, plan in enumerate(found)]


def guesses(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[StagedColumn],
    overrides: Sequence[FieldOverride | None],
) -> list[ColumnPlan] | None:
    """The plans that first values suggest, to be verified while they are written; None when values must be counted."""
    questions = _questions(connection, columns, overrides)
    if any(question.wanted is not None or not question.column.label for question in questions):
        return None
    if any(kind.type is FieldType.GEO_SHAPE for question in questions for kind in question.kinds[:1]):
        load_spatial(connection)
    return [_guess(question) for question in questions]


def _questions(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[StagedColumn],
    overrides: Sequence[FieldOverride | None],
) -> list[_Question]:
    samples = _samples(connection, [c for c in columns if c.sql_type == "VARCHAR"])
    return [_question(c, o, samples.get(c.name, [])) for c, o in zip(columns, overrides, strict=True)]


def is_numeric(plan: ColumnPlan) -> bool:
    """Whether a column holds numbers."""
    return plan.type in (FieldType.INT, FieldType.DOUBLE)


def value(plan: ColumnPlan) -> str:
    """The SQL of a column's typed value; a value that its kind cannot read is null."""
    if plan.kind is None:
        return plan.source
    sql = plan.kind.value(plan.source)
    if plan.guarded:
        refused = f"WHEN {plan.source} IS NOT NULL THEN error('another kind of value')"
        return f"CASE WHEN {plan.kind.valid(plan.source)} THEN {sql} {refused} END"
    # TRY, too: the engine takes an expression that stands twice out of its CASE.
    return f"CASE WHEN {plan.kind.valid(plan.source)} THEN TRY({sql}) END" if plan.wrong else sql


def wrong_values(connection: duckdb.DuckDBPyConnection, plan: ColumnPlan, limit: int) -> list[tuple[int, str]]:
    """The first values that a kind could not read, with the number of their row, from 1."""
    if not plan.wrong or plan.kind is None:
        return []
    numbered = f"SELECT row_number() OVER () AS number, {plan.source} AS value FROM {STAGE}"
    test = f"value IS NOT NULL AND NOT {plan.kind.valid('value')}"
    shown = "hex(value)" if plan.column.sql_type == "BLOB" else "value::VARCHAR"
    return connection.execute(
        f"SELECT number, left({shown}, 200) FROM ({numbered}) WHERE {test} LIMIT {limit}"
    ).fetchall()


def marks_found(connection: duckdb.DuckDBPyConnection, plans: Sequence[ColumnPlan]) -> dict[str, tuple[int, str]]:
    """For each column in which marks stood for missing values: how many, and one of them."""
    held = [plan.column.name for plan in plans if plan.marks]
    if not held:
        return {}
    counts = ", ".join(f"count(*) FILTER ({marked(name)}), min({name}) FILTER ({marked(name)})" for name in held)
    row = connection.execute(f"SELECT {counts} FROM {STAGE}").fetchone() or ()
    return {name: (row[2 * n], row[2 * n + 1]) for n, name in enumerate(held) if row[2 * n]}


def _samples(connection: duckdb.DuckDBPyConnection, columns: Sequence[StagedColumn]) -> dict[str, list[str]]:
    """First values of each text column: they choose what is worth verifying, nothing more."""
    if not columns:
        return {}
    rows = max(50, min(SAMPLE, _SAMPLE_CELLS // len(columns)))
    names = [c.name for c in columns]
    fetched = connection.execute(f"SELECT {', '.join(names)} FROM {STAGE} LIMIT {rows}").fetchall()
    found = {name: [row[n] for row in fetched if row[n] is not None] for n, name in enumerate(names)}
    return found | _sparse(connection, [name for name, values in found.items() if not values])


def _sparse(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, list[str]]:
    """Two values of each column that the first rows leave empty, when it has some."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        ends = ", ".join(f"min({n}), max({n})" for n in batch)
        row = connection.execute(f"SELECT {ends} FROM {STAGE}").fetchone() or ()
        pairs = zip(row[::2], row[1::2], strict=True)
        found |= {n: [] if low is None else [low, high] for n, (low, high) in zip(batch, pairs, strict=True)}
    return found


def _question(column: StagedColumn, override: FieldOverride | None, sample: list[str]) -> _Question:
    if override is not None and override.multivalued is not None:
        return _split(column, override.multivalued)
    if override is not None and override.type is not None:
        return _chosen(column, _field_type(column, override.type))
    if column.sql_type in _GEOMETRIES:
        return _Question(column, column.name, (_GEOMETRIES[column.sql_type],), FieldType.GEO_SHAPE)
    if column.sql_type != "VARCHAR":
        return _Question(column, column.name, ())
    stripped = [value.strip(" ") for value in sample]
    kinds = [k for k in (TYPED_TEXT if column.typed else KINDS) if any(stripped) and k.looks(column.label, stripped)]
    if not kinds and not column.typed:
        told = [value for value in stripped if not is_mark(value)]
        if told and len(told) < len(stripped):
            kinds = [kind for kind in measured(KINDS) if kind.looks(column.label, told)]
            if kinds:
                return _Question(column, without_marks(column.name), tuple(kinds), marks=True)
    padded = bool(kinds) and stripped != sample
    return _Question(column, _trimmed(column.name) if padded else column.name, tuple(kinds))


def _trimmed(sql: str) -> str:
    return f"nullif(trim({sql}), '')"


def _field_type(column: StagedColumn, name: str) -> FieldType:
    try:
        return FieldType(name)
    except ValueError as error:
        raise IngestError(f"{column.label}: {name!r} is not a type.", hint=f"one of {', '.join(FieldType)}") from error


def _chosen(column: StagedColumn, wanted: FieldType) -> _Question:
    """What a curator's type asks of a column; one with a type of its own is read again from its text."""
    if column.sql_type in _GEOMETRIES and wanted is not FieldType.GEO_SHAPE:
        raise IngestError(f"{column.label} is a geometry in the file and cannot become {wanted.value}.")
    if column.sql_type in _GEOMETRIES:
        return _Question(column, column.name, (_GEOMETRIES[column.sql_type],), wanted)
    if wanted is _NATIVE.get(column.sql_type):
        return _Question(column, column.name, ())
    text = column.name if column.sql_type == "VARCHAR" else f"({column.name})::VARCHAR"
    if wanted in (FieldType.TEXT, FieldType.JSON, FieldType.FILE):
        kind = Kind("as text", wanted, any_text, lambda sql: "true", lambda sql: sql, "")
        return _Question(column, text, (kind,), wanted)
    return _Question(column, _trimmed(text), tuple(k for k in CHOSEN if k.type is wanted), wanted)


def _split(column: StagedColumn, separator: str) -> _Question:
    if not separator:
        raise IngestError(f"{column.label}: the separator of values is empty.", hint="such as ',' or '|'")
    if column.sql_type not in ("VARCHAR", "VARCHAR[]"):
        raise IngestError(f"{column.label} is not text and cannot be multivalued.", hint="leave multivalued out")
    return _Question(column, column.name, (), separator=separator)


def _counts(connection: duckdb.DuckDBPyConnection, questions: Sequence[_Question]) -> Iterator[list[int]]:
    """For each question, how many values there are, then how many each kind misses.

    The first kind mostly fits: one pass over the rows then suffices, else a second one tests all the others.
    """
    first = _asked(connection, [replace(q, kinds=q.kinds if q.wanted else q.kinds[:1]) for q in questions])
    open_ = [n for n, q in enumerate(questions) if not q.wanted and q.kinds and not _fits(q.kinds[0], *first[n])]
    others = _asked(connection, [replace(questions[n], kinds=questions[n].kinds[1:]) for n in open_]) if open_ else []
    second = dict(zip(open_, others, strict=True))
    return (counts + second[n][1:] if n in second else counts for n, counts in enumerate(first))


def _asked(connection: duckdb.DuckDBPyConnection, questions: Sequence[_Question]) -> list[list[int]]:
    tests = [sql for question in questions for sql in _tests(question)]
    row = list(connection.execute(f"SELECT {', '.join(tests)} FROM {STAGE}").fetchone() or ())
    return [[row.pop(0) for _ in range(1 + len(question.kinds))] for question in questions]


def _tests(question: _Question) -> Iterator[str]:
    source = question.source
    yield f"count({source})"
    for kind in question.kinds:
        yield f"count(*) FILTER ({source} IS NOT NULL AND NOT {kind.valid(source)})"


def _fits(kind: Kind, filled: int, missed: int) -> bool:
    return filled > 0 and missed <= kind.tolerance * filled


def _guess(question: _Question) -> ColumnPlan:
    if question.separator is not None or not question.kinds:
        return _answer(question, [None])
    kind = question.kinds[0]
    return replace(_of_kind(question, kind, kind.said, None, 0), guarded=True)


def _answer(question: _Question, counts: Sequence[int | None]) -> ColumnPlan:
    filled, misses = counts[0], [count or 0 for count in counts[1:]]
    column, source = question.column, question.source
    if question.separator is not None:
        reason = f"split at {question.separator!r} by the curator"
        if column.sql_type == "VARCHAR[]":
            reason = "list of the file"
        return ColumnPlan(column, FieldType.TEXT, reason, source, TEXT, question.separator, filled=filled)
    if question.wanted is not None:
        return _best(question, filled or 0, misses)
    # Kinds after one that fits were not tested.
    for kind, missed in zip(question.kinds, misses, strict=False):
        if _fits(kind, filled or 0, missed):
            return _of_kind(question, kind, kind.said, filled, missed)
    if column.sql_type == "VARCHAR":
        # Spaces around a text are the author's.
        reason = "text of the file" if column.typed else "text"
        return ColumnPlan(column, FieldType.TEXT, reason, column.name, filled=filled)
    type_ = _NATIVE[column.sql_type]
    separator = "," if column.sql_type == "VARCHAR[]" else None
    precision = "day" if type_ is FieldType.DATE else None
    return ColumnPlan(column, type_, "type of the file", source, None, separator, precision, filled=filled)


def _best(question: _Question, filled: int, misses: list[int]) -> ColumnPlan:
    """The kind of the wanted type that misses fewest values."""
    missed, kind = min(zip(misses, question.kinds, strict=True), key=lambda pair: pair[0])
    wanted, column = question.wanted, question.column
    own = _NATIVE.get(column.sql_type)
    if own is not None and filled and missed == filled:
        hint = f"leave the type out, or choose {own.value} or text"
        raise IngestError(f"{column.label} is {own.value} in the file and cannot become {wanted}.", hint=hint)
    reason = kind.said if column.sql_type in _GEOMETRIES else _CHOSEN
    return _of_kind(question, kind, reason, filled, missed)


def _of_kind(question: _Question, kind: Kind, reason: str, filled: int | None, missed: int) -> ColumnPlan:
    return ColumnPlan(
        question.column,
        kind.type,
        reason if not question.marks else f"{reason}, marks of missing values aside",
        question.source,
        kind,
        precision=kind.precision,
        wrong=missed,
        filled=filled,
        marks=question.marks,
    )
