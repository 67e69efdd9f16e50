"""Columns of the table, pages of records, exports, the console and the reference of the API."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

TABLE = "/explore/dataset/arbres/table/"
API = "/explore/dataset/arbres/api/"
EXPORT = "/explore/dataset/arbres/export/"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:600]
    return response.content.decode()


def heads(text: str) -> list[str]:
    return re.findall(r'<th scope="col"[^>]* abbr="([^"]*)"', text)


def links(text: str, pattern: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(rf'href="({pattern})"', text)]


def test_columns_are_chosen_and_moved(client: Client) -> None:
    assert heads(page(client, f"{TABLE}?columns=espece,id")) == ["Espèce", "Numéro"]
    moved = client.get(f"{TABLE}?columns=espece,id&later=espece&sort=id")
    assert moved["Location"] == f"{TABLE}?columns=id%2Cespece&sort=id"
    assert "Remarque" not in heads(page(client, client.get(f"{TABLE}?hide=remarque")["Location"]))


@pytest.mark.parametrize(("size", "rows"), [("25", 25), ("100", 100), ("7", 50), ("9999999999", 50)])
def test_pages_have_the_size_asked(client: Client, size: str, rows: int) -> None:
    assert page(client, f"{TABLE}?size={size}").count('<th scope="row"') == rows


def test_a_record_stands_between_its_neighbours(client: Client) -> None:
    text = page(client, f"{TABLE}?sort=-id&refine.espece=Chêne")
    second = links(text, '/explore/dataset/arbres/record/[^"]*at=1')[0]
    record = page(client, second)
    assert "enregistrement 2 sur 40" in record or "record 2 of 40" in record
    assert len(links(record, '/explore/dataset/arbres/record/[^"]*at=0')) == 1
    assert len(links(record, '/explore/dataset/arbres/record/[^"]*at=2')) == 1
    assert re.search(r'rel="canonical" href="http://testserver/explore/dataset/arbres/record/[0-9a-f]{40}/"', record)
    assert '"lon": 2.117' in html.unescape(record)


def test_a_record_by_itself_has_no_neighbours(client: Client) -> None:
    link = links(page(client, TABLE), '/explore/dataset/arbres/record/[^"]*')[0]
    record = page(client, link.partition("?")[0])
    assert not links(record, '/explore/dataset/arbres/record/[^"]*at=')
    page(client, f"/explore/dataset/arbres/record/{'0' * 40}/", 404)
    page(client, link.replace("arbres", "secret").partition("?")[0], 404)


def test_exports_say_rows_and_options(client: Client) -> None:
    text = page(client, f"{EXPORT}?min.id=101")
    assert "20 enregistrements" in text
    assert "120 enregistrements" in text
    assert re.search(r'<input type="hidden" name="where" value="`id` in \[101\.\.\*\]">', text)
    assert re.search(r'<select id="s-csv-delimiter" name="delimiter"', text)
    assert re.search(r'<select id="w-geojson-epsg" name="epsg"', text)
    page(client, f"{EXPORT}?where=nothing", 400)


def test_the_console_answers_and_writes_programs(client: Client) -> None:
    text = html.unescape(page(client, f"{API}?select=count(*) as n&group_by=espece&order_by=n desc&min.id=101"))
    assert "<code>espece</code>" in text
    assert "200 OK" in text
    assert "--data-urlencode 'where=`id` in [101..*]'" in text
    assert '("group_by", "espece"),' in text
    assert 'req_url_query(select = "count(*) as n", group_by = "espece"' in text


def test_a_refused_query_shows_its_fault(client: Client) -> None:
    text = page(client, f"{API}?where=id %3D 1 and foo > 2", 400)
    assert "<mark>foo</mark>" in text
    assert 'data-start="11" data-end="14"' in text
    partial = client.get(f"{API}?where=foo > 2", headers={"HX-Request": "true"})
    assert (partial.status_code, "HX-Request" in partial["Vary"]) == (422, True)


@pytest.mark.parametrize("limit", ["-5", "101", "0", "x"])
def test_odd_limits_are_no_fault_of_ours(client: Client, limit: str) -> None:
    assert client.get(f"{API}?limit={limit}&offset=20000").status_code in (200, 400)


def test_texts_of_a_query_stay_texts(client: Client) -> None:
    text = page(client, API + "?where=espece%20%3D%20%22%27%3B%20rm%20-rf%20%3C/script%3E%22")
    assert "rm -rf </script>" not in text
    found = re.search(r'<script type="application/json" data-settings>(.*?)</script>', text)
    assert found is not None
    assert [f["name"] for f in json.loads(found[1])["fields"]][:2] == ["id", "espece"]


def test_the_reference_has_a_page_an_operation(client: Client) -> None:
    text = page(client, "/api/docs/")
    assert len(set(links(text, "/api/docs/[A-Za-z]+/"))) > 10
    one = page(client, "/api/docs/getRecords/")
    assert '<tr id="group_by">' in one
    page(client, "/api/docs/nothing/", 404)


def test_the_entrance_follows_the_filters(client: Client) -> None:
    response = client.get("/explore/dataset/arbres/?refine.espece=Chêne&disjunctive.espece")
    assert response["Location"].startswith("/explore/dataset/arbres/table/?refine.espece=")


@pytest.mark.parametrize(
    ("older", "ours"),
    [
        ("/explore/dataset/arbres/records/?q=x", "/explore/dataset/arbres/table/?q=x"),
        ("/explore/dataset/arbres/records/abc/", "/explore/dataset/arbres/record/abc/"),
        ("/explore/assets/arbres/?refine.espece=x", "/explore/dataset/arbres/?refine.espece=x"),
        (
            "/explore/dataset/arbres/table/?geofilter.distance=48,2,500&location=5,46,2",
            "/explore/dataset/arbres/table/?circle.lieu=48%2C2%2C500&location=5%2C46%2C2",
        ),
        (
            "/explore/dataset/arbres/map/?geofilter.polygon=(48,2),(49,2),(49,3)",
            "/explore/dataset/arbres/map/?polygon.lieu=48%2C2+49%2C2+49%2C3",
        ),
    ],
)
def test_addresses_of_older_portals_lead_to_ours(client: Client, older: str, ours: str) -> None:
    response = client.get(older)
    assert (response.status_code, response["Location"]) == (302, ours)
    assert client.get("/explore/dataset/secret/records/").status_code == 404
