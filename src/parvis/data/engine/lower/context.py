"""What one statement accumulates while its expressions are lowered."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, get_args

from sqlglot import exp

from parvis.data.engine.clusters import Clusters
from parvis.data.engine.lower.nodes import Node
from parvis.data.engine.lower.sql import SQL
from parvis.data.odsql.typed import Unit

Bound = str | int | float | bool | date | datetime | bytes | list[str] | list[int] | list[float] | list[datetime]
Lowering = Callable[[Any, "Context"], SQL]


class Primitives(Protocol):
    """What a dialect spells its own way. Wall-clock values carry no zone; instants are in UTC."""

    def placeholder(self, name: str, value: Bound) -> SQL: ...
    def row_number(self) -> SQL: ...
    def divide(self, left: SQL, right: SQL) -> SQL: ...
    def integer_divide(self, left: SQL, right: SQL) -> SQL: ...
    def to_double(self, value: SQL) -> SQL: ...
    def to_int(self, value: SQL) -> SQL: ...
    def to_text(self, value: SQL) -> SQL: ...
    def number_text(self, value: SQL) -> SQL: ...
    def join(self, *texts: SQL) -> SQL: ...
    def length(self, text: SQL) -> SQL: ...
    def pad(self, text: SQL, width: int) -> SQL: ...
    def starts_with(self, text: SQL, start: SQL) -> SQL: ...
    def matches(self, text: SQL, pattern: SQL) -> SQL: ...
    def joined(self, list_: SQL) -> SQL: ...
    def spaced(self, texts: list[SQL]) -> SQL: ...
    def fold_words(self, text: SQL) -> SQL: ...
    def edits(self, left: SQL, right: SQL) -> SQL: ...
    def any_element(self, list_: SQL, condition: SQL, variable: str) -> SQL: ...
    def elements(self, list_: SQL) -> SQL: ...
    def has(self, list_: SQL, value: SQL) -> SQL: ...
    def has_any(self, list_: SQL, values: SQL) -> SQL: ...
    def no_list(self, list_: SQL) -> SQL: ...
    def element(self, list_: SQL, position: SQL) -> SQL: ...
    def segment(self, text: SQL, separator: SQL) -> SQL: ...
    def after(self, text: SQL, length: int) -> SQL: ...
    def hash_text(self, text: SQL) -> SQL: ...
    def midnight(self, day: SQL) -> SQL: ...
    def to_wall(self, instant: SQL, context: Context) -> SQL: ...
    def to_instant(self, wall: SQL, timezone: SQL) -> SQL: ...
    def epoch_ms(self, wall: SQL) -> SQL: ...
    def from_epoch_ms(self, milliseconds: SQL) -> SQL: ...
    def truncate(self, unit: Unit, wall: SQL) -> SQL: ...
    def add(self, wall: SQL, count: int, unit: Unit) -> SQL: ...
    def iso_ms(self, wall: SQL) -> SQL: ...
    def pair(self, longitude: SQL, latitude: SQL) -> SQL: ...
    def cluster_label(self, cell: SQL, context: Context) -> SQL: ...
    def cluster_source(self, cell: SQL, context: Context) -> exp.Join | None: ...


@dataclass(frozen=True)
class Dialect:
    """A dialect: its sqlglot name, its primitives, its table of functions by node class."""

    name: str
    primitives: Primitives
    table: Mapping[type, Lowering]


class MissingLowering(TypeError):
    """A dialect maps no function to a node class of the tree."""


def complete(name: str, table: Mapping[type, Lowering], classes: Iterable[type] = get_args(Node)) -> None:
    """Raise :class:`MissingLowering` unless the table maps every class."""
    missing = sorted(c.__name__ for c in classes if c not in table)
    if missing:
        raise MissingLowering(f"the {name} dialect does not lower: {', '.join(missing)}")


class Context:
    """Lowers nodes and collects the values they bind.

    ``replaced`` maps nodes to the SQL that stands for them in this statement (an unnested list, say).
    """

    def __init__(
        self, dialect: Dialect, timezone: str = "UTC", lang: str = "fr", clusters: Clusters | None = None
    ) -> None:
        self.dialect = dialect
        self.sql = dialect.primitives
        self.timezone = timezone
        self.lang = lang
        self.clusters = clusters
        self.parameters: dict[str, Bound] = {}
        self.replaced: dict[Node, SQL] = {}
        self._names: dict[tuple[type, Any], str] = {}

    def in_utc(self) -> Context:
        """The same statement, where dates are read in UTC."""
        other = copy.copy(self)
        other.timezone = "UTC"
        return other

    def lower(self, node: Node) -> SQL:
        """The SQL of a node. A condition may give null instead of false (see ``common``)."""
        if self.replaced and node in self.replaced:
            return self.replaced[node].copy()
        return self.dialect.table[type(node)](node, self)

    def bind(self, value: Bound | None) -> SQL:
        """A placeholder for a value; equal values share one."""
        if value is None:
            return exp.Null()
        key = (type(value), tuple(value) if isinstance(value, list) else value)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"p{len(self._names)}"
            self.parameters[name] = value
        return self.sql.placeholder(name, value)

    def bind_cells(self) -> tuple[SQL, SQL]:
        """Cells and their labels, of the clusters; never empty, so that their type is known."""
        assert self.clusters is not None
        return self.bind(list(self.clusters.cells) or [0]), self.bind(list(self.clusters.labels) or [0])

    def zone(self) -> SQL:
        """The query's timezone, bound."""
        return self.bind(self.timezone)

    @property
    def is_utc(self) -> bool:
        """Whether wall-clock time is UTC, which spares every conversion."""
        return self.timezone in ("UTC", "Etc/UTC", "GMT", "Z")
