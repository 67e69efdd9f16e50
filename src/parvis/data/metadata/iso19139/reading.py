"""An ISO 19139 record as a description."""

from __future__ import annotations

from typing import Any

from parvis.data.metadata import stated
from parvis.data.metadata.dcat.licenses import known
from parvis.data.metadata.description import Description
from parvis.data.metadata.documents import UnreadableMetadata, number, xml_root
from parvis.data.metadata.iso19139.elements import Element, address, every, first, name, said
from parvis.data.metadata.iso19139.extents import read_extent
from parvis.data.metadata.parts import Agent, Contact, Distribution
from parvis.data.metadata.prose import marked_up
from parvis.data.metadata.vocabularies import codes

_RECORD = name("gmd:MD_Metadata")
_CITATION = "gmd:citation/gmd:CI_Citation"
_DATES = {"creation": "created", "publication": "issued", "revision": "modified"}
_TRANSFER = "gmd:distributionInfo/gmd:MD_Distribution/gmd:transferOptions/gmd:MD_DigitalTransferOptions"
_ONLINE = f"{_TRANSFER}/gmd:onLine/gmd:CI_OnlineResource"
_RIGHTS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
_FREQUENCY = ".//gmd:maintenanceAndUpdateFrequency"


def read(content: bytes) -> Description:
    """The record of a document, also one inside the answer of a catalog service. Raises UnreadableMetadata."""
    document = xml_root(content)
    record = document if document.tag == _RECORD else next(document.iter(_RECORD), None)
    node = first(record, "gmd:identificationInfo/gmd:MD_DataIdentification", "gmd:identificationInfo/*")
    if record is None or node is None:
        raise UnreadableMetadata("The document holds no ISO 19139 record.")
    citation = first(node, _CITATION)
    identifiers = [i for e in every(citation, "gmd:identifier/*/gmd:code") if (i := said(e))]
    return Description(
        title=said(first(citation, "gmd:title")) or "",
        description=marked_up(_paragraphs(first(node, "gmd:abstract"))),
        iri=said(first(record, "gmd:fileIdentifier")),
        identifier=next(iter(identifiers), None) or said(first(record, "gmd:fileIdentifier")),
        other_ids=tuple(dict.fromkeys(identifiers[1:])),
        metadata_modified=said(first(record, "gmd:dateStamp")),
        version=said(first(citation, "gmd:edition")),
        citation=said(first(citation, "gmd:otherCitationDetails")),
        language=stated.language(said(first(node, "gmd:language")) or said(first(record, "gmd:language"))),
        update_frequency=stated.frequency_read(said(first(node, _FREQUENCY))),
        spatial_resolution=number(said(first(node, ".//gmd:distance"))),
        topics=tuple(t for e in every(node, "gmd:topicCategory") if (t := said(e))),
        provenance=_meant(said(first(record, ".//gmd:lineage/gmd:LI_Lineage/gmd:statement"))),
        **_dates(citation),
        **_people(record, node),
        **_keywords(node),
        **_constraints(node),
        **read_extent(node),
        **_files(record),
    )


def recognise(root: Any) -> bool:
    """A record, or an answer that holds one."""
    return root.tag == _RECORD or next(root.iter(_RECORD), None) is not None


def _meant(text: str | None) -> str | None:
    return None if text == "-" else text


def _paragraphs(element: Element | None) -> str | None:
    """The text of an element with its lines kept."""
    return None if element is None else "".join(t for t in element.itertext() if isinstance(t, str)).strip()


def _dates(citation: Element | None) -> dict[str, Any]:
    found: dict[str, str | None] = {}
    for date in every(citation, "gmd:date/gmd:CI_Date"):
        member = _DATES.get(said(first(date, "gmd:dateType")) or "")
        if member:
            found.setdefault(member, said(first(date, "gmd:date")))
    return found


