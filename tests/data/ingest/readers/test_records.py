"""XML, calendars, feeds, transit: one record a row."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.data.ingest.conftest import Ingest
from tests.factories.shared import SHARED, needs_shared

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError

XML = """<?xml version="1.0"?><export xmlns="urn:x"><date>2024</date><lieux>
<lieu id="1"><nom>Gare</nom><tag>a</tag><tag>b</tag><adresse><cp>01000</cp></adresse><prix>1,5</prix></lieu>
<lieu id="2"><nom>Port</nom><adresse><cp>2A004</cp></adresse><prix>2</prix></lieu></lieux></export>"""


def test_elements_that_repeat_are_rows(read: Ingest) -> None:
    found = read(XML, name="a.xml")
    assert found.ingested.report.options == {"record_path": "export/lieux/lieu"}
    assert found.types == {"id": "int", "nom": "text", "tag": "text[]", "adresse_cp": "text", "prix": "double"}
    assert found.rows() == [(1, "Gare", ["a", "b"], "01000", 1.5), (2, "Port", None, "2A004", 2.0)]


@pytest.mark.parametrize("path", ["lieux/lieu", "lieu", "/export/lieux/lieu"])
def test_path_of_the_rows_may_be_said(read: Ingest, path: str) -> None:
    assert read(XML, name="a.xml", record_path=path).ingested.rows == 2


def test_path_to_nothing_is_told(read: Ingest) -> None:
    with pytest.raises(IngestError, match="no element x/y"):
        read(XML, name="a.xml", record_path="x/y")


def test_cut_xml_is_told(read: Ingest) -> None:
    with pytest.raises(DamagedFile, match="not whole XML"):
        read(XML[:200], name="a.xml")


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a SYSTEM "file:///etc/hosts">', '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">']
)
def test_entities_are_refused(read: Ingest, entity: str) -> None:
    with pytest.raises(DamagedFile, match="entities"):
        read(f"<!DOCTYPE x [{entity}]><x><r n='1'>&a;</r><r n='2'/></x>", name="a.xml")


def test_xml_is_freed_as_it_is_read(read: Ingest) -> None:
    rows = "".join(f"<r n='{n}'><v>{n}</v></r>" for n in range(20_000))
    assert read(f"<x>{rows}</x>", name="a.xml").ingested.rows == 20_000


CALENDAR = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Marché\\, le matin\r
DTSTART;TZID=Europe/Paris:20240701T080000\r\nCATEGORIES:ville,marché\r\nGEO:48.85;2.35\r\nEND:VEVENT\r
BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Fête\r\nDTSTART:20240714T180000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


def test_events_are_rows(read: Ingest) -> None:
    found = read(CALENDAR, name="a.ics")
    assert found.types["start"] == "datetime"
    assert found.types["geo_point_2d"] == "geo_point_2d"
    assert found.column("summary") == ["Marché, le matin", "Fête"]
    assert found.column("categories") == [["ville", "marché"], None]
    assert [str(moment) for moment in found.column("start")] == ["2024-07-01 06:00:00", "2024-07-14 18:00:00"]


def test_cut_or_empty_calendar_is_told(read: Ingest) -> None:
    with pytest.raises(DamagedFile, match="does not end"):
        read(CALENDAR[:120], name="a.ics")
    with pytest.raises(EmptyFile, match="no event"):
        read("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", name="a.ics")


@needs_shared
def test_calendar_of_holidays(read: Ingest) -> None:
    found = read(SHARED / "calendrier/jours_feries_metropole.ics")
    assert found.types == {"summary": "text", "start": "date", "end": "date", "uid": "text"}
    assert found.ingested.rows == (SHARED / "calendrier/jours_feries_metropole.ics").read_text().count("BEGIN:VEVENT")


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Ville</title><link>https://x.example/</link>
<item><title>Travaux</title><link>https://x.example/1</link><pubDate>Mon, 01 Jul 2024 08:00:00 +0200</pubDate>
<category>voirie</category></item><item><title>Concert</title><link>https://x.example/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>Travaux</title><id>1</id>
<updated>2024-07-01T06:00:00Z</updated></entry></feed>"""


def test_entries_of_feeds_are_rows(read: Ingest) -> None:
    rss = read(RSS, name="a.xml")
    assert (rss.ingested.report.format, rss.column("title")) == ("feed", ["Travaux", "Concert"])
    assert (rss.types["published"], str(rss.column("published")[0])) == ("datetime", "2024-07-01 06:00:00")
    assert read(ATOM, name="a.atom").types["updated"] == "datetime"


GTFS = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,A,http://a.example,Europe/Paris\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n1,Gare,48.1,-1.6\n2,Port,48.2,-1.7\n",
    "routes.txt": "route_id,route_short_name,route_type\n10,C1,3\n20,2,3\n",
    "trips.txt": "route_id,service_id,trip_id,shape_id\n10,w,t1,s1\n10,w,t2,s1\n",
    "stop_times.txt": "trip_id,arrival_time,stop_id,stop_sequence\nt1,08:00:00,1,1\nt1,25:10:00,2,2\n",
    "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns1,48.2,-1.7,2\ns1,48.1,-1.6,1\n",
}


@pytest.fixture
def transit(tmp_path: Path) -> Path:
    path = tmp_path / "gtfs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in GTFS.items():
            archive.writestr(name, text)
    return path


def test_stops_are_points(read: Ingest, transit: Path) -> None:
    found = read(transit)
    assert found.types["stop_id"] == "text"
    assert found.types["geo_point_2d"] == "geo_point_2d"
    assert "other tables: agency, routes" in found.ingested.report.warnings[0]


def test_routes_follow_the_lines_of_their_trips(read: Ingest, transit: Path) -> None:
    found = read(transit, sheet="routes")
    assert found.column("route_short_name") == ["C1", "2"]
    assert found.rows('"geo_shape.west", "geo_shape.north"') == [(-1.7, 48.2), (None, None)]


def test_times_of_day_stay_text(read: Ingest, transit: Path) -> None:
    assert read(transit, sheet="stop_times.txt").column("arrival_time") == ["08:00:00", "25:10:00"]
    with pytest.raises(IngestError, match="no table 'fares'"):
        read(transit, sheet="fares")
