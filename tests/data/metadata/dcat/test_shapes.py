"""Catalogs pass the shapes of DCAT-AP 3.0.1 and, for high-value datasets, of DCAT-AP HVD."""

import warnings
from dataclasses import replace

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDFS
from tests.data.metadata.dcat.descriptions import ASKED, BARE, PARQUET, ROOT, WHOLE, catalog
from tests.factories.shared import SHARED, needs_shared

from parvis.data.metadata.dcat.catalogs import nodes
from parvis.data.metadata.dcat.datasets import dataset
from parvis.data.metadata.dcat.nodes import Codes
from parvis.data.metadata.description import Description
from parvis.data.metadata.rdf import turtle

SHAPES = SHARED / "shapes"
GATES = ("shapes.ttl", "range.ttl", "dcat-ap-SHACL.ttl")
_SH = "http://www.w3.org/ns/shacl#"
SH = {
    name: URIRef(_SH + name)
    for name in ("property", "path", "resultSeverity", "Violation", "resultPath", "resultMessage")
}
_URL = f"{ROOT}/explore/dataset/transit/"
_FILES = tuple(replace(f, url=f.url.replace("stations", "transit")) for f in (PARQUET, ASKED))
HVD = replace(WHOLE, iri=_URL, identifier=_URL, hvd_categories=("c_b79e35eb",), distributions=_FILES)
pytestmark = needs_shared


def graph(*descriptions: Description) -> Graph:
    return Graph().parse(data=b"".join(turtle.write(nodes(catalog(*descriptions), descriptions))), format="turtle")


def shapes_of(name: str) -> Graph:
    """The shapes; a published file points at some that it does not hold, which no validator accepts."""
    shapes = Graph().parse(SHAPES / name)
    for shape, _, missing in list(shapes.triples((None, SH["property"], None))):
        if (missing, SH["path"], None) not in shapes:
            shapes.remove((shape, SH["property"], missing))
    return shapes


def hierarchy() -> Graph:
    """What the vocabulary itself says, which the shapes count on."""
    found = Graph()
    for name in ("Dataset", "DataService", "Catalog"):
        found.add((DCAT[name], RDFS.subClassOf, DCAT.Resource))
    return found


def violations(data: Graph, name: str) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyshacl import validate  # noqa: PLC0415 - importing it warns of its own dependencies

        _, found, _ = validate(data, ont_graph=hierarchy(), shacl_graph=shapes_of(name), do_owl_imports=False)
    assert isinstance(found, Graph)
    results = found.subjects(SH["resultSeverity"], SH["Violation"])
    return [f"{found.value(r, SH['resultPath'])}: {found.value(r, SH['resultMessage'])}" for r in results]


@pytest.mark.parametrize("shapes", GATES)
def test_a_catalog_conforms_to_dcat_ap(shapes: str) -> None:
    assert violations(graph(WHOLE, HVD, BARE), shapes) == []


def test_a_high_value_dataset_conforms_to_its_profile() -> None:
    one = turtle.write([dataset(HVD, ROOT, Codes())])
    assert violations(Graph().parse(data=b"".join(one), format="turtle"), "hvd-SHACL-base.ttl") == []


def test_the_gate_sees_what_is_missing() -> None:
    data = graph(WHOLE)
    data.remove((URIRef(WHOLE.iri or ""), DCTERMS.title, None))
    data.remove((URIRef(WHOLE.distributions[0].url), DCAT.accessURL, None))
    assert len(violations(data, "shapes.ttl")) == 2