def _people(record: Element, node: Element) -> dict[str, Any]:
    """Members by role: whom the record names as contact, and who published and made the data."""
    contacts = [_contact(p) for p in every(record, "gmd:contact/gmd:CI_ResponsibleParty")]
    listed = [(p, said(first(p, "gmd:role"))) for p in every(node, "gmd:pointOfContact/gmd:CI_ResponsibleParty")]
    listed += [(p, said(first(p, "gmd:role"))) for p in every(node, f"{_CITATION}/gmd:citedResponsibleParty/*")]
    of = {role: [_contact(p) for p, r in listed if r == role] for role in ("publisher", "owner", "custodian", "author")}
    publisher = next(iter((*of["publisher"], *of["owner"], *of["custodian"])), None)
    return {
        "publisher": publisher.name if publisher else None,
        "publisher_url": publisher.url if publisher else None,
        "creators": tuple(Agent(c.name, c.url, c.email) for c in of["author"] if c.name),
        "contacts": tuple(dict.fromkeys(c for c in contacts if c != Contact())),
    }


def _contact(party: Element) -> Contact:
    return Contact(
        said(first(party, "gmd:organisationName", "gmd:individualName")),
        said(first(party, ".//gmd:electronicMailAddress")),
        said(first(party, ".//gmd:onlineResource//gmd:URL")),
    )


def _keywords(node: Element) -> dict[str, Any]:
    """Free keywords, themes and places by their kind; those of the INSPIRE list by their code."""
    found: dict[str, list[str]] = {"keyword": [], "theme": [], "territory": [], "inspire_themes": []}
    kinds = {"theme": "theme", "place": "territory"}
    for listed in every(node, "gmd:descriptiveKeywords/gmd:MD_Keywords"):
        thesaurus = said(first(listed, "gmd:thesaurusName")) or ""
        member = kinds.get(said(first(listed, "gmd:type")) or "", "keyword")
        for element in every(listed, "gmd:keyword"):
            place = address(element) or ""
            if place.startswith(codes.INSPIRE):
                found["inspire_themes"].append(place.removeprefix(codes.INSPIRE))
            elif word := said(element):
                found["keyword" if thesaurus else member].append(word)
    return {member: tuple(dict.fromkeys(words)) for member, words in found.items()}


def _constraints(node: Element) -> dict[str, Any]:
    """Members ``license``, ``license_url``, ``rights`` and ``access_rights``."""
    found: dict[str, str | None] = {}
    for limits in every(node, "gmd:resourceConstraints/*"):
        other = first(limits, "gmd:otherConstraints")
        if first(limits, "gmd:useConstraints") is not None and other is not None:
            found |= {k: v for k, v in stated.license_names(said(other), address(other)).items() if k not in found}
        if first(limits, "gmd:accessConstraints") is not None:
            right, open_ = said(other), (address(other) or "").endswith("/noLimitations")
            found.setdefault("access_rights", right if right in _RIGHTS else "PUBLIC" if open_ else None)
        if words := said(first(limits, "gmd:useLimitation")):
            found.setdefault("rights", words)
            # Many records name their licence in a sentence.
            if "license" not in found and known(words) is not None:
                found["license"] = words
    return found


def _files(record: Element) -> dict[str, Any]:
    """The files, and the page that is told as information before them."""
    lines = [(said(first(e, "gmd:function")), f) for e in every(record, _ONLINE) if (f := _file(e))]
    page = next((f.url for function, f in lines[:1] if function == "information"), None)
    return {"landing_page": page, "distributions": tuple(f for _, f in (lines[1:] if page else lines))}


def _file(element: Element) -> Distribution | None:
    url = said(first(element, "gmd:linkage"))
    if url is None:
        return None
    function = said(first(element, "gmd:function")) or ""
    return Distribution(
        url=url,
        title=said(first(element, "gmd:name")),
        description=said(first(element, "gmd:description")),
        format=stated.format_name(said(first(element, "gmd:applicationProfile")), None),
        role={"information": "documentation", "search": "api"}.get(function, "data"),
    )
