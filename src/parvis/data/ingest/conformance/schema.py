"""A Table Schema as values: what the columns of a file should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.core.errors import ParvisError


class InvalidTableSchema(ParvisError):
    """A schema that cannot be used; the message names the member."""

    code = "InvalidTableSchema"
    status = 422


TYPES = (
    *("string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time"),
    *("year", "yearmonth", "duration", "geopoint", "geojson", "any"),
)
TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")
# How the columns of a file may differ from the fields; ``named``, the older rule, lets the optional ones lack.
MATCHES = ("exact", "equal", "subset", "superset", "partial")
NAMED = "named"


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field. ``constraints`` are as stated; ``categories`` are the values that are allowed beside ``enum``.

    ``missing`` None: the missing values of the schema.
    """

    name: str
    type: str = "string"
    title: str = ""
    format: str = "default"
    constraints: Mapping[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] | None = None
    true_values: tuple[str, ...] = TRUE_VALUES
    false_values: tuple[str, ...] = FALSE_VALUES
    decimal_char: str = "."
    group_char: str = ""
    bare_number: bool = True
    delimiter: str = ","
    item_type: str = "string"
    categories: tuple[Any, ...] | None = None

    @property
    def required(self) -> bool:
        """Whether every row needs a value."""
        return self.constraints.get("required") is True


@dataclass(frozen=True, slots=True)
class CustomCheck:
    """A check that looks at several columns, or at what no constraint can say: its name and parameters."""

    name: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """The fields of a table and the rules on them.

    ``descriptor`` is the schema as it came, ``url`` where it came from. ``unique_keys`` and ``primary_key`` hold names
    of fields; ``foreign_keys`` counts keys that lead to other tables.
    """

    fields: tuple[SchemaField, ...]
    descriptor: Mapping[str, Any]
    name: str = ""
    title: str = ""
    version: str = ""
    url: str = ""
    missing: tuple[str, ...] = ("",)
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[tuple[str, ...], ...] = ()
    match: str = NAMED
    checks: tuple[CustomCheck, ...] = ()

    @property
    def label(self) -> str:
        """How people call it."""
        return self.title or self.name or self.url or "Table Schema"

    def get(self, name: str) -> SchemaField | None:
        """The field of this name."""
        return next((found for found in self.fields if found.name == name), None)

    def reference(self) -> dict[str, str]:
        """Name, title, version and address, as JSON object."""
        return {"name": self.name, "title": self.title, "version": self.version, "url": self.url}
