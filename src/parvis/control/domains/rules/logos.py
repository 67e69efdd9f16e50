"""Which files may be a logo: a PNG, or an SVG that only draws."""

from __future__ import annotations

import re
import struct

from lxml import etree

from parvis.control.domains.facts import InvalidTheme

LARGEST = 200_000
WIDEST = 4_000
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
# Namespaces that browsers act upon; the one of RDF, in which licences of drawings are written, is not among them.
W3 = ("{http://www.w3.org/1999/", "{http://www.w3.org/1998/Math")
DRAWING = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "clipPath",
        "mask",
        "pattern",
        "linearGradient",
        "radialGradient",
        "stop",
        "style",
    ]
)
LINKS = ("href", "{http://www.w3.org/1999/xlink}href")
# A style that fetches: an address outside the file, or a sheet.
FETCHES = re.compile(r"@import|url\(\s*['\"]?(?!#)|expression|javascript:", re.IGNORECASE)


def logo_extension(data: bytes) -> str:
    """``png`` or ``svg``; raises InvalidTheme for anything else, or for an SVG that does more than draw."""
    if len(data) > LARGEST:
        raise InvalidTheme(f"the logo has {len(data)} bytes; at most {LARGEST} are taken")
    if data.startswith(PNG):
        _check_png(data)
        return "png"
    _check_svg(data)
    return "svg"


def _check_png(data: bytes) -> None:
    if len(data) < 24 or data[12:16] != b"IHDR":
        raise InvalidTheme("the logo is a damaged PNG file")
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= WIDEST and 0 < height <= WIDEST):
        raise InvalidTheme(f"the logo is {width} × {height} pixels; at most {WIDEST} × {WIDEST} are taken")


def _check_svg(data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InvalidTheme("the logo is neither a PNG nor an SVG file", hint=str(error)[:200]) from error
    if root.getroottree().docinfo.doctype or root.tag != f"{SVG}svg":
        raise InvalidTheme("the logo is not a plain SVG drawing", hint="save it as a plain SVG, without a DOCTYPE")
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        _check_element(element)


def _check_element(element: etree._Element) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        if isinstance(element, etree._Comment):
            return
        raise InvalidTheme("the logo holds a processing instruction", hint="save it as a plain SVG")
    if tag.startswith(SVG) and tag.removeprefix(SVG) not in DRAWING:
        raise InvalidTheme(f"the logo holds <{tag.removeprefix(SVG)[:40]}>, which does more than draw")
    if tag.startswith(W3) and not tag.startswith(SVG):
        raise InvalidTheme(f"the logo holds <{tag[:60]}>, which does more than draw")
    if not tag.startswith(SVG):
        return  # What drawing programs keep for themselves; browsers skip it.
    for name, value in element.attrib.items():
        local = str(name).rpartition("}")[2].lower()
        if local.startswith("on") or (name in LINKS and not str(value).startswith("#")) or FETCHES.search(str(value)):
            raise InvalidTheme(f"the logo holds {local[:40]}=…, which does more than draw")
    if tag == f"{SVG}style" and FETCHES.search(element.text or ""):
        raise InvalidTheme("a style of the logo fetches something", hint="keep everything inside the file")
