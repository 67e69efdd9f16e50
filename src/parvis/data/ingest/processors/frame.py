"""A table under transformation: its schema, and the chain of SELECT statements that makes it.

Each step reads the relation of the former one. Columns are in the physical layout of the engine, beside hidden ones
whose names start with ``=``: ``=row`` (number of the row in the source, from 0), keys of sorting, rejected values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlglot import exp

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.engine.lower.duckdb.primitives import cast
from parvis.data.engine.lower.sql import SQL, alias, case, col, fn, text
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.resources import Run

ROW = "=row"


@dataclass(frozen=True, slots=True)
class Output:
    """The new value of a field: one expression; longitude and latitude for a point; a GEOMETRY for a shape.

    Where ``wrong`` holds, the row is reported with ``source`` (a text) and ``reason``.
    """

    field: Field
    value: SQL | tuple[SQL, SQL]
    wrong: SQL | None = None
    source: SQL | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """Where rejected values are found: the hidden column, the relation that has it last, the step, why."""

    step: int
    processor: str
    column: str
    relation: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Key:
    """A hidden column of the order, nulls last."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Frame:
    """The table after some steps. ``ordered`` tells that rows come in ``keys`` order by themselves."""

    run: Run
    schema: Schema
    source: exp.Expression
    ctes: tuple[tuple[str, exp.Select], ...] = ()
    keys: tuple[Key, ...] = (Key(ROW),)
    watches: tuple[Watch, ...] = ()
    live: tuple[str, ...] = ()
    ordered: bool = True
    step: int = 0
    processor: str = ""

    # ------------------------------------------------------------ reading

    def field(self, name: str, *types: FieldType) -> Field:
        """The field of that name, of one of these types when some are given. Raises InvalidPipeline."""
        found = self.schema.get(name)
        if found is None:
            names = ", ".join(list(self.schema.by_name)[:20])
            raise InvalidPipeline(f"there is no field {name[:60]!r} at this step", hint=f"the fields are {names}")
        if types and found.type not in types:
            expected = " or ".join(t.value for t in types)
            raise InvalidPipeline(f"{name} is {found.type.value}; this processor works on {expected}")
        return found

    def text(self, name: str) -> Field:
        """A field of plain text. Raises InvalidPipeline."""
        found = self.field(name, FieldType.TEXT)
        if found.is_list:
            raise InvalidPipeline(f"{name} is a list of texts; this processor works on one text", hint="join it first")
        return found

    def free(self, name: str) -> str:
        """The name, when no field has it. Raises InvalidPipeline."""
        if self.schema.get(name) is not None:
            raise InvalidPipeline(f"there is a field {name} already", hint="choose another name, or drop it first")
        return name

    @property
    def relation(self) -> str:
        """The name of the last relation; empty for the source."""
        return self.ctes[-1][0] if self.ctes else ""

    def table(self) -> exp.Expression:
        """The last relation, to select from."""
        return exp.Table(this=exp.Identifier(this=self.relation, quoted=True)) if self.ctes else self.source.copy()

    @property
    def hidden(self) -> list[str]:
        """Hidden columns that go on."""
        return list(dict.fromkeys([ROW, *(key.column for key in self.keys), *self.live]))

    # ------------------------------------------------------------ writing

    def put(self, *outputs: Output, drop: Iterable[str] = (), after: str | None = None) -> Frame:
        """Replace the fields of these outputs, add the new ones (after a field, else last), drop some."""
        new = {output.field.name: output for output in outputs}
        dropped = set(drop)
        fields: list[Field] = []
        added = [output.field for output in outputs if self.schema.get(output.field.name) is None]
        for field in self.schema:
            if field.name not in dropped:
                fields.append(new[field.name].field if field.name in new else field)
            if field.name == after:
                fields += added
        fields += [] if after is not None and self.schema.get(after) else added
        watches, marks = self._watched(outputs)
        columns = [sql for field in fields for sql in self._columns(field, new.get(field.name))]
        carried = [col(name) for name in self.hidden]
        select = exp.Select(expressions=[*columns, *carried, *marks]).from_(self.table(), copy=False)
        made = self.onward(select, Schema.of(fields))
        fresh = tuple(replace(watch, relation=made.relation) for watch in watches)
        return replace(made, watches=made.watches + fresh, live=(*self.live, *(w.column for w in fresh)))

    def _columns(self, field: Field, output: Output | None) -> list[SQL]:
        if output is None:
            return [col(name) for name in columns_of(field)]
        return [alias(sql, name) for name, sql in zip(columns_of(field), physical(field, output.value), strict=True)]

    def _watched(self, outputs: Sequence[Output]) -> tuple[list[Watch], list[SQL]]:
        watches, marks = [], []
        for number, output in enumerate(outputs):
            if output.wrong is not None and output.source is not None:
                name = f"=e{self.step}.{number}"
                rejected = fn("coalesce", cast(output.source, "VARCHAR"), text(""))
                marks.append(alias(case((output.wrong, rejected)), name))
                watches.append(Watch(self.step, self.processor, name, "", output.field.name, output.reason))
        return watches, marks

    def then(self, select: exp.Select, schema: Schema, **changes: Any) -> Frame:
        """The next relation, by a statement that gives the columns of the schema and the hidden ones."""
        name = f"step_{len(self.ctes) + 1}"
        return replace(self, ctes=(*self.ctes, (name, select)), schema=schema, **changes)

    def onward(self, select: exp.Select, schema: Schema) -> Frame:
        """As :meth:`then`, for a statement that carries every hidden column on."""
        made = self.then(select, schema)
        moved = tuple(replace(w, relation=made.relation) if w.column in self.live else w for w in self.watches)
        return replace(made, watches=moved)

    def project(self, fields: Sequence[Field]) -> Frame:
        """These fields only, in this order."""
        columns = [col(name) for field in fields for name in columns_of(field)]
        select = exp.Select(expressions=[*columns, *map(col, self.hidden)]).from_(self.table(), copy=False)
        return self.onward(select, Schema.of(fields))

    def reordered(self, keys: tuple[Key, ...]) -> Frame:
        """The same rows in the order of these keys."""
        return replace(self, keys=keys, ordered=False)

    def where(self, condition: SQL) -> Frame:
        """The rows that a condition keeps; those rejected so far were counted before."""
        select = exp.Select(expressions=[*self.stored(), *self.carried()]).from_(self.table(), copy=False)
        return self.barrier(select.where(condition, copy=False), self.schema)

    def barrier(self, select: exp.Select, schema: Schema, **changes: Any) -> Frame:
        """As :meth:`then`, for a statement that does not carry the rejected values on."""
        return self.then(select, schema, live=(), **changes)

    def stored(self) -> list[SQL]:
        """The columns of every field."""
        return [col(name) for field in self.schema for name in columns_of(field)]

    def carried(self) -> list[SQL]:
        """The hidden columns of the order."""
        return [col(name) for name in dict.fromkeys([ROW, *(key.column for key in self.keys)])]


