"""The tools: how they are named and described to an agent, the schema of their arguments, what answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.data.licensing.obligations.uses import Act
from parvis.web.api.mcp.asking import Ask
from parvis.web.api.mcp.crediting import STYLES, cite, license_and_attribution
from parvis.web.api.mcp.describing import describe_dataset
from parvis.web.api.mcp.exporting import export_link
from parvis.web.api.mcp.querying import aggregate, get_records, query
from parvis.web.api.mcp.searching import search_datasets
from parvis.web.api.mcp.writing import FUNCTIONS

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """``arguments`` are JSON Schemas by name; the names of those that must be given are in ``required``."""

    name: str
    title: str
    description: str
    arguments: Mapping[str, Schema]
    answer: Callable[[Ask], dict[str, Any]]
    required: tuple[str, ...] = field(default=("dataset",))

    @property
    def schema(self) -> Schema:
        """The JSON Schema of all the arguments; no other is taken."""
        return {
            "type": "object",
            "properties": dict(self.arguments),
            "required": list(self.required),
            "additionalProperties": False,
        }


def _text(description: str, most: int = 4_000, **members: Any) -> Schema:
    return {"type": "string", "description": description, "maxLength": most, **members}


def _whole(description: str, least: int, most: int, default: int | None = None) -> Schema:
    found: Schema = {"type": "integer", "description": description, "minimum": least, "maximum": most}
    return found if default is None else {**found, "default": default}


def _texts(text: str, most: int) -> Schema:
    return {
        "type": "array",
        "items": {"type": "string", "maxLength": 500},
        "maxItems": most,
        "description": text,
    }


def _flag(description: str) -> Schema:
    return {"type": "boolean", "description": description, "default": False}


DATASET = _text("Identifier of the dataset, as search_datasets gives it.", 200)
LANGUAGE: Schema = {
    "type": "string",
    "enum": ["fr", "en"],
    "description": "Of texts; the portal's by default.",
}
WHERE = _text(
    "ODSQL condition, such as population > 1000 and name like \"saint*\" and updated >= date'2024'. "
    "Texts stand between double quotes. Resource odsql://guide has the whole language."
)
SELECT = _text("ODSQL columns, such as name, population / area as density. Everything when absent.")
GROUP_BY = _text("ODSQL keys of groups, such as region, year(updated) as year; select then holds aggregates.")
ORDER_BY = _text("ODSQL order, such as population desc, name.")
TIMEZONE = _text("Where days begin, such as Europe/Paris; UTC by default.", 60)
VERSIONED: Mapping[str, Schema] = {
    "version": _whole("Number of a version; the current one by default.", 1, 999_999_999),
    "as_of": _text("The version shown on a day or at an instant, such as 2026-03-01.", 40),
}
OFFSET = _whole("Rows to pass over.", 0, 10_000, 0)

TOOLS: tuple[Tool, ...] = (
    Tool(
        "search_datasets",
        "Find datasets",
        "Find datasets of this portal by words (accents, case and endings do not matter), by a condition on their "
        "metadata, or by theme, publisher or keyword. Begin here. Gives identifiers, summaries, licences.",
        {
            "text": _text("Words to look for; none lists everything.", 500),
            "where": _text("ODSQL condition on metadata, such as records_count > 1000 or modified >= date'2025'."),
            "theme": _text("Exact theme.", 300),
            "publisher": _text("Exact publisher.", 300),
            "keyword": _text("Exact keyword.", 300),
            "order_by": _text("ODSQL order, such as modified desc; the best match first by default.", 300),
            "limit": _whole("Datasets to give.", 0, 50, 10),
            "offset": OFFSET,
            "facets": _flag("Also count the datasets found by theme, publisher, licence and keyword."),
            "language": LANGUAGE,
        },
        search_datasets,
        (),
    ),
    Tool(
        "describe_dataset",
        "Describe a dataset",
        "Everything about a dataset but its records: description, fields with their types, statistics when there are, "
        "licence in plain words, trust score, version. Call it before query or aggregate: fields are named there.",
        {"dataset": DATASET, **VERSIONED, "language": LANGUAGE},
        describe_dataset,
    ),
    Tool(
        "query",
        "Query with ODSQL",
        "Run an ODSQL query on a dataset: select, where, group_by, order_by. Reads only. At most 100 rows without "
        "group_by; use export_link for more.",
        {
            "dataset": DATASET,
            "select": SELECT,
            "where": WHERE,
            "group_by": GROUP_BY,
            "order_by": ORDER_BY,
            "limit": _whole("Rows to give: 20 by default (100 groups); at most 100, or 20,000 groups.", 0, 20_000),
            "offset": OFFSET,
            "timezone": TIMEZONE,
            **VERSIONED,
            "language": LANGUAGE,
        },
        query,
    ),
    Tool(
        "aggregate",
        "Count, sum, average",
        "Compute numbers on records without writing a query: measures, by groups when asked. Gives the ODSQL it ran.",
        {
            "dataset": DATASET,
            "measures": {
                "type": "array",
                "minItems": 1,
                "maxItems": 20,
                "description": "What to compute; the number of records by default.",
                "items": {
                    "type": "object",
                    "required": ["function"],
                    "additionalProperties": False,
                    "properties": {
                        "function": {"type": "string", "enum": list(FUNCTIONS)},
                        "field": _text("Field or ODSQL expression.", 500),
                        "as": _text("Name of the result: a-z, 0-9 and _.", 60),
                        "percent": {"type": "number", "minimum": 0, "maximum": 100},
                    },
                },
            },
            "group_by": _texts("Fields, or expressions such as year(updated).", 10),
            "where": WHERE,
            "order_by": _text("ODSQL order; the greatest first measure by default.", 500),
            "limit": _whole("Groups to give.", 0, 20_000, 100),
            "offset": OFFSET,
            "timezone": TIMEZONE,
            **VERSIONED,
            "language": LANGUAGE,
        },
        aggregate,
    ),
    Tool(
        "get_records",
        "Get records",
        "Records as they are, chosen by values of fields, with their identifiers; or one record by its identifier.",
        {
            "dataset": DATASET,
            "filters": {
                "type": "object",
                "maxProperties": 50,
                "description": 'Value by field, such as {"region": "Bretagne", "year": [2023, 2024], "closed": null}. '
                "A list takes any of its values, null the records without value.",
            },
            "record_id": _text("Identifier of one record.", 100),
            "fields": _texts("Fields to give; all by default.", 500),
            "where": WHERE,
            "order_by": ORDER_BY,
            "limit": _whole("Records to give.", 0, 100, 20),
            "offset": OFFSET,
            "timezone": TIMEZONE,
            **VERSIONED,
            "language": LANGUAGE,
        },
        get_records,
    ),
    Tool(
        "export_link",
        "Link to a file",
        "The address of a file with all the records, or those of a query, however many: csv, json, geojson, parquet, "
        "xlsx and others. The address is checked; a program downloads it.",
        {
            "dataset": DATASET,
            "format": _text("Format of the file.", 40, default="csv"),
            "select": SELECT,
            "where": WHERE,
            "group_by": GROUP_BY,
            "order_by": ORDER_BY,
            "limit": _whole("Records at most; -1, the default, is all.", -1, 2_000_000_000, -1),
            "timezone": TIMEZONE,
            **VERSIONED,
            "language": LANGUAGE,
        },
        export_link,
    ),
    Tool(
        "license_and_attribution",
        "Licence and credit",
        "What the licences of one dataset or several let one do for a use, ask and refuse, in plain words; the credit "
        "to write; and whether the datasets may be combined. It informs and does not replace legal counsel.",
        {
            "datasets": {**_texts("Identifiers of datasets.", 10), "minItems": 1},
            "use": {
                "type": "string",
                "enum": [act.value for act in Act],
                "default": Act.PRODUCE.value,
                "description": "produce: a map, a chart, an article, an answer. derive: a changed database. "
                "redistribute: an unchanged copy. combine: one database of several. consult: reading only.",
            },
            "commercial": _flag("The purpose is commercial."),
            "internal": _flag("Nobody outside the organisation gets the data or what is made from them."),
            "language": LANGUAGE,
        },
        license_and_attribution,
        ("datasets",),
    ),
    Tool(
        "cite",
        "Cite a dataset",
        "A citation of the dataset and its version: in words, BibTeX, RIS, CSL JSON.",
        {
            "dataset": DATASET,
            **VERSIONED,
            "style": {"type": "string", "enum": list(STYLES), "description": "One style alone; all by default."},
            "language": LANGUAGE,
        },
        cite,
    ),
)
BY_NAME: Mapping[str, Tool] = {tool.name: tool for tool in TOOLS}
