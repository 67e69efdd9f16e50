"""Facets: what is asked, what is counted under which condition."""

from __future__ import annotations

import pytest

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.odsql.compiler import compile_facets
from parvis.data.odsql.errors import ODSQLError
from parvis.data.odsql.text import QueryText
from parvis.data.odsql.typed import Always, Compare, FieldRef, Literal, Type

ZONES = Schema.of(
    [
        Field("city", FieldType.TEXT, facet=True, disjunctive=True),
        Field("zone", FieldType.TEXT, facet=True, hierarchical="/", facet_sort="alphanum"),
        Field("kind", FieldType.TEXT),
    ]
)


def test_declared_facets_are_counted_when_none_is_asked() -> None:
    assert [facet.field.name for facet in compile_facets(QueryText(), ZONES)] == ["city", "zone"]


def test_own_refinement_does_not_shrink_a_disjunctive_facet() -> None:
    city, zone = compile_facets(QueryText(refine=("city:A",)), ZONES)
    assert city.where == Always(True)
    same = Compare("=", FieldRef(ZONES.by_name["city"]), Literal("A", Type.TEXT))
    assert zone.where == same
    assert (city.refined, zone.refined) == (("A",), ())


def test_options_of_a_facet() -> None:
    text = QueryText(facet=('facet(name="kind", sort="-alphanum", limit=3, hierarchical=true, separator="-")',))
    (facet,) = compile_facets(text, ZONES)
    assert (facet.sort, facet.limit, facet.separator, facet.disjunctive) == ("-alphanum", 3, "-", False)


def test_sort_of_the_field_is_the_default() -> None:
    (facet,) = compile_facets(QueryText(facet=("zone",)), ZONES)
    assert (facet.sort, facet.separator, facet.limit) == ("alphanum", "/", 100)


@pytest.mark.parametrize("asked", ["nope", "facet(sort='count')", 'facet(name="kind", sort="size")', "facet(kind, 3)"])
def test_badly_asked_facet_is_refused(asked: str) -> None:
    with pytest.raises(ODSQLError) as raised:
        compile_facets(QueryText(facet=(asked,)), ZONES)
    assert raised.value.clause == "facet"
