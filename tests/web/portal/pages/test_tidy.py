"""Addresses of forms and of older portals lead to short ones."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import QueryDict

from parvis.core.fields import Field, FieldType, Schema
from parvis.web.portal.pages.refinement.tidy import tidied

SCHEMA = Schema.of(
    [Field("a", FieldType.INT), Field("b", FieldType.TEXT), Field("c", FieldType.DATE), Field("g", FieldType.GEO_POINT)]
)


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ("q=&min.a=&max.a=5&open=filters", "max.a=5&open=filters"),
        ("near.g=48.5, 2&radius.g=300", "circle.g=48.5,2,300"),
        ("geofilter.distance=48,2,500", "circle.g=48,2,500"),
        ("geofilter.distance=48,2", "circle.g=48,2,1000"),
        ("geofilter.polygon=(48,2),(49,2),(49,3)", "polygon.g=48,2+49,2+49,3"),
        ("q.timerange.c=c:[2020-01-01 TO 2020-02-01]", "min.c=2020-01-01&max.c=2020-02-01"),
        ("hide=b", "columns=a,c,g"),
        ("later=a&sort=a", "columns=b,a,c,g&sort=a"),
        ("columns=b,a,c,g&earlier=a", ""),
        ("columns=b&show=g", "columns=b,g"),
        ("columns=b&hide=b&min.a=2", "min.a=2&columns=b"),
        ("hide=nothing&lang=fr", "lang=fr"),
    ],
)
def test_an_address_becomes_short(query: str, better: str) -> None:
    found = tidied("/t", QueryDict(query.replace(" ", "%20")), SCHEMA)
    assert found is not None
    assert unquote(found) == (f"/t?{better}" if better else "/t")
    assert tidied("/t", QueryDict(found.partition("?")[2]), SCHEMA) is None


@pytest.mark.parametrize("query", ["", "q=x&refine.b=y&disjunctive.b", "sort=-a&page=3&lang=fr", "unknown=1"])
def test_a_short_address_stays(query: str) -> None:
    assert tidied("/t", QueryDict(query), SCHEMA) is None
