"""Linked data read back by rdflib, calendars by icalendar."""

from __future__ import annotations

from typing import Any

import icalendar
import orjson
import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, XSD
from tests.data.serving.every_type import BIG, EVIL, FULL, content, publish
from tests.factories.published import Installation

from parvis.data.serving.reader import Reader

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
FORMATS = {"jsonld": "json-ld", "turtle": "turtle", "n3": "n3", "rdfxml": "xml"}
DATASET = rdflib.URIRef("https://lyon.test/explore/dataset/types/")


@pytest.fixture
def reader(installation: Installation) -> Any:
    publish(installation)
    publish(installation, [], "nothing")
    opened = Reader.open(installation.home)
    yield opened
    opened.stop()


def graph(reader: Reader, format: str, dataset: str = "types", **clauses: Any) -> rdflib.Graph:
    return rdflib.Graph().parse(data=content(reader, format, dataset, **clauses), format=FORMATS[format])


def records(found: rdflib.Graph) -> list[rdflib.term.Node]:
    return list(found.subjects(RDF.type, rdflib.URIRef(f"{DATASET}#")))


@pytest.mark.parametrize("format", FORMATS)
def test_rows_are_nodes_with_typed_literals(reader: Reader, format: str) -> None:
    found = graph(reader, format)
    assert len(records(found)) == 3
    node = found.value(predicate=rdflib.URIRef(f"{DATASET}#code"), object=rdflib.Literal("01004"))

    def values(name: str) -> set[rdflib.term.Node]:
        return set(found.objects(node, rdflib.URIRef(f"{DATASET}#{name}")))

    assert values("name") == {rdflib.Literal(FULL["name"])}
    assert values("big") == {rdflib.Literal(str(BIG), datatype=XSD.integer)}
    assert values("open") == {rdflib.Literal("true", datatype=XSD.boolean)}
    assert values("tags") == {rdflib.Literal("été"), rdflib.Literal("a,b")}
    assert values("year") == {rdflib.Literal("2024", datatype=XSD.gYear)}
    assert values("seen") == {rdflib.Literal("2026-03-15T08:30:15+00:00", datatype=XSD.dateTime)}
    assert [str(v) for v in values("place")] == ["POINT (2.35 48.85)"]


@pytest.mark.parametrize("format", FORMATS)
def test_the_license_is_said_of_the_dataset(reader: Reader, format: str) -> None:
    found = graph(reader, format, "nothing")
    dataset = rdflib.URIRef("https://lyon.test/explore/dataset/nothing/")
    assert str(found.value(dataset, DCTERMS.license)) == "https://www.etalab.gouv.fr/licence-ouverte-open-licence"


@pytest.mark.parametrize("format", FORMATS)
def test_any_column_name_makes_a_graph(reader: Reader, format: str) -> None:
    select = "count(*) as `1`"
    assert len(records(graph(reader, format, select=select, group_by='code as `a "b" <c> #é`'))) == 3


def test_json_ld_is_plain_json_too(reader: Reader) -> None:
    rows = [node for node in orjson.loads(content(reader, "jsonld"))["@graph"] if "code" in node]
    assert (rows[0]["code"], rows[0]["open"], rows[0]["tags"]) == ("01004", True, FULL["tags"])


def test_events_have_starts_names_and_places(reader: Reader) -> None:
    data = content(reader, "ics", options={"start_field": "seen", "summary_field": "name"})
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [(str(e["summary"]), e.decoded("dtstart").isoformat()) for e in events] == [
        (FULL["name"], "2026-03-15T08:30:15+00:00")
    ]
    assert f"big: {BIG}" in str(events[0]["description"])
    assert events[0]["geo"].to_ical() == "48.85;2.35"
    assert data == content(reader, "ics", options={"start_field": "seen", "summary_field": "name"})
    assert EVIL["name"] not in data.decode()
