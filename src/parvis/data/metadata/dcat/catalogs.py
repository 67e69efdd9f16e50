"""A catalog as a stream of nodes: itself, its service, then dataset by dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parvis.data.metadata.dcat.datasets import dataset
from parvis.data.metadata.dcat.nodes import Codes
from parvis.data.metadata.dcat.values import moment
from parvis.data.metadata.description import Description
from parvis.data.metadata.rdf.terms import Iri, Literal, Node
from parvis.data.metadata.vocabularies import codes as lists

RECORD = "#record"


@dataclass(frozen=True, slots=True)
class Paging:
    """The addresses of the other pages, and how many datasets there are in all."""

    this: str
    first: str
    last: str
    previous: str | None
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Catalog:
    """A portal. ``iris`` are its datasets, ``served`` those that its API answers about; ``modified`` is ISO 8601."""

    root: str
    title: str
    description: str
    language: str
    iris: Sequence[str]
    served: Sequence[str] = ()
    modified: str | None = None
    paging: Paging | None = None

    @property
    def iri(self) -> str:
        """The catalog, which is also its home page."""
        return f"{self.root}/explore/"

    @property
    def service(self) -> str:
        """The API."""
        return f"{self.root}/api/explore/v2.1/"


def nodes(catalog: Catalog, descriptions: Iterable[Description], lang: str | None = None) -> Iterator[Node]:
    """The catalog, a dataset at a time: nothing is kept but which codes have been told."""
    codes = Codes()
    yield _catalog(catalog, codes)
    if catalog.paging is not None:
        yield _paging(catalog.paging)
    yield _service(catalog, codes)
    for description in descriptions:
        yield dataset(description, catalog.root, codes, lang)
        yield _record(description)


def _catalog(catalog: Catalog, codes: Codes) -> Node:
    lang = catalog.language
    node = Node(("dcat:Catalog",), Iri(catalog.iri)).add("dct:title", Literal(catalog.title, lang))
    node.add("dct:description", Literal(catalog.description or catalog.title, lang))
    owner = Node(("foaf:Agent",), Iri(f"{catalog.root}/#publisher")).add("foaf:name", Literal(catalog.title, lang))
    node.add("dct:publisher", owner).add("foaf:homepage", codes.document(catalog.iri))
    if (spoken := lists.language(lang)) is not None:
        node.add("dct:language", codes.code(spoken, "dct:LinguisticSystem"))
    scheme = Node(("skos:ConceptScheme",), Iri(lists.EU + "data-theme")).add("dct:title", Literal("Data theme", "en"))
    node.add("dcat:themeTaxonomy", scheme).add("dct:modified", moment(catalog.modified))
    node.iris("dcat:service", [catalog.service]).iris("dcat:dataset", catalog.iris)
    return node.iris("dcat:record", (iri + RECORD for iri in catalog.iris))


def _service(catalog: Catalog, codes: Codes) -> Node:
    """The API. Without identifier: catalogs that harvest this one do not list it beside the datasets."""
    node = Node(("dcat:DataService",), Iri(catalog.service))
    node.add("dct:title", Literal(f"API Explore — {catalog.title}", catalog.language))
    node.iris("dcat:endpointURL", [catalog.service])
    node.iris("dcat:endpointDescription", [f"{catalog.service}swagger.json"])
    return node.iris("dcat:servesDataset", catalog.served)


def _record(description: Description) -> Node:
    node = Node(("dcat:CatalogRecord",), Iri(f"{description.iri}{RECORD}"))
    node.iris("foaf:primaryTopic", [description.iri])
    return node.add("dct:modified", moment(description.metadata_modified))


def _paging(paging: Paging) -> Node:
    node = Node(("hydra:PartialCollectionView",), Iri(paging.this))
    steps = {"first": paging.first, "last": paging.last, "previous": paging.previous, "next": paging.next}
    for name, address in steps.items():
        node.iris(f"hydra:{name}", [address])
    return node.add("hydra:totalItems", Literal(str(paging.total), datatype="xsd:integer"))
