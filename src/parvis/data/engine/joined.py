"""Two tables met as one: what a query on them runs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from parvis.core.fields import Schema
from parvis.data.engine.table import Table
from parvis.data.odsql.joining import Keeping, On, OnKeys, joined_schema, short_names


@dataclass(frozen=True)
class JoinedTable:
    """Both tables as the caller may see them, and how they meet. Row filters of each side stay with it."""

    left: Table
    right: Table
    on: On
    keeping: Keeping = Keeping.INNER

    @cached_property
    def schema(self) -> Schema:
        """The fields of both, prefixed."""
        return joined_schema(self.on, self.left.schema, self.right.schema)

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Names that stand without their side."""
        return short_names(self.left.schema, self.right.schema)

    @property
    def rows(self) -> int:
        """Rows read at most, of both files together."""
        return self.left.rows + self.right.rows

    @property
    def work(self) -> int:
        """The work of meeting, in the unit of :mod:`parvis.data.engine.admission`: places cost more than keys."""
        return self.rows * (6 if isinstance(self.on, OnKeys) else 60)
