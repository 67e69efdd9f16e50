"""The page of the language cannot drift from the language."""

from __future__ import annotations

from pathlib import Path

import pytest

from parvis.core.errors import ParvisError
from parvis.core.fields import Schema
from parvis.data.odsql.compiler import compile_facets, compile_query
from parvis.data.odsql.functions import FUNCTIONS, Function
from parvis.data.odsql.text import QueryText

PAGE = (Path(__file__).parents[3] / "docs/use/odsql.md").read_text()
# What makes a condition of a condition, a text, a number, an instant; the last is the older form of in_bbox.
CONDITIONS = ("{}", "{} = 'a'", "{} > 1", "updated > {}", "bbox(coord, geom'POINT(0 0)', geom'POINT(1 1)')")
DOCUMENTED = [f for f in FUNCTIONS.values() if f.example]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_function_is_documented(function: Function) -> None:
    line = next(
        (line for line in PAGE.splitlines() if line.startswith(f"| `{function.form.replace('|', chr(92) + '|')}`")), ""
    )
    assert function.summary in line


@pytest.mark.parametrize("function", DOCUMENTED, ids=lambda f: f.name)
def test_example_compiles_where_it_is_allowed(function: Function, stations: Schema) -> None:
    accepted = [clause for clause in function.clauses if compiles(clause, function.example, stations)]
    assert accepted == list(function.clauses)


def compiles(clause: str, example: str, schema: Schema) -> bool:
    """Whether the example stands in the clause, compared with itself where a condition is needed."""
    texts = {
        "select": [QueryText(select=example)],
        "where": [QueryText(where=(form.format(example),)) for form in CONDITIONS],
        "group_by": [QueryText(group_by=example)],
        "order_by": [QueryText(order_by=example), QueryText(order_by=example, group_by="city")],
    }
    if clause == "facet":
        return bool(compile_facets(QueryText(facet=(example,)), schema))
    return any(_compiled(text, schema) for text in texts[clause])


def _compiled(text: QueryText, schema: Schema) -> bool:
    try:
        compile_query(text, schema)
    except ParvisError:
        return False
    return True
