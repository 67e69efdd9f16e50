"""What machines read of the pages."""

from __future__ import annotations

import json
import re
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client

DATASET = "http://testserver/explore/dataset/arbres/table/?refine.espece=Hêtre"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def text(client: Client, address: str) -> str:
    """What is at this address."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def addresses(document: str) -> list[str]:
    """The addresses of a sitemap."""
    return [loc.text or "" for loc in ElementTree.fromstring(document).iter(f"{NAMESPACE}loc")]


def test_sitemaps_lead_to_pages_that_exist(client: Client) -> None:
    parts = addresses(text(client, "/sitemap.xml"))
    listed = [page for part in parts for page in addresses(text(client, part.removeprefix("http://testserver")))]
    assert "http://testserver/explore/dataset/arbres/" in listed
    assert "http://testserver/organizations/ville-de-lyon/" in listed
    assert not any("secret" in page or "cache" in page for page in listed)
    sample = [page for page in listed if "/licenses/" not in page]
    answers = {page: client.get(page.removeprefix("http://testserver")).status_code for page in sample}
    assert {page for page, status in answers.items() if status not in (200, 302)} == set()


def test_robots_know_the_sitemap(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in text(client, "/robots.txt")


def test_language_models_are_told_how_to_ask(client: Client) -> None:
    told = text(client, "/llms.txt")
    assert told.startswith("# Données de Lyon\n")
    assert "[Arbres remarquables](http://testserver/explore/dataset/arbres/)" in told
    assert "Secret" not in told


def test_a_page_of_a_dataset_is_signposted(client: Client) -> None:
    links = client.get("/explore/dataset/arbres/table/")["Link"]
    relations = re.findall(r'rel="([^"]*)"', links)
    assert {"cite-as", "describedby", "item", "license", "type", "alternate"} <= set(relations)
    assert '<http://testserver/explore/dataset/arbres/>; rel="cite-as"' in links
    assert '<https://example.org/licence>; rel="license"' in links


def test_a_dataset_without_data_has_no_item(client: Client) -> None:
    assert 'rel="item"' not in client.get("/explore/dataset/eau/information/")["Link"]


def test_a_page_says_what_to_show_of_it(client: Client) -> None:
    page = text(client, "/explore/dataset/arbres/information/")
    shown = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', page))
    assert shown["title"] == "Arbres remarquables"
    assert shown["description"].startswith("Les arbres")
    assert client.get(shown["image"].removeprefix("http://testserver")).status_code in (200, 404)


def test_oembed_answers_for_pages_of_datasets(client: Client) -> None:
    response = client.get("/oembed?url=" + quote(DATASET))
    answer = json.loads(response.content)
    assert answer["title"] == "Arbres remarquables"
    assert answer["version"] == "1.0"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert answer["type"] in ("link", "rich")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("", 404),
        ("http://elsewhere.example/explore/dataset/arbres/table/", 404),
        ("http://testserver/explore/", 404),
        ("http://testserver/explore/dataset/secret/table/", 404),
        ("http://[", 404),
        ("javascript:alert(1)", 404),
    ],
)
def test_oembed_knows_nothing_else(client: Client, address: str, status: int) -> None:
    assert client.get("/oembed?url=" + quote(address)).status_code == status


def test_oembed_speaks_json_only(client: Client) -> None:
    assert client.get("/oembed?format=xml&url=" + quote(DATASET)).status_code == 501


@pytest.mark.parametrize("offset", ["-1", "x", "9" * 30, "5"])
def test_an_odd_offset_is_no_fault_of_ours(client: Client, offset: str) -> None:
    assert client.get(f"/sitemap-datasets.xml?offset={offset}").status_code == 200


@pytest.mark.parametrize("address", ["/organizations/", "/themes/", "/sitemap/"])
def test_lists_count_what_may_be_seen(client: Client, address: str) -> None:
    page = text(client, address)
    assert "Secret" not in page
    assert 'href="/themes/eau/"' in page or 'href="/organizations/metropole/"' in page


def test_a_producer_has_a_page_with_its_datasets(client: Client) -> None:
    page = text(client, "/organizations/ville-de-lyon/")
    assert "2 jeux de données" in page
    assert "Arbres remarquables" in page
    assert "Qualité de l’eau" not in page
    assert client.get("/organizations/nobody/").status_code == 404


def test_a_private_portal_tells_nothing(client: Client) -> None:
    for address in ("/sitemap.xml", "/llms.txt", "/organizations/", "/sitemap-datasets.xml"):
        response = client.get(address, headers={"host": "prive.localhost"})
        assert response.status_code in (401, 403)
        assert "Caché" not in response.content.decode()
