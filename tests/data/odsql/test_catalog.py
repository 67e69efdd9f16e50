"""The example queries on a catalog."""

from __future__ import annotations

import pytest
from tests.data.odsql.schemas import NOW

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.compiler import compile_facets, compile_query
from parvis.data.odsql.errors import ODSQLError
from parvis.data.odsql.text import Purpose, QueryText

TEXTS = ("dataset_id", "default.title", "default.publisher", "default.license")
CATALOG = Schema.of(
    (
        *(Field(name, FieldType.TEXT, facet=name == "default.publisher") for name in TEXTS),
        Field("default.theme", FieldType.TEXT, multivalued=",", facet=True),
        Field("features", FieldType.TEXT, multivalued=","),
        Field("default.modified", FieldType.DATETIME, facet=True),
        Field("default.records_count", FieldType.INT),
        Field("explore.download_count", FieldType.INT),
    )
)
SHORT = {name.removeprefix("default."): name for name in CATALOG.by_name} | {"datasetid": "dataset_id"}


@pytest.mark.parametrize(
    "text",
    [
        QueryText(limit=100, offset=100, order_by="dataset_id"),
        QueryText(where=('"air quality"',)),
        QueryText(where=('search("qualité de l\'air")',)),
        QueryText(where=('search(*, "eau")',)),
        QueryText(where=('suggest(title,"vel")',)),
        QueryText(refine=('publisher:"City of X"', 'theme:"Transport"')),
        QueryText(where=('features in ("geo")',), order_by="title asc", limit=100),
        QueryText(where=("features = 'geo'",)),
        QueryText(where=("modified >= now(days=-7)",), order_by="modified desc"),
        QueryText(where=('records_count > 10000 and license = "ODbL"',)),
        QueryText(select="dataset_id,title,records_count", limit=100),
        QueryText(select="default.title"),
        QueryText(select="count(*) as n", group_by="publisher", order_by="n desc"),
        QueryText(order_by="explore.download_count desc"),
        QueryText(where=('datasetid:"x"',)),
    ],
    ids=str,
)
def test_example_compiles(text: QueryText) -> None:
    assert compile_query(text, CATALOG, purpose=Purpose.CATALOG, aliases=SHORT, now=NOW).columns


def test_semantic_ranking_is_said_to_be_missing() -> None:
    text = QueryText(order_by='vector_similarity("where to swim") desc', limit=5)
    with pytest.raises(ODSQLError, match="not available"):
        compile_query(text, CATALOG, purpose=Purpose.CATALOG, aliases=SHORT)


def test_facets_by_their_short_names() -> None:
    asked = compile_facets(QueryText(facet=("theme", "publisher")), CATALOG, aliases=SHORT, now=NOW)
    assert [facet.field.name for facet in asked] == ["default.theme", "default.publisher"]
    (_, _, modified) = compile_facets(QueryText(refine=("modified:2026",)), CATALOG, aliases=SHORT, now=NOW)
    assert modified.refined == ("2026",)
