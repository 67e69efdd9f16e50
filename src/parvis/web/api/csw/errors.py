"""Errors as OWS writes them."""

from __future__ import annotations

from lxml import etree

from parvis.core.errors import Overloaded, ParvisError
from parvis.data.metadata.dublin_core import NAMESPACES, name
from parvis.data.metadata.rdf.terms import clean
from parvis.web.api.http.answers import Answer

XML = "application/xml; charset=utf-8"


class CswError(ParvisError):
    """A request that CSW does not have, or that lacks something. ``code`` is that of OWS."""

    code = "InvalidParameterValue"
    status = 400

    def __init__(self, message: str, locator: str, code: str = "InvalidParameterValue") -> None:
        super().__init__(message, params={"parameter": locator})
        self.code = code


def answer(error: ParvisError) -> Answer:
    """An exception report."""
    report = etree.Element(name("ows:ExceptionReport"), nsmap={"ows": NAMESPACES["ows"]}, version="1.2.0")
    exception = etree.SubElement(report, name("ows:Exception"), exceptionCode=_code(error))
    locator = error.params.get("parameter") or error.params.get("clause")
    if locator:
        exception.set("locator", clean(str(locator)))
    for text in filter(None, (error.message, error.hint)):
        etree.SubElement(exception, name("ows:ExceptionText")).text = clean(text)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Overloaded) else {}
    return Answer(written(report), error.status, XML, headers=headers)


def _code(error: ParvisError) -> str:
    if isinstance(error, CswError):
        return error.code
    return "InvalidParameterValue" if error.status == 400 else "NoApplicableCode"


def written(root: etree._Element) -> bytes:
    """The bytes of a document."""
    body: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return body
