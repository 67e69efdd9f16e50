"""A schema with a field of each kind."""

import pytest

from parvis.core.fields import Field, FieldType, Schema

STATIONS = Schema.of(
    [
        Field("name", FieldType.TEXT, "Name"),
        Field("city", FieldType.TEXT, facet=True),
        Field("code", FieldType.TEXT),
        Field("note", FieldType.TEXT),
        Field("capacity", FieldType.INT),
        Field("bikes", FieldType.INT),
        Field("price", FieldType.DOUBLE),
        Field("open", FieldType.BOOLEAN),
        Field("updated", FieldType.DATETIME, facet=True),
        Field("closed", FieldType.DATE),
        Field("coord", FieldType.GEO_POINT),
        Field("shape", FieldType.GEO_SHAPE),
        Field("tags", FieldType.TEXT, multivalued=","),
    ]
)


@pytest.fixture
def stations() -> Schema:
    return STATIONS
