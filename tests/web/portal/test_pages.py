"""Public pages, from the address to the page, without a control database."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

TABLE = "/explore/dataset/arbres/table/"


def page(client: Client, address: str, status: int = 200) -> str:
    """The page at this address."""
    response = client.get(address)
    assert response.status_code == status
    assert "default-src 'none'" in response["Content-Security-Policy"]
    return response.content.decode()


def titles(text: str) -> list[str]:
    """Titles of the cards of a page."""
    return re.findall(r"<h[23]><a [^>]*>([^<]*)</a>", text)


def column(text: str) -> list[str]:
    """First cells of the rows of a table."""
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]*)<', text)


def test_home_counts_what_may_be_seen(client: Client) -> None:
    text = page(client, "/")
    assert re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text) == [
        ("jeux de données", "3"),
        ("enregistrements", "120"),
        ("producteurs", "2"),
    ]
    assert "/explore/?refine.theme=Eau" in text
    assert "Secret" not in text


def test_the_catalog_is_searched_and_refined(client: Client) -> None:
    assert titles(page(client, "/explore/?q=arbres+remarquables")) == ["Arbres remarquables"]
    assert titles(page(client, "/explore/?refine.theme=Transport")) == ["Bus stops"]
    assert titles(page(client, "/explore/?sort=title"))[0] == "Arbres remarquables"


def test_a_search_without_result_offers_ways_out(client: Client) -> None:
    text = page(client, "/explore/?q=zzzzzz&refine.theme=Eau")
    assert 'href="/explore/?refine.theme=Eau"' in text
    assert 'href="/explore/?q=zzzzzz"' in text


@pytest.mark.parametrize("address", ["/explore/?refine.nothing=x", "/explore/?sort=nothing", "/explore/?page=999999"])
def test_an_odd_address_of_the_catalog_is_no_fault_of_ours(client: Client, address: str) -> None:
    assert client.get(address).status_code in (200, 400)


def test_a_foreign_title_says_its_language_and_is_escaped(client: Client) -> None:
    assert '<article class="card" lang="en">' in page(client, "/explore/?refine.theme=Transport")
    assert "Qualité de l’eau &lt;b&gt;" in page(client, "/explore/dataset/eau/information/")


def test_a_dataset_leads_to_its_information(client: Client) -> None:
    response = client.get("/explore/dataset/arbres/")
    assert (response.status_code, response["Location"]) == (302, "/explore/dataset/arbres/information/")


def test_information_shows_what_the_producer_stated(client: Client) -> None:
    text = page(client, "/explore/dataset/arbres/information/")
    assert '<a href="https://example.org/licence" rel="license">Licence Ouverte v2.0</a>' in text
    assert "<h3>Les arbres</h3>" in text
    assert "alert(1)" not in text
    assert "en mètres" in text
    assert '<link rel="canonical" href="http://testserver/explore/dataset/arbres/information/">' in text


def test_machines_read_the_same_page(client: Client) -> None:
    text = page(client, "/explore/dataset/eau/information/")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found is not None
    values = json.loads(found[1])
    assert values["@type"] == "Dataset"
    assert values["name"] == "Qualité de l’eau <b>"
    assert "distribution" not in values


def test_the_table_is_sorted_and_paged(client: Client) -> None:
    assert column(page(client, f"{TABLE}?sort=-id"))[:2] == ["120", "119"]
    assert column(page(client, f"{TABLE}?sort=id&page=3"))[0] == "101"
    assert 'aria-sort="descending"' in page(client, f"{TABLE}?sort=-id")


def test_the_table_is_filtered(client: Client) -> None:
    assert "40 enregistrements" in page(client, f"{TABLE}?refine.espece=Chêne")
    assert "80 enregistrements" in page(client, f"{TABLE}?exclude.espece=Chêne")
    assert column(page(client, f"{TABLE}?where=hauteur%20%3E%2059")) == ["119", "120"]
    assert "40 enregistrements" in page(client, f"{TABLE}?q=hetre")


def test_values_are_text_whatever_they_hold(client: Client) -> None:
    text = page(client, f"{TABLE}?where=id%3D7")
    assert "&lt;script&gt;alert(7)" in text
    assert "<script>alert(7)" not in text


@pytest.mark.parametrize("where", ["hauteur >", "nothing = 1", "1'; drop table rows --", '"><script>x</script>'])
def test_a_wrong_condition_is_explained_and_kept(client: Client, where: str) -> None:
    response = client.get(TABLE, {"where": where, "sort": "id"})
    text = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in text
    assert "<script>x" not in text
    assert 'name="sort" value="id"' in text


def test_the_selection_follows_to_exports_and_api(client: Client) -> None:
    text = page(client, "/explore/dataset/arbres/export/?refine.espece=Chêne")
    assert "40 enregistrements" in text
    assert "/exports/csv?refine=espece%3A%22Ch%C3%AAne%22&amp;lang=fr" in text
    api = page(client, "/explore/dataset/arbres/api/?where=espece%3D%27a%27")
    assert "records?where=espece%3D%27a%27&amp;limit=20" in api


def test_a_dataset_without_records_has_no_table(client: Client) -> None:
    assert "/eau/table/" not in page(client, "/explore/dataset/eau/information/")
    page(client, "/explore/dataset/eau/table/", 404)


@pytest.mark.parametrize("view", ["", "information/", "table/", "export/", "api/"])
@pytest.mark.parametrize("dataset", ["secret", "unknown", "..%2F..%2Fetc", "a b"])
def test_what_may_not_be_seen_is_not_there(client: Client, dataset: str, view: str) -> None:
    assert "Rien à cette adresse" in page(client, f"/explore/dataset/{dataset}/{view}", 404)


@pytest.mark.parametrize("view", ["information", "table", "export", "api"])
def test_only_granted_fields_and_rows_are_shown(client: Client, view: str) -> None:
    text = page(client, f"/explore/dataset/stops/{view}/")
    assert "remarque" not in text.lower()
    assert not re.search(r"\b119\b", text)
    assert ("40 enregistrements" in text) is (view != "information")


@pytest.mark.parametrize("address", ["/", "/explore/", "/explore/dataset/cache/table/"])
def test_a_private_domain_tells_nothing_to_a_stranger(client: Client, address: str) -> None:
    response = client.get(address, headers={"host": "prive.localhost"})
    assert response.status_code == 401
    assert "Caché" not in response.content.decode()


def test_pages_speak_the_language_asked(client: Client) -> None:
    assert '<html lang="en">' in page(client, "/explore/?lang=en")
    assert '<html lang="en">' in page(client, "/explore/")
    assert "Nothing at this address" in page(client, "/nowhere", 404)
    assert 'hreflang="fr" href="http://testserver/explore/?q=eau&amp;lang=fr"' in page(client, "/explore/?q=eau")


def test_pages_are_only_read(client: Client) -> None:
    assert client.head("/explore/").status_code == 200
    assert client.post("/explore/").status_code == 405


def test_crawlers_are_kept_out_of_filters(client: Client) -> None:
    assert "Disallow: /*?*refine." in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    "address", ["/nothing/arbres/", "/donnees/arbres-remarquables", "/explore/dataset/arbre-ville/table/"]
)
def test_an_address_that_leads_nowhere_looks_for_its_words(client: Client, address: str) -> None:
    text = page(client, address, 404)
    assert "Arbres remarquables" in titles(text)
    assert 'role="search"' in text