def columns_of(field: Field) -> list[str]:
    """Names of the physical columns of a field."""
    if field.type is FieldType.GEO_POINT:
        return [f"{field.name}.lon", f"{field.name}.lat"]
    if field.type is FieldType.GEO_SHAPE:
        return [field.name, *(f"{field.name}.{side}" for side in ("west", "south", "east", "north"))]
    return [field.name]


_STORED = {
    FieldType.INT: "BIGINT",
    FieldType.DOUBLE: "DOUBLE",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
    FieldType.DATETIME: "TIMESTAMP",
}


def stored_type(field: Field) -> str:
    """The DuckDB type of a field of one column."""
    return "VARCHAR[]" if field.is_list else _STORED.get(field.type, "VARCHAR")


def physical(field: Field, value: SQL | tuple[SQL, SQL]) -> list[SQL]:
    """The expressions of the physical columns of a value."""
    if isinstance(value, tuple):
        lon, lat = (cast(one, "DOUBLE") for one in value)
        inside = exp.and_(lon.copy().between(-180, 180), lat.copy().between(-90, 90))
        return [case((inside, lon)), case((inside.copy(), lat))]
    if field.type is FieldType.GEO_SHAPE:
        sides = ("ST_XMin", "ST_YMin", "ST_XMax", "ST_YMax")
        boxes = [cast(fn(side, value.copy()), "DOUBLE") for side in sides]
        return [cast(fn("ST_AsWKB", fn("ST_Force2D", value)), "BLOB"), *boxes]
    return [cast(value, stored_type(field))]


def value_of(field: Field) -> SQL:
    """The value of a field of one column; a GEOMETRY for a shape or a point."""
    if field.type is FieldType.GEO_POINT:
        return fn("ST_Point", *map(col, columns_of(field)))
    if field.type is FieldType.GEO_SHAPE:
        return fn("ST_GeomFromWKB", col(field.name))
    return col(field.name)


def with_members(field: Field, changes: Mapping[str, Any]) -> Field:
    """The field with other members, those that only made sense for its former type taken off."""
    kept = replace(field, **changes)
    return kept if kept.type is field.type else replace(kept, precision=None, decimals=None, hierarchical=None)
