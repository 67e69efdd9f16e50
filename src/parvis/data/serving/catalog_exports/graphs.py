"""The catalog in DCAT-AP, streamed dataset by dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from parvis.data.engine.engine import Cancellation
from parvis.data.metadata.dcat.catalogs import Catalog, Paging, nodes
from parvis.data.metadata.description import Description
from parvis.data.metadata.rdf import jsonld, rdfxml, turtle
from parvis.data.metadata.rdf.terms import Node
from parvis.data.serving.catalog import CatalogPage
from parvis.data.serving.describing.addresses import dataset_page
from parvis.data.serving.descriptions import description_of
from parvis.data.store.entries import DomainChanged

Writer = Callable[[Iterable[Node]], Iterator[bytes]]
WRITERS: Mapping[str, Writer] = {
    "dcat": rdfxml.write,
    "rdf": rdfxml.write,
    "ttl": turtle.write,
    "json-ld": jsonld.write,
}


@dataclass(frozen=True, slots=True)
class Graph:
    """What a graph tells of the catalog: its exports, their addresses with labels or not, the language asked first."""

    root: str
    formats: frozenset[str] | None
    labels: bool
    lang: str
    paging: Paging | None = None


def write(
    format: str, domain: DomainChanged, page: CatalogPage, asked: Graph, cancel: Cancellation | None
) -> Iterator[bytes]:
    """The file of these datasets."""
    views = page.views
    catalog = Catalog(
        root=asked.root,
        title=domain.title,
        description=domain.tagline,
        language=domain.language,
        iris=[dataset_page(asked.root, view.manifest.id) for view in views],
        served=[dataset_page(asked.root, view.manifest.id) for view in views if view.table is not None],
        modified=max((view.manifest.metadata_processed for view in views), default=None),
        paging=asked.paging,
    )

    def descriptions() -> Iterator[Description]:
        for view in views:
            if cancel is not None:
                cancel.check()
            yield description_of(asked.root, domain, view, formats=asked.formats, labels=asked.labels)

    return WRITERS[format](nodes(catalog, descriptions(), asked.lang))
