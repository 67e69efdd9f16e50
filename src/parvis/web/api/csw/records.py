"""GetRecords and GetRecordById."""

from __future__ import annotations

from lxml import etree

from parvis.core.errors import NotFound
from parvis.data.metadata import dublin_core
from parvis.data.metadata.dublin_core import NAMESPACES, name
from parvis.data.metadata.iso19139.writing import write as iso19139
from parvis.data.odsql import typed
from parvis.data.odsql.cql2 import fes
from parvis.data.odsql.cql2.conditions import condition
from parvis.data.odsql.text import Purpose, QueryText
from parvis.data.serving import catalog, datasets
from parvis.data.serving.catalog_table import CatalogTable
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.descriptions import description_of, root_of
from parvis.web.api.csw import names
from parvis.web.api.csw.requests import CSW, GMD, VERSION, Asked
from parvis.web.api.http.endpoint import Call
from parvis.web.api.ogc.records.selection import scope_of


def get_records(call: Call, asked: Asked) -> etree._Element:
    """A page of the catalog. Raises CswError, FilterError."""
    text = QueryText(
        order_by=", ".join(f"`{names.order(n)}` {'desc' if down else 'asc'}" for n, down in asked.sort)
        or "`dataset_id` asc",
        limit=asked.limit if asked.results else 0,
        offset=asked.start - 1,
    )

    def also(table: CatalogTable) -> typed.Expr:
        if asked.constraint is None:
            return typed.Always(True)
        return condition(scope_of(table, fes.PARAMETER, {}), names.renamed(asked.constraint))

    page = catalog.search(
        call.reader, call.domain, call.caller, text, purpose=Purpose.INTERNAL, also=also, cancel=call.cancel
    )
    root = etree.Element(name("csw:GetRecordsResponse"), nsmap=NAMESPACES, version=VERSION)
    etree.SubElement(root, name("csw:SearchStatus"), timestamp=_moment(page.views))
    beyond = asked.start + len(page.views)
    found = etree.SubElement(
        root,
        name("csw:SearchResults"),
        numberOfRecordsMatched=str(page.total_count),
        numberOfRecordsReturned=str(len(page.views)),
        nextRecord=str(beyond if page.total_count >= beyond and asked.limit else 0),
        recordSchema=asked.schema,
        elementSet=asked.elements,
    )
    found.extend([record(call, view, asked) for view in page.views])
    return root


def _moment(views: list[DatasetView]) -> str:
    """When the newest of the records changed: the same answer keeps the same bytes."""
    newest = max((view.manifest.published_at for view in views), default="1970-01-01T00:00:00+00:00")
    return f"{newest[:19]}Z"


def get_by_id(call: Call, asked: Asked) -> etree._Element:
    """The records of these identifiers, those that the caller may know of; no error for the others, as CSW says."""
    root = etree.Element(name("csw:GetRecordByIdResponse"), nsmap=NAMESPACES)
    for identifier in dict.fromkeys(asked.ids):
        view = _view(call, identifier)
        if view is not None:
            root.append(record(call, view, asked))
    return root


def _view(call: Call, identifier: str) -> DatasetView | None:
    """By the address of the page, the identifier or the unique identifier."""
    call.reader.require_catalog(call.domain, call.caller)
    manifest = call.reader.manifest(identifier)
    if manifest is not None and manifest.domain == call.domain.slug:
        return datasets.view(call.reader, manifest, call.caller)
    try:
        return datasets.get(call.reader, call.domain, call.caller, names.dataset_id(identifier))
    except NotFound:
        return None


def record(call: Call, view: DatasetView, asked: Asked) -> etree._Element:
    """The record of a dataset in the schema that is asked."""
    described = description_of(root_of(call.domain, call.root), call.domain, view)
    if asked.schema == GMD:
        return etree.fromstring(iso19139(described), etree.XMLParser(resolve_entities=False, remove_blank_text=True))
    assert asked.schema == CSW
    return dublin_core.record(described, asked.elements)
