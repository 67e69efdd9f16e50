"""Elements of ISO 19139 by short names: ``gmd:title`` with text, code, date or address inside."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from parvis.data.metadata.rdf.terms import clean

NAMESPACES = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}
_CODES = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
_LANGUAGES = "http://www.loc.gov/standards/iso639-2/"
HREF = f"{{{NAMESPACES['xlink']}}}href"
Element: TypeAlias = etree._Element


def name(short: str) -> str:
    """The whole name of ``prefix:local``."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def root(short: str) -> Element:
    """The element of a document."""
    return etree.Element(name(short), nsmap=NAMESPACES)


def add(parent: Element, path: str) -> Element:
    """New elements, one inside the other: ``gmd:contact/gmd:CI_ResponsibleParty``; the innermost is given."""
    found = parent
    for short in path.split("/"):
        found = etree.SubElement(found, name(short))
    return found


def add_text(parent: Element, path: str, text: str | None) -> None:
    """Elements with this text inside, when there is one."""
    if text:
        add(parent, f"{path}/gco:CharacterString").text = clean(text)


def add_anchor(parent: Element, path: str, text: str, address: str | None) -> None:
    """A text that leads to an address, when there is one."""
    if address is None:
        add_text(parent, path, text)
        return
    anchor = add(parent, f"{path}/gmx:Anchor")
    anchor.set(HREF, clean(address))
    anchor.text = clean(text)


def add_code(parent: Element, path: str, value: str) -> None:
    """The value of a code list; the last element of the path names the list."""
    found = add(parent, path)
    list_ = path.rsplit(":", 1)[-1]
    found.set("codeList", _LANGUAGES if list_ == "LanguageCode" else f"{_CODES}#{list_}")
    found.set("codeListValue", value)
    found.text = value


def add_moment(parent: Element, path: str, moment: str | None) -> None:
    """A date or an instant."""
    if moment:
        add(parent, f"{path}/gco:{'DateTime' if 'T' in moment else 'Date'}").text = clean(moment)


def add_url(parent: Element, path: str, url: str | None) -> None:
    """An address."""
    if url:
        add(parent, f"{path}/gmd:URL").text = clean(url)


def first(parent: Element | None, *paths: str) -> Element | None:
    """The first element at one of these paths."""
    for path in paths:
        if parent is not None and (found := parent.find(path, NAMESPACES)) is not None:
            return found
    return None


def every(parent: Element | None, path: str) -> list[Element]:
    """The elements at this path."""
    return [] if parent is None else parent.findall(path, NAMESPACES)


def said(element: Element | None) -> str | None:
    """The text inside an element, of whatever child holds it; the value of a code."""
    if element is None:
        return None
    words = " ".join("".join(t for t in element.itertext() if isinstance(t, str)).split())
    return words or next((v for e in element.iter() if (v := e.get("codeListValue"))), None)


def address(element: Element | None) -> str | None:
    """Where an anchor inside an element leads."""
    return None if element is None else next((v for e in element.iter() if (v := e.get(HREF))), None)
