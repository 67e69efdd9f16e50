"""GetCapabilities and DescribeRecord."""

from __future__ import annotations

from lxml import etree

from parvis.data.metadata.dublin_core import NAMESPACES, name
from parvis.data.metadata.rdf.terms import clean
from parvis.data.odsql.cql2 import fes
from parvis.web.api.csw import names
from parvis.web.api.csw.requests import CSW, GMD, OPERATIONS, SCHEMAS, SETS, VERSION, Asked
from parvis.web.api.http.endpoint import Call

PATH = "/api/csw"
_HREF, _TYPE = name("xlink:href"), name("xlink:type")
_GML, _XS = "http://www.opengis.net/gml", "http://www.w3.org/2001/XMLSchema"
_COMPARISONS = ("LessThan", "GreaterThan", "LessThanEqualTo", "GreaterThanEqualTo", "EqualTo", "NotEqualTo", "Like")
_XSD = {
    CSW: "http://schemas.opengis.net/csw/2.0.2/record.xsd",
    GMD: "http://schemas.opengis.net/iso/19139/20070417/gmd/gmd.xsd",
}
_PARAMETERS: dict[str, dict[str, tuple[str, ...]]] = {
    "GetCapabilities": {"sections": ("ServiceIdentification", "ServiceProvider", "OperationsMetadata")},
    "DescribeRecord": {"typeName": ("csw:Record", "gmd:MD_Metadata"), "outputFormat": ("application/xml",)},
    "GetRecords": {
        "typeNames": ("csw:Record", "gmd:MD_Metadata"),
        "outputFormat": ("application/xml",),
        "outputSchema": SCHEMAS,
        "resultType": ("hits", "results"),
        "ElementSetName": SETS,
        "CONSTRAINTLANGUAGE": ("CQL_TEXT", "FILTER"),
    },
    "GetRecordById": {"outputSchema": SCHEMAS, "ElementSetName": SETS, "outputFormat": ("application/xml",)},
}


def get_capabilities(call: Call, asked: Asked) -> etree._Element:
    """What the server is and can; always whole, whatever sections are asked."""
    call.reader.require_catalog(call.domain, call.caller)
    root = etree.Element(name("csw:Capabilities"), nsmap={**NAMESPACES, "gml": _GML}, version=VERSION)
    service = _add(root, "ows:ServiceIdentification")
    _text(service, "ows:Title", call.domain.title)
    _text(service, "ows:ServiceType", "CSW")
    _text(service, "ows:ServiceTypeVersion", VERSION)
    provider = _add(root, "ows:ServiceProvider")
    _text(provider, "ows:ProviderName", call.domain.title)
    _add(provider, "ows:ProviderSite").attrib.update({_TYPE: "simple", _HREF: f"{call.root}/"})
    _add(provider, "ows:ServiceContact")
    _operations(root, call.root + PATH)
    _filters(root)
    return root


def _operations(root: etree._Element, address: str) -> None:
    metadata = _add(root, "ows:OperationsMetadata")
    for operation in OPERATIONS:
        node = _add(metadata, "ows:Operation", name=operation)
        http = _add(_add(node, "ows:DCP"), "ows:HTTP")
        for method in ("Get", "Post"):
            _add(http, f"ows:{method}").attrib.update({_TYPE: "simple", _HREF: address})
        for parameter, values in _PARAMETERS[operation].items():
            _values(_add(node, "ows:Parameter", name=parameter), values)
        if operation == "GetRecords":
            _values(_add(node, "ows:Constraint", name="SupportedDublinCoreQueryables"), names.CORE)
            _values(_add(node, "ows:Constraint", name="SupportedISOQueryables"), names.ISO)
    for parameter, values in {"service": ("CSW",), "version": (VERSION,)}.items():
        _values(_add(metadata, "ows:Parameter", name=parameter), values)
    _values(_add(metadata, "ows:Constraint", name="PostEncoding"), ("XML",))


def _filters(root: etree._Element) -> None:
    filters = _add(root, "ogc:Filter_Capabilities")
    spatial = _add(filters, "ogc:Spatial_Capabilities")
    operands = _add(spatial, "ogc:GeometryOperands")
    for operand in ("gml:Envelope", "gml:Point"):
        _text(operands, "ogc:GeometryOperand", operand)
    operators = _add(spatial, "ogc:SpatialOperators")
    for operator in fes.SPATIAL_OPERATORS:
        _add(operators, "ogc:SpatialOperator", name=operator)
    scalar = _add(filters, "ogc:Scalar_Capabilities")
    _add(scalar, "ogc:LogicalOperators")
    comparisons = _add(scalar, "ogc:ComparisonOperators")
    for comparison in (*_COMPARISONS, "NullCheck", "Between"):
        _text(comparisons, "ogc:ComparisonOperator", comparison)
    ids = _add(filters, "ogc:Id_Capabilities")
    _add(ids, "ogc:EID")


def describe_record(call: Call, asked: Asked) -> etree._Element:
    """The schemas of records: each includes the published one."""
    call.reader.require_catalog(call.domain, call.caller)
    root = etree.Element(name("csw:DescribeRecordResponse"), nsmap=NAMESPACES)
    for schema, location in _XSD.items():
        component = _add(root, "csw:SchemaComponent", targetNamespace=schema, schemaLanguage=_XS)
        document = etree.SubElement(component, f"{{{_XS}}}schema", nsmap={"xs": _XS}, targetNamespace=schema)
        etree.SubElement(document, f"{{{_XS}}}include", schemaLocation=location)
    return root


def _add(parent: etree._Element, short: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, name(short), **attributes)


def _text(parent: etree._Element, short: str, text: str) -> None:
    _add(parent, short).text = clean(text)


def _values(parent: etree._Element, values: tuple[str, ...]) -> None:
    for value in values:
        _text(parent, "ows:Value", value)
