"""What the index of a schema holds: words of texts, exact values of short texts, numbers and dates for filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import tantivy

from parvis.core.fields import Field, FieldType

FORMAT = 1
ROW = "row"
MANIFEST = "index.json"
ANALYZER = "words"
# Exact values are kept for texts of few distinct values only: others would weigh as much as the table.
EXACT_VALUES = 5_000

NUMERIC = {
    FieldType.INT: tantivy.FieldType.Integer,
    FieldType.DATE: tantivy.FieldType.Integer,
    FieldType.DATETIME: tantivy.FieldType.Integer,
    FieldType.BOOLEAN: tantivy.FieldType.Integer,
    FieldType.DOUBLE: tantivy.FieldType.Float,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Names of the fields that the index knows, by what it knows of them; ``sparse`` ones have nulls."""

    words: frozenset[str]
    exact: frozenset[str]
    numbers: Mapping[str, FieldType]
    sparse: frozenset[str]
    rows: int

    def to_json(self) -> bytes:
        """The manifest of the index."""
        return orjson.dumps(
            {
                "format": FORMAT,
                "words": sorted(self.words),
                "exact": sorted(self.exact),
                "numbers": dict(self.numbers),
                "sparse": sorted(self.sparse),
                "rows": self.rows,
            },
            option=orjson.OPT_INDENT_2,
        )

    @classmethod
    def read(cls, folder: Path) -> Layout:
        """The layout of an index. Raises ValueError for another format, OSError when there is no index."""
        values: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
        if values["format"] != FORMAT:
            raise ValueError(f"word index of format {values['format']}: build it again")
        return cls(
            frozenset(values["words"]),
            frozenset(values["exact"]),
            {name: FieldType(type_) for name, type_ in values["numbers"].items()},
            frozenset(values["sparse"]),
            values["rows"],
        )


def text_fields(fields: Iterable[Field]) -> list[Field]:
    """The fields whose words are indexed."""
    return [f for f in fields if f.type is FieldType.TEXT]


def schema_of(layout: Layout) -> tantivy.Schema:
    """The tantivy schema: names are prefixed by what they hold, since field names may be anything."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(ROW, fast=True, indexed=False)
    for name in sorted(layout.words):
        builder.add_text_field(word_field(name), tokenizer_name=ANALYZER, index_option="basic")
    for name in sorted(layout.exact):
        builder.add_text_field(exact_field(name), tokenizer_name="raw", fast=True, index_option="basic")
    for name, type_ in sorted(layout.numbers.items()):
        if NUMERIC[type_] == tantivy.FieldType.Float:
            builder.add_float_field(number_field(name), fast=True, indexed=False)
        else:
            builder.add_integer_field(number_field(name), fast=True, indexed=False)
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Cuts folded text where it is neither letter nor digit."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build()


def word_field(name: str) -> str:
    """The index field with the words of a field (a dot would mean a JSON path)."""
    return f"w_{name.replace('.', '~')}"


def exact_field(name: str) -> str:
    """The index field with the values of a field."""
    return f"x_{name.replace('.', '~')}"


def number_field(name: str) -> str:
    """The index field with the number that stands for a field's value."""
    return f"n_{name.replace('.', '~')}"
