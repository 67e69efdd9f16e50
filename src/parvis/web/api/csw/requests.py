"""Requests of CSW, from a query string or from XML, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from parvis.data.metadata.documents import xml_root
from parvis.data.odsql import syntax
from parvis.data.odsql.cql2 import fes
from parvis.data.odsql.cql2 import text as cql
from parvis.web.api.csw.errors import CswError
from parvis.web.api.http.parameters import Parameters

VERSION = "2.0.2"
CSW, GMD = "http://www.opengis.net/cat/csw/2.0.2", "http://www.isotc211.org/2005/gmd"
SCHEMAS = (CSW, GMD)
OPERATIONS = ("GetCapabilities", "DescribeRecord", "GetRecords", "GetRecordById")
SETS = ("brief", "summary", "full")
DEFAULT, LARGEST = 10, 100
_FILTER = "{http://www.opengis.net/ogc}Filter"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks. ``sort`` is a name and whether it descends; ``start`` counts from 1."""

    operation: str
    schema: str = CSW
    elements: str = "summary"
    results: bool = True
    start: int = 1
    limit: int = DEFAULT
    constraint: syntax.Node | None = None
    sort: tuple[tuple[str, bool], ...] = ()
    ids: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


def from_parameters(parameters: Parameters) -> Asked:
    """The request of a query string; names of parameters in any case. Raises CswError, FilterError."""
    values = {name.lower(): value for name, value in parameters.single().items()}
    operation = _operation(values.get("request"), values.get("service"), values.get("version"))
    if operation == "GetRecordById":
        ids = tuple(i.strip() for i in values.get("id", "").split(",") if i.strip())
        return Asked(operation, _schema(values), _elements(values), ids=_some(ids))
    if operation != "GetRecords":
        sections = tuple(s.strip() for s in values.get("sections", "").split(",") if s.strip())
        return Asked(operation, sections=sections)
    return Asked(
        operation,
        _schema(values),
        _elements(values),
        results=_results(values.get("resulttype", "hits")),
        start=_number(values, "startposition", 1),
        limit=min(_number(values, "maxrecords", DEFAULT, 0), LARGEST),
        constraint=_constraint(values),
        sort=_sorts(values.get("sortby", "")),
    )


def _constraint(values: Mapping[str, str]) -> syntax.Node | None:
    stated = values.get("constraint")
    language = values.get("constraintlanguage", "CQL_TEXT").upper()
    if not stated or not stated.strip():
        return None
    if language == "CQL_TEXT":
        return cql.parse(stated, fes.PARAMETER)
    if language == "FILTER":
        return fes.parse(_xml(stated.encode()))
    raise CswError("The language of a constraint is CQL_TEXT or FILTER.", "constraintLanguage")


def from_xml(body: bytes) -> Asked:
    """The request of a document, alone or in an envelope of SOAP. Raises CswError, FilterError."""
    root = _xml(body)
    if fes.local(root) == "Envelope":
        root = next((child for part in root if fes.local(part) == "Body" for child in part), root)
    operation = _operation(fes.local(root), root.get("service"), root.get("version"))
    query = _first(root, "Query")
    elements = _first(root if query is None else query, "ElementSetName")
    values = {name.lower(): str(value) for name, value in root.attrib.items()}
    if elements is not None:
        values["elementsetname"] = (elements.text or "").strip()
    if operation == "GetRecordById":
        ids = tuple((i.text or "").strip() for i in root if isinstance(i.tag, str) and fes.local(i) == "Id")
        return Asked(operation, _schema(values), _elements(values), ids=_some(tuple(filter(None, ids))))
    if operation != "GetRecords":
        return Asked(operation)
    if query is None:
        raise CswError("GetRecords has a Query.", "Query", "MissingParameterValue")
    return Asked(
        operation,
        _schema(values),
        _elements(values),
        results=_results(values.get("resulttype", "hits")),
        start=_number(values, "startposition", 1),
        limit=min(_number(values, "maxrecords", DEFAULT, 0), LARGEST),
        constraint=_stated(_first(query, "Constraint")),
        sort=_sorted_by(_first(query, "SortBy")),
    )


def _stated(constraint: etree._Element | None) -> syntax.Node | None:
    if constraint is None:
        return None
    filter_ = constraint.find(_FILTER)
    if filter_ is not None:
        return fes.parse(filter_)
    text = _first(constraint, "CqlText")
    if text is None or not (text.text or "").strip():
        raise CswError("A Constraint has a Filter or a CqlText.", "Constraint", "MissingParameterValue")
    return cql.parse(text.text or "", fes.PARAMETER)


def _sorted_by(sort: etree._Element | None) -> tuple[tuple[str, bool], ...]:
    if sort is None:
        return ()
    found = []
    for part in sort:
        named, order = _first(part, "PropertyName"), _first(part, "SortOrder")
        if named is not None:
            found.append(((named.text or "").strip(), order is not None and (order.text or "").upper() == "DESC"))
    return tuple(found)


def _first(parent: etree._Element, local: str) -> etree._Element | None:
    return next((c for c in parent if isinstance(c.tag, str) and fes.local(c) == local), None)


def _xml(body: bytes) -> etree._Element:
    """The root of a document; entities and document types are refused. Raises UnreadableMetadata."""
    return xml_root(body)


def _operation(request: str | None, service: str | None, version: str | None) -> str:
    if not request:
        raise CswError("A request has the parameter request.", "request", "MissingParameterValue")
    found = next((o for o in OPERATIONS if o.lower() == request.lower()), None)
    if found is None:
        raise CswError(f"{request[:60]} is not an operation of this server.", "request", "OperationNotSupported")
    if (service or "CSW").upper() != "CSW":
        raise CswError("The service is CSW.", "service")
    if version not in (None, "", VERSION) and found != "GetCapabilities":
        raise CswError(f"The version is {VERSION}.", "version")
    return found


def _schema(values: Mapping[str, str]) -> str:
    asked = values.get("outputschema") or CSW
    asked = {"csw:Record": CSW, "csw:IsoRecord": GMD, "gmd:MD_Metadata": GMD}.get(asked, asked)
    if asked not in SCHEMAS:
        raise CswError(f"The schema of answers is one of {', '.join(SCHEMAS)}.", "outputSchema")
    return asked


def _elements(values: Mapping[str, str]) -> str:
    asked = (values.get("elementsetname") or "summary").lower()
    if asked not in SETS:
        raise CswError(f"The set of elements is one of {', '.join(SETS)}.", "ElementSetName")
    return asked


def _results(asked: str) -> bool:
    if asked.lower() not in ("hits", "results", "validate"):
        raise CswError("The type of results is hits or results.", "resultType")
    return asked.lower() == "results"


def _number(values: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal() or len(text) > 12 or int(text) < least:
        raise CswError(f"{name} is a whole number from {least}.", name)
    return int(text)


def _sorts(text: str) -> tuple[tuple[str, bool], ...]:
    """``name:A,other:D``."""
    found = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, direction = part.rpartition(":")
        known = direction.upper() in ("A", "D") and bool(name)
        found.append((name, direction.upper() == "D") if known else (part, False))
    return tuple(found)


def _some(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not ids:
        raise CswError("GetRecordById has identifiers.", "id", "MissingParameterValue")
    return ids[:LARGEST]
