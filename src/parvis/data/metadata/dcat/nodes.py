"""Typed and labelled nodes of code lists: told whole once in a document, named afterwards."""

from __future__ import annotations

from parvis.data.metadata.rdf.terms import Iri, Literal, Node
from parvis.data.metadata.vocabularies.codes import EU, HVD_LAW, IANA, Code


class Codes:
    """The shared nodes of one document: readers of a part of it know what each address means."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def once(self, iri: str, node: Node) -> Node | Iri:
        """The node the first time, its address later."""
        if iri in self._told:
            return Iri(iri)
        self._told.add(iri)
        return node

    def code(self, code: Code, *types: str) -> Node | Iri:
        """A code of a list: a concept with its labels, of these types too."""
        if code.iri in self._told:
            return Iri(code.iri)
        labels = [Literal(label, lang) for lang, label in code.labels.items()] or [Literal(code.code)]
        return self.concept(code.iri, *labels, types=types, notation=code.code)

    def concept(self, iri: str, *labels: Literal, types: tuple[str, ...] = (), notation: str = "") -> Node | Iri:
        """A concept with its labels, under both properties that harvesters read."""
        if iri in self._told:
            return Iri(iri)
        node = Node((*types, "skos:Concept"), Iri(iri))
        if notation:
            node.add("skos:notation", Literal(notation))
        return self.once(iri, node.add("skos:prefLabel", *labels).add("rdfs:label", *labels))

    def media_type(self, name: str) -> Node | Iri:
        """A media type by its address at IANA."""
        iri = IANA + name
        if iri in self._told:
            return Iri(iri)
        return self.once(iri, Node(("dct:MediaType",), Iri(iri)).add("rdfs:label", Literal(name)))

    def law(self) -> Node | Iri:
        """The regulation on high-value datasets."""
        title = "Règlement d’exécution (UE) 2023/138"
        return self.once(HVD_LAW, Node(("eli:LegalResource",), Iri(HVD_LAW)).add("rdfs:label", Literal(title, "fr")))

    def access_right(self, code: str) -> Node | Iri:
        """PUBLIC, RESTRICTED or NON_PUBLIC."""
        return self.concept(f"{EU}access-right/{code}", Literal(code), types=("dct:RightsStatement",))

    def document(self, iri: str) -> Node | Iri:
        """A page of the web."""
        return self.once(iri, Node(("foaf:Document",), Iri(iri)))

    def standard(self, iri: str) -> Node | Iri:
        """A norm or a schema."""
        return self.once(iri, Node(("dct:Standard",), Iri(iri)))
