"""One tree of RDF says the same in its three syntaxes, as an independent reader understands them."""

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from parvis.data.metadata.rdf import jsonld, rdfxml, turtle
from parvis.data.metadata.rdf.terms import Iri, Literal, Node

NASTY = 'guillemets "doubles", <b>&amp;</b>, \\ barre,\nligne\tet \x00\x0b é'


def tree() -> Node:
    agent = Node(("foaf:Agent",), Iri("https://x.test/?p=Ville de Lyon")).texts("foaf:name", ["Ville de Lyon"], "fr")
    period = Node(("dct:PeriodOfTime",)).add("dcat:startDate", Literal("2020-01-01", datatype="xsd:date"))
    found = Node(("dcat:Dataset", "dcat:Resource"), Iri("https://x.test/explore/dataset/a/"))
    found.texts("dct:title", [NASTY], "fr").texts("dcat:keyword", ["a", "b", None])
    return found.add("dct:publisher", agent).add("dct:temporal", period, None).iris("dct:license", ["https://l.test/"])


def read(writer, syntax: str) -> Graph:  # type: ignore[no-untyped-def]
    return Graph().parse(data=b"".join(writer.write([tree(), Node(("dcat:Catalog",))])), format=syntax)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize(("writer", "syntax"), [(rdfxml, "xml"), (jsonld, "json-ld")])
def test_syntaxes_agree(writer, syntax: str) -> None:  # type: ignore[no-untyped-def]
    assert isomorphic(read(writer, syntax), read(turtle, "turtle"))


def test_addresses_and_texts_are_escaped() -> None:
    found = {str(term) for triple in read(turtle, "turtle") for term in triple}
    assert "https://x.test/?p=Ville%20de%20Lyon" in found
    assert 'guillemets "doubles", <b>&amp;</b>, \\ barre,\nligne\tet  é' in found
