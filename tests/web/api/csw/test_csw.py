"""CSW 2.0.2: requests in both forms, errors, rights, hostile documents."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.factories.published import STAFF_SECRET
from tests.web.api.conftest import Api

PATH = "/api/csw"
NS = {
    "csw": "http://www.opengis.net/cat/csw/2.0.2",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ows": "http://www.opengis.net/ows",
}
QUERY = """<csw:GetRecords xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ogc="http://www.opengis.net/ogc"
 xmlns:gml="http://www.opengis.net/gml" service="CSW" version="2.0.2" resultType="results" maxRecords="10">
 <csw:Query typeNames="csw:Record"><csw:ElementSetName>brief</csw:ElementSetName>
 <csw:Constraint version="1.1.0"><ogc:Filter>{}</ogc:Filter></csw:Constraint></csw:Query></csw:GetRecords>"""
TITLE = "<ogc:PropertyName>dc:title</ogc:PropertyName>"


def ask(api: Api, **parameters: str) -> etree._Element:
    answer = api.request("GET", PATH, params={"service": "CSW", "version": "2.0.2", **parameters})
    assert answer.status_code == 200, answer.text
    return etree.fromstring(answer.content)


def post(api: Api, body: str) -> etree._Element:
    answer = api.request("POST", PATH, content=body.encode(), headers={"Content-Type": "application/xml"})
    return etree.fromstring(answer.content)


def identifiers(root: etree._Element) -> list[str]:
    return [text.rstrip("/").rpartition("/")[2] for text in root.xpath("//dc:identifier/text()", namespaces=NS)]


def fault(root: etree._Element) -> tuple[str, str]:
    (exception,) = root.xpath("//ows:Exception", namespaces=NS)
    return exception.get("exceptionCode"), " ".join(exception.itertext())


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (f"<ogc:PropertyIsEqualTo>{TITLE}<ogc:Literal>Notice</ogc:Literal></ogc:PropertyIsEqualTo>", ["notice"]),
        (
            f'<ogc:PropertyIsLike wildCard="*" singleChar="?" escapeChar="!" matchCase="false">{TITLE}'
            "<ogc:Literal>stations*s</ogc:Literal></ogc:PropertyIsLike>",
            ["limited", "stations"],
        ),
        (
            "<ogc:PropertyIsNull><ogc:PropertyName>dc:publisher</ogc:PropertyName></ogc:PropertyIsNull>",
            ["described", "notice"],
        ),
        (
            "<ogc:PropertyIsGreaterThanOrEqualTo><ogc:PropertyName>apiso:modified</ogc:PropertyName>"
            "<ogc:Literal>2026-03-10</ogc:Literal></ogc:PropertyIsGreaterThanOrEqualTo>",
            ["described", "notice"],
        ),
        (
            "<ogc:BBOX><ogc:PropertyName>ows:BoundingBox</ogc:PropertyName><gml:Envelope>"
            "<gml:lowerCorner>-180 -90</gml:lowerCorner><gml:upperCorner>180 90</gml:upperCorner></gml:Envelope>"
            "</ogc:BBOX>",
            [],
        ),
    ],
)
def test_a_filter_in_xml_keeps_its_records(api: Api, condition: str, expected: list[str]) -> None:
    assert identifiers(post(api, QUERY.format(condition))) == expected


def test_hits_are_a_count_alone(api: Api) -> None:
    (results,) = ask(api, request="GetRecords").xpath("csw:SearchResults", namespaces=NS)
    assert (results.get("numberOfRecordsMatched"), results.get("numberOfRecordsReturned"), len(results)) == (
        "4",
        "0",
        0,
    )


@pytest.mark.parametrize("identifier", ["stations", "da_lyon_stations", "http://lyon.test/explore/dataset/stations/"])
def test_a_record_answers_to_its_identifiers(api: Api, identifier: str) -> None:
    assert identifiers(ask(api, request="GetRecordById", id=identifier)) == ["stations"]


def test_the_schemas_of_records_are_told(api: Api) -> None:
    assert len(ask(api, request="DescribeRecord").xpath("csw:SchemaComponent", namespaces=NS)) == 2


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, "MissingParameterValue"),
        ({"request": "Transaction"}, "OperationNotSupported"),
        ({"request": "GetRecords", "version": "3.0.0"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "outputSchema": "urn:x"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "elementSetName": "all"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "startPosition": "0"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "maxRecords": "many"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "sortBy": "trust:A"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "constraint": "dc:title LIKE"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "constraint": "_groups = 'staff'"}, "InvalidParameterValue"),
        ({"request": "GetRecords", "constraint": "a = '1'; DROP TABLE x"}, "InvalidParameterValue"),
        ({"request": "GetRecordById"}, "MissingParameterValue"),
    ],
)
def test_a_request_that_cannot_be_is_refused_in_xml(api: Api, parameters: dict[str, str], code: str) -> None:
    answer = api.request("GET", PATH, params={"service": "CSW", **parameters})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/xml; charset=utf-8")
    assert fault(etree.fromstring(answer.content))[0] == code


_BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))


@pytest.mark.parametrize(
    "body",
    [
        f"<!DOCTYPE x [{_BOMB}]>{QUERY.format('&l8;')}",
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{QUERY.format("&e;")}',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><x/>',
        "<csw:GetRecords",
        QUERY.format("<ogc:Not>" * 200 + "</ogc:Not>" * 200),
        QUERY.format("<ogc:And/>"),
        QUERY.format("<ogc:Touches/>"),
        QUERY.format(
            "<ogc:BBOX><ogc:PropertyName>ows:BoundingBox</ogc:PropertyName><gml:Envelope>1 2</gml:Envelope></ogc:BBOX>"
        ),
        QUERY.format(f"<ogc:PropertyIsLike>{TITLE}<ogc:Literal>{'%a' * 4000}</ogc:Literal></ogc:PropertyIsLike>"),
        "<x>" * 100_000,
        "a" * (2 << 20),
    ],
    ids=lambda body: body[:30],
)
def test_a_hostile_document_is_an_error_like_others(api: Api, body: str) -> None:
    code, told = fault(post(api, body))
    assert code in ("InvalidParameterValue", "NoApplicableCode", "OperationNotSupported")
    assert "root:" not in told


def test_what_a_caller_may_not_know_is_not_there(api: Api) -> None:
    staff = {"Authorization": f"Apikey {STAFF_SECRET}"}
    everything = {"service": "CSW", "request": "GetRecords", "resultType": "results", "maxRecords": "100"}
    assert "ecret" not in api.request("GET", PATH, params=everything).text
    assert "Secret" in api.request("GET", PATH, params=everything, headers=staff).text
    for identifier in ("secret", "da_lyon_secret", "da_nord_stations", "vault", "absent"):
        assert identifiers(ask(api, request="GetRecordById", id=identifier)) == []
    closed = api.request("GET", PATH, params=everything, host="closed.test")
    assert (closed.status_code, fault(etree.fromstring(closed.content))[0]) == (401, "NoApplicableCode")
