"""The model of a portal: CSDL in XML and in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from parvis.core.fields import Field, FieldType
from parvis.data.metadata.rdf.terms import clean
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.odata.names import KEY, simple

NAMESPACE = "parvis"
CONTAINER = "Catalog"
_EDMX, _EDM = "http://docs.oasis-open.org/odata/ns/edmx", "http://docs.oasis-open.org/odata/ns/edm"
_TYPES = {
    FieldType.TEXT: "Edm.String",
    FieldType.INT: "Edm.Int64",
    FieldType.DOUBLE: "Edm.Double",
    FieldType.BOOLEAN: "Edm.Boolean",
    FieldType.DATE: "Edm.Date",
    FieldType.DATETIME: "Edm.DateTimeOffset",
    FieldType.GEO_POINT: "Edm.GeographyPoint",
    FieldType.GEO_SHAPE: "Edm.Geography",
    FieldType.JSON: "Edm.String",
    FieldType.FILE: "Edm.String",
}
_LABEL = "Core.Description"
_CORE = "https://docs.oasis-open.org/odata/odata-vocabularies/v4.0/vocabularies/Org.OData.Core.V1.xml"


def type_of(field: Field) -> str:
    """The type of a field in CSDL."""
    return "Collection(Edm.String)" if field.is_list else _TYPES[field.type]


def xml(views: Sequence[DatasetView]) -> bytes:
    """The model in XML."""
    root = etree.Element(f"{{{_EDMX}}}Edmx", nsmap={"edmx": _EDMX}, Version="4.0")
    reference = etree.SubElement(root, f"{{{_EDMX}}}Reference", Uri=_CORE)
    etree.SubElement(reference, f"{{{_EDMX}}}Include", Namespace="Org.OData.Core.V1", Alias="Core")
    services = etree.SubElement(root, f"{{{_EDMX}}}DataServices")
    schema = etree.SubElement(services, f"{{{_EDM}}}Schema", nsmap={None: _EDM}, Namespace=NAMESPACE)
    for view in views:
        _entity_type(schema, view)
    container = etree.SubElement(schema, f"{{{_EDM}}}EntityContainer", Name=CONTAINER)
    for view in views:
        name = simple(view.manifest.id)
        found = etree.SubElement(container, f"{{{_EDM}}}EntitySet", Name=name, EntityType=f"{NAMESPACE}.{name}")
        _described(found, view.manifest.description.title)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _entity_type(schema: etree._Element, view: DatasetView) -> None:
    found = etree.SubElement(schema, f"{{{_EDM}}}EntityType", Name=simple(view.manifest.id))
    etree.SubElement(etree.SubElement(found, f"{{{_EDM}}}Key"), f"{{{_EDM}}}PropertyRef", Name=KEY)
    etree.SubElement(found, f"{{{_EDM}}}Property", Name=KEY, Type="Edm.String", Nullable="false")
    for field in view.access.schema:
        property_ = etree.SubElement(found, f"{{{_EDM}}}Property", Name=simple(field.name), Type=type_of(field))
        if type_of(field).startswith("Edm.Geography"):
            property_.set("SRID", "4326")
        if field.is_list:
            property_.set("Nullable", "false")
        _described(property_, field.label)


def _described(parent: etree._Element, text: str) -> None:
    if text:
        etree.SubElement(parent, f"{{{_EDM}}}Annotation", Term=_LABEL, String=clean(text))


def json(views: Sequence[DatasetView]) -> dict[str, Any]:
    """The model in JSON (CSDL JSON 4.01)."""
    types = {simple(view.manifest.id): _json_type(view) for view in views}
    sets = {name: {"$Collection": True, "$Type": f"{NAMESPACE}.{name}"} for name in types}
    return {
        "$Version": "4.0",
        "$Reference": {_CORE: {"$Include": [{"$Namespace": "Org.OData.Core.V1", "$Alias": "Core"}]}},
        "$EntityContainer": f"{NAMESPACE}.{CONTAINER}",
        NAMESPACE: {**types, CONTAINER: {"$Kind": "EntityContainer", **sets}},
    }


def _json_type(view: DatasetView) -> dict[str, Any]:
    properties = {simple(field.name): _json_property(field) for field in view.access.schema}
    return {"$Kind": "EntityType", "$Key": [KEY], KEY: {}, **properties}


def _json_property(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"$Collection": True} if field.is_list else {"$Type": type_of(field), "$Nullable": True}
    return {**found, f"@{_LABEL}": field.label} if field.label else found
