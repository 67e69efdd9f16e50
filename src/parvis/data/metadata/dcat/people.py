"""Publishers, authors and contacts as nodes."""

from __future__ import annotations

from urllib.parse import quote

from parvis.data.metadata.dcat.nodes import Codes
from parvis.data.metadata.dcat.values import address, mailto
from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Agent, Contact
from parvis.data.metadata.rdf.terms import Iri, Literal, Node

_TYPES = "http://purl.org/adms/publishertype/"


def publisher(description: Description, root: str, lang: str, codes: Codes) -> Node | Iri | None:
    """The publisher, named by the catalog page of its datasets."""
    if not description.publisher:
        return None
    iri = f"{root}/explore/?refine.publisher={quote(description.publisher, safe='')}"
    node = Node(("foaf:Agent",), Iri(iri)).add("foaf:name", Literal(description.publisher, lang))
    if description.publisher_type:
        type_ = description.publisher_type.rsplit("/", 1)[-1]
        node.add("dct:type", codes.concept(_TYPES + quote(type_), Literal(type_)))
    node.texts("dct:identifier", [description.publisher_id])
    if homepage := address(description.publisher_url):
        node.add("foaf:homepage", codes.document(homepage))
    return codes.once(iri, node)


def agent(person: Agent, codes: Codes) -> Node:
    """A person or body."""
    node = Node(("foaf:Agent",)).add("foaf:name", Literal(person.name))
    node.texts("dct:identifier", [person.identifier]).iris("foaf:mbox", [mailto(person.email)])
    if homepage := address(person.url):
        node.add("foaf:homepage", codes.document(homepage))
    return node


def contact(asked: Contact) -> Node:
    """Whom to ask."""
    node = Node(("vcard:Kind",)).texts("vcard:fn", [asked.name or asked.email or asked.url])
    return node.iris("vcard:hasEmail", [mailto(asked.email)]).iris("vcard:hasURL", [address(asked.url)])
