"""A description as an ISO 19139 record."""

from __future__ import annotations

from lxml import etree

from parvis.data.metadata import stated
from parvis.data.metadata.description import Description
from parvis.data.metadata.iso19139.elements import (
    Element,
    add,
    add_anchor,
    add_code,
    add_moment,
    add_text,
    add_url,
    root,
)
from parvis.data.metadata.iso19139.extents import add_extent
from parvis.data.metadata.parts import Contact, Distribution
from parvis.data.metadata.prose import plain
from parvis.data.metadata.vocabularies import codes

STANDARD = "iso19139"
_DATES = (("created", "creation"), ("issued", "publication"), ("modified", "revision"))
_NO_LIMIT = "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations"
_THESAURUS = "GEMET - INSPIRE themes, version 1.0"
# Where no topic is stated: what the themes of the Union are nearest to.
_TOPICS = {
    "AGRI": "farming",
    "ECON": "economy",
    "EDUC": "society",
    "ENER": "utilitiesCommunication",
    "ENVI": "environment",
    "GOVE": "society",
    "HEAL": "health",
    "JUST": "society",
    "REGI": "planningCadastre",
    "SOCI": "society",
    "TECH": "geoscientificInformation",
    "TRAN": "transportation",
}


def write(description: Description) -> bytes:
    """The document."""
    d = description
    record = root("gmd:MD_Metadata")
    add_text(record, "gmd:fileIdentifier", stated.identity(d))
    add_code(record, "gmd:language/gmd:LanguageCode", _language(d))
    add_code(record, "gmd:characterSet/gmd:MD_CharacterSetCode", "utf8")
    add_code(record, "gmd:hierarchyLevel/gmd:MD_ScopeCode", "dataset")
    for asked in d.contacts or (Contact(d.publisher),):
        _party(record, "gmd:contact", asked.name or d.publisher, asked, "pointOfContact")
    add_moment(record, "gmd:dateStamp", d.metadata_modified or d.modified or d.issued or "1970-01-01")
    add_text(record, "gmd:metadataStandardName", "ISO 19115:2003/19139")
    add_text(record, "gmd:metadataStandardVersion", "1.0")
    _identification(add(record, "gmd:identificationInfo/gmd:MD_DataIdentification"), d)
    if d.distributions:
        _files(record, d)
    _quality(add(record, "gmd:dataQualityInfo/gmd:DQ_DataQuality"), d)
    written: bytes = etree.tostring(record, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _identification(node: Element, d: Description) -> None:
    """The order of elements is that of the schema."""
    citation = add(node, "gmd:citation/gmd:CI_Citation")
    add_text(citation, "gmd:title", d.title)
    for name, kind in _DATES:
        if moment := getattr(d, name):
            date = add(citation, "gmd:date/gmd:CI_Date")
            add_moment(date, "gmd:date", moment)
            add_code(date, "gmd:dateType/gmd:CI_DateTypeCode", kind)
    add_text(citation, "gmd:edition", d.version)
    for identifier in dict.fromkeys(i for i in (d.identifier, *d.other_ids) if i):
        add_text(citation, "gmd:identifier/gmd:MD_Identifier/gmd:code", identifier)
    add_text(citation, "gmd:otherCitationDetails", d.citation)
    add_text(node, "gmd:abstract", plain(d.description) or d.title)
    if d.publisher:
        _party(node, "gmd:pointOfContact", d.publisher, Contact(url=d.publisher_url), "publisher")
    for author in d.creators:
        _party(node, "gmd:pointOfContact", author.name, Contact(email=author.email, url=author.url), "author")
    if code := stated.frequency(d, "iso"):
        maintenance = "gmd:resourceMaintenance/gmd:MD_MaintenanceInformation/gmd:maintenanceAndUpdateFrequency"
        add_code(node, f"{maintenance}/gmd:MD_MaintenanceFrequencyCode", code)
    _keywords(node, d)
    _constraints(node, d)
    if d.spatial_resolution is not None:
        resolution = add(node, "gmd:spatialResolution/gmd:MD_Resolution/gmd:distance/gco:Distance")
        resolution.set("uom", "m")
        resolution.text = str(d.spatial_resolution)
    add_code(node, "gmd:language/gmd:LanguageCode", _language(d))
    for topic in d.topics or _topics(d):
        add(node, "gmd:topicCategory/gmd:MD_TopicCategoryCode").text = topic
    add_extent(node, d)


def _language(d: Description) -> str:
    found = codes.language(d.language or "fr")
    return found.code.lower() if found is not None else (d.language or "fra")


def _party(parent: Element, path: str, name: str | None, asked: Contact, role: str) -> None:
    party = add(parent, f"{path}/gmd:CI_ResponsibleParty")
    add_text(party, "gmd:organisationName", name or asked.email or asked.url or "-")
    if asked.email or asked.url:
        contact = add(party, "gmd:contactInfo/gmd:CI_Contact")
        add_text(contact, "gmd:address/gmd:CI_Address/gmd:electronicMailAddress", asked.email)
        add_url(contact, "gmd:onlineResource/gmd:CI_OnlineResource/gmd:linkage", asked.url)
    add_code(party, "gmd:role/gmd:CI_RoleCode", role)


def _keywords(node: Element, d: Description) -> None:
    groups = (("", d.keyword), ("theme", d.theme), ("place", d.territory))
    for kind, words in groups:
        if words:
            listed = add(node, "gmd:descriptiveKeywords/gmd:MD_Keywords")
            for word in words:
                add_text(listed, "gmd:keyword", word)
            if kind:
                add_code(listed, "gmd:type/gmd:MD_KeywordTypeCode", kind)
    if d.inspire_themes:
        listed = add(node, "gmd:descriptiveKeywords/gmd:MD_Keywords")
        for code in d.inspire_themes:
            add_anchor(listed, "gmd:keyword", code, codes.INSPIRE + code)
        thesaurus = add(listed, "gmd:thesaurusName/gmd:CI_Citation")
        add_text(thesaurus, "gmd:title", _THESAURUS)
        date = add(thesaurus, "gmd:date/gmd:CI_Date")
        add_moment(date, "gmd:date", "2008-06-01")
        add_code(date, "gmd:dateType/gmd:CI_DateTypeCode", "publication")


def _topics(d: Description) -> list[str]:
    stated_themes = (codes.theme(text) for text in (*d.eu_themes, *d.theme))
    found = dict.fromkeys(_TOPICS[t.code] for t in stated_themes if t is not None and t.code in _TOPICS)
    return list(found) or ["society"]


def _constraints(node: Element, d: Description) -> None:
    """The conditions of use, then those of access."""
    if d.license or d.license_url:
        limits = add(node, "gmd:resourceConstraints/gmd:MD_LegalConstraints")
        add_code(limits, "gmd:useConstraints/gmd:MD_RestrictionCode", "license")
        address = stated.license_address(d)
        add_anchor(limits, "gmd:otherConstraints", d.license or address or "", address)
    if d.rights:
        limits = add(node, "gmd:resourceConstraints/gmd:MD_LegalConstraints")
        add_text(limits, "gmd:useLimitation", d.rights)
    if d.access_rights:
        limits = add(node, "gmd:resourceConstraints/gmd:MD_LegalConstraints")
        open_ = d.access_rights == "PUBLIC"
        add_code(limits, "gmd:accessConstraints/gmd:MD_RestrictionCode", "otherRestrictions" if open_ else "restricted")
        add_anchor(limits, "gmd:otherConstraints", d.access_rights, _NO_LIMIT if open_ else None)


def _files(record: Element, d: Description) -> None:
    node = add(record, "gmd:distributionInfo/gmd:MD_Distribution")
    for format in dict.fromkeys(f.format for f in d.distributions if f.format):
        kind = add(node, "gmd:distributionFormat/gmd:MD_Format")
        add_text(kind, "gmd:name", format)
        add_text(kind, "gmd:version", "-")
    transfer = add(node, "gmd:transferOptions/gmd:MD_DigitalTransferOptions")
    if d.landing_page:
        _line(transfer, Distribution(url=d.landing_page, title=d.title), "information")
    for file in d.distributions:
        _line(transfer, file, {"documentation": "information", "api": "search"}.get(file.role, "download"))


def _line(transfer: Element, file: Distribution, function: str) -> None:
    line = add(transfer, "gmd:onLine/gmd:CI_OnlineResource")
    add_url(line, "gmd:linkage", file.url)
    add_text(line, "gmd:protocol", "WWW:DOWNLOAD" if function == "download" else "WWW:LINK")
    add_text(line, "gmd:applicationProfile", file.format)
    add_text(line, "gmd:name", file.title)
    add_text(line, "gmd:description", file.description)
    add_code(line, "gmd:function/gmd:CI_OnLineFunctionCode", function)


def _quality(node: Element, d: Description) -> None:
    add_code(node, "gmd:scope/gmd:DQ_Scope/gmd:level/gmd:MD_ScopeCode", "dataset")
    add_text(node, "gmd:lineage/gmd:LI_Lineage/gmd:statement", d.provenance or "-")
