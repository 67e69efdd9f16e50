"""A dataset as a node."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from parvis.data.metadata.dcat.coverage import period, places
from parvis.data.metadata.dcat.distributions import distribution, license_of
from parvis.data.metadata.dcat.nodes import Codes
from parvis.data.metadata.dcat.people import agent, contact, publisher
from parvis.data.metadata.dcat.quality import measurements
from parvis.data.metadata.dcat.values import address, addresses, moment
from parvis.data.metadata.description import Description
from parvis.data.metadata.rdf.terms import Iri, Literal, Node, Value
from parvis.data.metadata.vocabularies import codes as lists

_RIGHTS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")


def dataset(description: Description, root: str, codes: Codes, lang: str | None = None) -> Node:
    """The dataset; ``root`` is that of the portal. ``lang``, when given, is the first language of its texts.

    The API is a distribution of high-value datasets only: catalogs take it for one more file otherwise.
    """
    d = description
    main = d.language or "fr"
    node = Node(("dcat:Dataset",), Iri(d.iri) if d.iri else None).texts("dct:identifier", [d.identifier])
    for name in ("title", "description"):
        node.add(f"dct:{name}", *_variants(d, name, main, lang))
    for code, keywords in _in_languages(d, "keyword", main, lang):
        node.texts("dcat:keyword", keywords, code)
    node.add("dcat:theme", *_themes(d, root, main, codes))
    node.add("dct:publisher", publisher(d, root, main, codes)).add("dcat:contactPoint", *map(contact, d.contacts))
    node.add("dct:creator", *(agent(a, codes) for a in d.creators))
    node.add("dct:contributor", *(agent(a, codes) for a in d.contributors))
    _dates(node, d, codes)
    _coverage(node, d, main)
    _terms(node, d, main, codes)
    _links(node, d, main, codes)
    node.add("dqv:hasQualityMeasurement", *measurements(d, root, codes))
    files = (f for f in d.distributions if f.role != "api" or d.hvd_categories)
    return node.add("dcat:distribution", *(distribution(f, d, lang or main, codes) for f in files))


def _in_languages(d: Description, name: str, main: str, first: str | None) -> list[tuple[str, list[str]]]:
    """The texts of a member by language: the one that is asked before the others."""
    found = {main: getattr(d, name)} | {code: values.get(name) for code, values in d.translations.items()}
    texts = [(code, [value] if isinstance(value, str) else list(value)) for code, value in found.items() if value]
    return sorted(texts, key=lambda pair: pair[0] != first)


def _variants(d: Description, name: str, main: str, first: str | None) -> Iterator[Literal]:
    found = _in_languages(d, name, main, first)
    if not found and name == "description":
        # A dataset without description is refused by catalogs: its title says what there is to say.
        found = [(main, [d.title])]
    for code, texts in found:
        yield from (Literal(text, code) for text in texts)


def _themes(d: Description, root: str, lang: str, codes: Codes) -> Iterator[Value]:
    stated = [found for t in (*d.eu_themes, *d.theme) if (found := lists.theme(t)) is not None]
    for code in dict.fromkeys(found.code for found in stated):
        yield codes.code(lists.listed("themes")[code])
    for name in d.theme:
        yield codes.concept(f"{root}/explore/?refine.theme={quote(name, safe='')}", Literal(name, lang))
    for category in d.hvd_categories:
        yield codes.code(lists.category(category))
    for name in d.inspire_themes:
        code = name.rstrip("/").rsplit("/", 1)[-1]
        yield codes.concept(lists.INSPIRE + quote(code, safe=""), Literal(code))


def _dates(node: Node, d: Description, codes: Codes) -> None:
    node.add("dct:created", moment(d.created)).add("dct:issued", moment(d.issued))
    # A date after the publication that states it is refused as being of the future.
    ahead = d.modified and d.metadata_modified and d.modified[:10] > d.metadata_modified[:10]
    node.add("dct:modified", moment(d.metadata_modified if ahead else d.modified))
    if (found := lists.frequency(d.update_frequency)) is not None:
        node.add("dct:accrualPeriodicity", codes.code(found, "dct:Frequency"))


def _coverage(node: Node, d: Description, lang: str) -> None:
    node.add("dct:spatial", *places(d, lang)).add("dct:temporal", *map(period, d.temporal))
    if d.spatial_resolution is not None:
        node.add("dcat:spatialResolutionInMeters", Literal(str(d.spatial_resolution), datatype="xsd:decimal"))
    if d.temporal_resolution:
        node.add("dcat:temporalResolution", Literal(d.temporal_resolution, datatype="xsd:duration"))


def _terms(node: Node, d: Description, lang: str, codes: Codes) -> None:
    if (spoken := lists.language(d.language)) is not None:
        node.add("dct:language", codes.code(spoken, "dct:LinguisticSystem"))
    node.add("dct:license", license_of(None, d, lang, codes))
    right = (d.access_rights or "").rstrip("/").rsplit("/", 1)[-1]
    if right in _RIGHTS:
        node.add("dct:accessRights", codes.access_right(right))
    if d.rights:
        node.add("dct:rights", Node(("dct:RightsStatement",)).add("rdfs:label", Literal(d.rights, lang)))
    if d.hvd_categories:
        node.add("dcatap:applicableLegislation", codes.law())
        node.add("dcatap:hvdCategory", *(codes.code(lists.category(c)) for c in d.hvd_categories))


def _links(node: Node, d: Description, lang: str, codes: Codes) -> None:
    if page := address(d.landing_page):
        node.add("dcat:landingPage", codes.document(page))
    pages = dict.fromkeys((*addresses(d.references), *(a for t in d.documentation if (a := address(t)))))
    node.add("foaf:page", *(codes.document(iri) for iri in pages))
    node.add("dct:conformsTo", *(codes.standard(a) for t in d.conforms_to if (a := address(t))))
    node.iris("dct:relation", [address(t) for t in d.relations])
    said = "\n".join(filter(None, (d.provenance, *(t for t in d.sources))))
    if said:
        node.add("dct:provenance", Node(("dct:ProvenanceStatement",)).add("rdfs:label", Literal(said, lang)))
    for other in d.other_ids:
        node.add("adms:identifier", Node(("adms:Identifier",)).add("skos:notation", Literal(other)))
    node.texts("dcat:version", [d.version]).texts("adms:versionNotes", [d.version_notes], lang)
    node.texts("dct:bibliographicCitation", [d.citation], lang)
