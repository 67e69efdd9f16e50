"""What a filter of another language means on a schema: as ODSQL's scope, with its own errors and coordinates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shapely

from parvis.core.errors import Span
from parvis.core.fields import GEOGRAPHIC, Field, FieldType
from parvis.data.odsql.check.scope import Scope
from parvis.data.odsql.errors import QueryError
from parvis.data.odsql.filters.errors import FilterError
from parvis.data.odsql.typed import Expr, Relation

ToWgs84 = Callable[[shapely.Geometry], shapely.Geometry]
# A condition on where a row is, of tables that hold it in other columns than a geographic one.
Place = Callable[[Relation, shapely.Geometry], Expr]


@dataclass(frozen=True)
class FilterScope(Scope):
    """The context of one filter. ``parameter`` names it in errors; ``to_wgs84`` turns its constant geometries.

    ``place`` tests the geometry of tables without a geographic field; it raises ValueError where it cannot.
    """

    parameter: str = "filter"
    to_wgs84: ToWgs84 | None = None
    place: Place | None = None

    def error(self, message: str, span: Span | None = None, *, hint: str | None = None) -> QueryError:
        """An error of this filter."""
        return FilterError(message, clause=self.parameter, span=span, hint=_hint(hint))

    def incompatible(self, what: str, span: Span | None = None, *, hint: str | None = None) -> QueryError:
        """A comparison that cannot be."""
        return FilterError(f"{what}.", clause=self.parameter, span=span, hint=_hint(hint))

    def geometry_field(self) -> Field | None:
        """The geometry of the schema: its first shape, else its first point."""
        return geometry_of(self.schema)


def geometry_of(fields: Iterable[Field]) -> Field | None:
    """The field that is the geometry of a table: the first shape, else the first point, else None."""
    found = [field for field in fields if field.type in GEOGRAPHIC]
    shapes = [field for field in found if field.type is FieldType.GEO_SHAPE]
    return next(iter(shapes or found), None)


def _hint(hint: str | None) -> str | None:
    """A hint of ODSQL in the spelling of CQL2."""
    return hint and _CONSTANT.sub(lambda m: f"{_SPELT[m[1]]}('{m[2]}')", hint)


_CONSTANT = re.compile(r"\b(date|geom)'([^']*)'")
_SPELT = {"date": "DATE", "geom": "GEOMETRY"}
