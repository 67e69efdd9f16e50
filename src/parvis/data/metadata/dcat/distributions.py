"""Distributions and data services as nodes."""

from __future__ import annotations

from parvis.data.metadata.dcat.licenses import license_node
from parvis.data.metadata.dcat.nodes import Codes
from parvis.data.metadata.dcat.people import contact
from parvis.data.metadata.dcat.values import address, moment
from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Distribution
from parvis.data.metadata.rdf.terms import Iri, Literal, Node, Value
from parvis.data.metadata.vocabularies import codes as lists

_AVAILABLE = f"{lists.EU}planned-availability/AVAILABLE"
_ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_"


def distribution(file: Distribution, of: Description, lang: str, codes: Codes) -> Node:
    """One way to get the data. A file's address is its identity, and both its download and its access address."""
    url = Iri(file.url)
    node = Node(("dcat:Distribution",), url)
    node.texts("dct:title", [file.title], lang).texts("dct:description", [file.description], lang)
    node.add("dcat:accessURL", url)
    if file.role == "api":
        node.add("dcat:accessService", service(file, of, lang, codes))
    else:
        node.add("dcat:downloadURL", url)
    _format(node, file, codes)
    node.add("dct:license", license_of(file.license_url, of, lang, codes))
    if of.rights:
        node.add("dct:rights", Node(("dct:RightsStatement",)).add("rdfs:label", Literal(of.rights, lang)))
    if of.hvd_categories:
        node.add("dcatap:applicableLegislation", codes.law())
    node.add("dct:issued", moment(file.issued)).add("dct:modified", moment(file.modified))
    node.add("dcatap:availability", codes.concept(_AVAILABLE, Literal("available", "en"), Literal("disponible", "fr")))
    if standard := address(file.conforms_to):
        node.add("dct:conformsTo", codes.standard(standard))
    return _weighed(node, file, codes)


def _format(node: Node, file: Distribution, codes: Codes) -> None:
    kind = lists.file_type(file.format, file.media_type)
    if kind is not None:
        node.add("dct:format", codes.code(kind, "dct:MediaTypeOrExtent"))
    elif file.format:
        node.add("dct:format", Node(("dct:MediaTypeOrExtent",)).add("rdfs:label", Literal(file.format)))
    if file.media_type:
        node.add("dcat:mediaType", codes.media_type(file.media_type))


def _weighed(node: Node, file: Distribution, codes: Codes) -> Node:
    if file.size is not None:
        node.add("dcat:byteSize", Literal(str(file.size), datatype="xsd:nonNegativeInteger"))
    if file.checksum and file.algorithm:
        iri = _ALGORITHM + file.algorithm.lower()
        value = Literal(file.checksum, datatype="xsd:hexBinary")
        algorithm = codes.once(iri, Node(("spdx:ChecksumAlgorithm",), Iri(iri)))
        checksum = Node(("spdx:Checksum",)).add("spdx:algorithm", algorithm).add("spdx:checksumValue", value)
        node.add("spdx:checksum", checksum)
    return node


def license_of(url: str | None, of: Description, lang: str, codes: Codes) -> Value | None:
    """The licence of a distribution, else that of its dataset."""
    found = license_node(None, url, lang) if url else license_node(of.license, of.license_url, lang)
    return found if found is None or found.iri is None else codes.once(found.iri.value, found)


def service(file: Distribution, of: Description, lang: str, codes: Codes) -> Node | Iri:
    """The service that answers queries on one dataset; with its category for high-value datasets."""
    iri = file.url.rpartition("/")[0]
    node = Node(("dcat:DataService",), Iri(iri)).texts("dct:title", [f"API — {of.title}"], lang)
    node.iris("dcat:endpointURL", [iri]).iris("dcat:endpointDescription", [file.access_url])
    node.iris("dcat:servesDataset", [of.iri])
    if page := address(file.access_url):
        node.add("foaf:page", codes.document(page))
    node.add("dct:license", license_of(None, of, lang, codes)).add("dcat:contactPoint", *map(contact, of.contacts))
    if of.hvd_categories:
        node.add("dcatap:applicableLegislation", codes.law())
        node.add("dcatap:hvdCategory", *(codes.code(lists.category(c)) for c in of.hvd_categories))
    return node
