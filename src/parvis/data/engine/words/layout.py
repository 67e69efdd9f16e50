"""What an index holds, by field, and the shape of its files.

Folder: ``index.json`` (this layout), ``values/`` (an index of the words of distinct values), ``0/``, ``1/`` … (parts:
a tantivy index each, of consecutive rows, in one segment so that a position in the segment is a position of a row).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
import tantivy

from parvis.data.engine.words.numbers import Numbers

FORMAT = 2
ROW = "row"
CODE = "code"
MANIFEST = "index.json"
VALUES = "values"
ANALYZER = "spaces"


@dataclass(frozen=True, slots=True)
class Part:
    """A folder with the rows from ``first`` on; ``whole`` when it is one segment."""

    folder: str
    first: int
    rows: int
    whole: bool


@dataclass(frozen=True, slots=True)
class TextField:
    """A text that is searched by words: its tantivy field. ``rank`` names the field that sorts it, if any."""

    index: str
    has_nulls: bool
    rank: str | None = None


@dataclass(frozen=True, slots=True)
class ValueField:
    """A text of few distinct values: rows hold codes, positions in ``values`` (ascending).

    ``is_list``: a row has any number of them; ``repeats``: perhaps the same twice.
    """

    index: str
    has_nulls: bool
    values: tuple[str, ...]
    is_list: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class Layout:
    """The fields of an index by name; ``numbers`` also has the members ``<name>.lon`` and ``<name>.lat`` of points."""

    rows: int
    texts: Mapping[str, TextField] = field(default_factory=dict)
    values: Mapping[str, ValueField] = field(default_factory=dict)
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    def to_json(self) -> bytes:
        """The manifest of the index."""
        return orjson.dumps({"format": FORMAT, **asdict(self)})

    @classmethod
    def read(cls, folder: Path) -> Layout:
        """The layout of an index. Raises ValueError for another format, OSError when there is no index."""
        found: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
        if found["format"] != FORMAT:
            raise ValueError(f"word index of format {found['format']}: build it again")
        return cls(
            found["rows"],
            {name: TextField(**v) for name, v in found["texts"].items()},
            {name: ValueField(**{**v, "values": tuple(v["values"])}) for name, v in found["values"].items()},
            {name: Numbers(**v) for name, v in found["numbers"].items()},
            tuple(Part(**v) for v in found["parts"]),
        )

    @cached_property
    def schema(self) -> tantivy.Schema:
        """The tantivy schema of the parts."""
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field(ROW, fast=True)
        for text in self.texts.values():
            builder.add_text_field(text.index, tokenizer_name=ANALYZER, index_option="basic")
            if text.rank is not None:
                builder.add_unsigned_field(text.rank, fast=True)
        for value in self.values.values():
            builder.add_unsigned_field(value.index, fast=True, indexed=True)
        for number in self.numbers.values():
            if number.is_float:
                builder.add_float_field(number.index, fast=True)
            else:
                builder.add_integer_field(number.index, fast=True)
        return builder.build()

    @cached_property
    def values_schema(self) -> tantivy.Schema:
        """The tantivy schema of the distinct values: the code of a value, its words under the name of its field."""
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field(CODE, fast=True)
        for value in self.values.values():
            builder.add_text_field(value.index, tokenizer_name=ANALYZER, index_option="basic")
        return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Cuts at spaces the text that ``folding`` prepared."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def opened(path: Path, schema: tantivy.Schema | None = None) -> tantivy.Index:
    """The tantivy index of a folder; a new one when a schema is given."""
    index = tantivy.Index.open(str(path)) if schema is None else tantivy.Index(schema, path=str(path))
    index.register_tokenizer(ANALYZER, analyzer())
    return index
