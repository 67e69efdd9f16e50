"""Fields of a dataset: their types and what a portal does with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from dataclasses import fields as dataclass_fields
from enum import StrEnum
from functools import cached_property
from typing import Any


class FieldType(StrEnum):
    """Types of the Explore API; section 11 of its reference gives their serialisations."""

    TEXT = "text"
    INT = "int"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    GEO_POINT = "geo_point_2d"
    GEO_SHAPE = "geo_shape"
    JSON = "json_blob"
    FILE = "file"


NUMERIC = frozenset({FieldType.INT, FieldType.DOUBLE})
TEMPORAL = frozenset({FieldType.DATE, FieldType.DATETIME})
GEOGRAPHIC = frozenset({FieldType.GEO_POINT, FieldType.GEO_SHAPE})


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a dataset.

    ``name`` is the identifier (lower case letters, digits, underscore; dotted in the catalog);
    ``multivalued`` is the separator that split the source text: the value is then a list of text.
    ``precision`` is year, month, day (date) or hour, minute (datetime) and governs serialisation.
    ``hierarchical`` is the separator of levels; ``key`` marks a part of the record key.
    """

    name: str
    type: FieldType
    label: str = ""
    description: str | None = None
    multivalued: str | None = None
    facet: bool = False
    facet_sort: str | None = None
    disjunctive: bool = False
    hierarchical: str | None = None
    sortable: bool = False
    key: bool = False
    precision: str | None = None
    unit: str | None = None
    decimals: int | None = None

    @property
    def is_list(self) -> bool:
        """Whether a value is a list of text."""
        return self.multivalued is not None

    def to_dict(self) -> dict[str, Any]:
        """A JSON object without the members that keep their default."""
        values = asdict(self)
        defaults = {f.name: f.default for f in dataclass_fields(self)}
        return {k: v for k, v in values.items() if k in ("name", "type") or v != defaults[k]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Field:
        """The inverse of :meth:`to_dict`; members of later formats are ignored."""
        known = {f.name for f in dataclass_fields(cls)}
        kept = {k: v for k, v in values.items() if k in known}
        return cls(**{**kept, "type": FieldType(kept["type"])})


@dataclass(frozen=True)
class Schema:
    """The ordered fields of a table, found by name."""

    fields: tuple[Field, ...]

    @classmethod
    def of(cls, fields: Iterable[Field]) -> Schema:
        """A schema of these fields, in this order."""
        return cls(tuple(fields))

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Fields by identifier."""
        return {f.name: f for f in self.fields}

    def get(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return self.by_name.get(name)

    def only(self, names: Iterable[str]) -> Schema:
        """The same order, restricted to these names."""
        kept = set(names)
        return Schema(tuple(f for f in self.fields if f.name in kept))

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)
