"""Rows: which, in which order, once each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from parvis.core.fields import GEOGRAPHIC
from parvis.data.engine.lower.sql import SQL, alias, col, invert, num, op
from parvis.data.engine.lower.sql import fn as call
from parvis.data.ingest.processors.constants import Constants
from parvis.data.ingest.processors.definition import Example, processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.frame import Frame, Key, columns_of
from parvis.data.ingest.processors.library.calculation import condition, value_node
from parvis.data.ingest.processors.parameters import Parameter

Values = Mapping[str, Any]


@processor(
    "filter",
    "rows",
    en=("Filter rows", "Keeps the rows that an ODSQL condition holds for, or the others."),
    fr=("Filtrer des lignes", "Garde les lignes qui vérifient une condition ODSQL, ou les autres."),
    takes=(
        Parameter("where", "text", "An ODSQL condition."),
        Parameter("invert", "boolean", "Whether to keep the other rows.", False),
    ),
    example=Example(({"n": 1}, {"n": 5}), {"where": "n > 2"}, ({"n": 5},), types={"n": "int"}),
)
def filter_rows(frame: Frame, p: Values) -> Frame:
    """A row is kept by the condition or by its inverse, never by both."""
    kept = condition(frame, p["where"])
    return frame.where(invert(kept) if p["invert"] else kept)


@processor(
    "sort",
    "rows",
    en=("Sort rows", "Sorts by fields or expressions; equal rows keep their order, empty values come last."),
    fr=("Trier les lignes", "Trie selon des champs ou expressions ; à égalité l’ordre reste, les vides sont à la fin."),
    takes=(Parameter("by", "texts", "Fields or ODSQL expressions; - before one sorts from high to low."),),
    example=Example(({"n": 1}, {"n": 5}), {"by": ["-n"]}, ({"n": 5}, {"n": 1}), types={"n": "int"}),
)
def sort(frame: Frame, p: Values) -> Frame:
    """Hidden keys; the rows are sorted once, when they are written."""
    context = Constants(frame.run.timezone, frame.run.lang)
    keys, outputs = [], []
    for number, text in enumerate(p["by"]):
        node = value_node(frame, text.removeprefix("-"))
        if node.type.value in {kind.value for kind in GEOGRAPHIC}:
            raise InvalidPipeline(f"{text[:60]} is {node.type.value} and cannot be sorted")
        name = f"=k{frame.step}.{number}"
        outputs.append(alias(context.lower(node), name))
        keys.append(Key(name, text.startswith("-")))
    columns = [*frame.stored(), *map(col, frame.hidden), *outputs]
    select = exp.Select(expressions=columns).from_(frame.table(), copy=False)
    return frame.onward(select, frame.schema).reordered((*keys, *frame.keys))


@processor(
    "deduplicate",
    "rows",
    en=("Take duplicates off", "Keeps one row of those that agree on these fields (all fields when none is stated)."),
    fr=("Dédoublonner", "Garde une ligne parmi celles qui concordent sur ces champs (tous si aucun n’est donné)."),
    takes=(
        Parameter("fields", "fields", "The fields to compare.", None),
        Parameter("keep", "choice", "Which row stays.", "first", choices=("first", "last")),
    ),
    example=Example(
        ({"id": "a", "v": "1"}, {"id": "a", "v": "2"}), {"fields": ["id"], "keep": "last"}, ({"id": "a", "v": "2"},)
    ),
)
def deduplicate(frame: Frame, p: Values) -> Frame:
    """The first or last of each group in the order of the rows; nulls agree."""
    fields = list(frame.schema) if p["fields"] is None else [frame.field(name) for name in p["fields"]]
    partition = [col(name) for field in fields for name in columns_of(field)[:2]]
    last = p["keep"] == "last"
    order = [_ordered(col(key.column), key.descending != last, last) for key in frame.keys]
    window = exp.Window(this=call("row_number"), partition_by=partition, order=exp.Order(expressions=order))
    columns = [*frame.stored(), *frame.carried()]
    select = exp.Select(expressions=columns).from_(frame.table(), copy=False)
    return frame.barrier(select.qualify(op("=", window, num(1)), copy=False), frame.schema, ordered=False)


def _ordered(key: SQL, descending: bool, nulls_first: bool) -> SQL:
    return exp.Ordered(this=key, desc=descending, nulls_first=nulls_first)
