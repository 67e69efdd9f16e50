"""The catalog as DCAT, feeds, workbook and sitemap, as harvesters ask for it."""

import io
from xml.etree import ElementTree

import feedparser
import openpyxl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF
from tests.factories.published import STAFF_SECRET
from tests.web.api.conftest import Api

PORTAL = "https://lyon.test"
PAGE = f"{PORTAL}/explore/dataset/stations/"
FILES = f"{PORTAL}/api/explore/v2.1/catalog/datasets/stations/exports"
HARVESTED = "/catalog/exports/dcat/?include_exports=json,csv,shp,geojson&lang=fr"
HYDRA_NEXT = URIRef("http://www.w3.org/ns/hydra/core#next")


def graph(api: Api, path: str, syntax: str = "xml") -> Graph:
    answer = api.request("GET", "/api/explore/v2.1" + path)
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.content, format=syntax)


@pytest.mark.parametrize("path", [HARVESTED, HARVESTED.replace("dcat/", "dcat")])
def test_the_address_that_harvesters_know_answers_at_once(api: Api, path: str) -> None:
    answer = api.request("HEAD", "/api/explore/v2.1" + path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("application/rdf+xml")


def test_datasets_and_files_keep_the_identity_that_harvesters_know(api: Api) -> None:
    found = graph(api, HARVESTED + "&use_labels_in_exports=false")
    assert found.value(URIRef(PAGE), DCTERMS.identifier) == Literal(PAGE)
    files = {str(url) for url in found.objects(URIRef(PAGE), DCAT.distribution)}
    assert files == {f"{FILES}/{name}" for name in ("json", "csv", "shp", "geojson")}
    assert all(found.value(URIRef(url), DCAT.downloadURL) == URIRef(url) for url in files)


def test_labels_are_in_the_addresses_of_tables_only(api: Api) -> None:
    found = graph(api, "/catalog/exports/dcat")
    files = {str(url).removeprefix(FILES) for url in found.objects(URIRef(PAGE), DCAT.distribution)}
    assert {"/csv?use_labels=true", "/xlsx?use_labels=true", "/json", "/sqlite", "/parquet"} <= files


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize(("format", "syntax"), [("rdf", "xml"), ("ttl", "turtle"), ("json-ld", "json-ld")])
def test_every_syntax_tells_of_the_same_datasets(api: Api, format: str, syntax: str) -> None:
    found = graph(api, f"/catalog/exports/{format}", syntax)
    names = {str(iri).split("/")[-2] for iri in found.subjects(RDF.type, DCAT.Dataset)}
    assert names == {"stations", "limited", "described", "notice"}


def test_what_a_caller_may_not_see_is_not_told(api: Api) -> None:
    public = api.get("/catalog/exports/ttl").text
    assert "explore/dataset/secret/" not in public
    assert "datasets/described/exports" not in public
    staff = api.get("/catalog/exports/ttl", headers={"Authorization": f"Apikey {STAFF_SECRET}"}).text
    assert "explore/dataset/secret/" in staff
    assert api.get("/catalog/exports/dcat", host="closed.test").status_code == 401


def test_addresses_do_not_follow_the_host_that_is_asked(api: Api) -> None:
    asked = api.get("/catalog/exports/ttl", host="mirror.example").text
    assert asked == api.get("/catalog/exports/ttl").text


def test_pages_lead_to_every_dataset(api: Api) -> None:
    path, seen = "/api/explore/v2.1/catalog/exports/ttl/?limit=3&apikey=" + STAFF_SECRET, []
    while path:
        found = Graph().parse(data=api.request("GET", path).content, format="turtle")
        seen += [str(iri) for iri in found.subjects(RDF.type, DCAT.Dataset)]
        following = next(found.objects(None, HYDRA_NEXT), None)
        assert STAFF_SECRET not in str(following)
        path = f"{str(following).removeprefix(PORTAL)}&apikey={STAFF_SECRET}" if following else ""
    assert len(seen) == len(set(seen)) == 5


def test_an_unchanged_catalog_is_not_sent_again(api: Api) -> None:
    for format in ("dcat", "rss", "xlsx"):
        first = api.get(f"/catalog/exports/{format}")
        assert first.content == api.get(f"/catalog/exports/{format}").content
        again = api.get(f"/catalog/exports/{format}", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert api.get(f"/catalog/exports/{format}", limit=1).headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feeds_show_the_newest_first(api: Api, format: str) -> None:
    found = feedparser.parse(api.get(f"/catalog/exports/{format}", limit=3, lang="en").content)
    assert not found.bozo
    assert [entry.link.split("/")[-2] for entry in found.entries][:2] == ["described", "notice"]
    translated = feedparser.parse(api.get(f"/catalog/exports/{format}", lang="en").content)
    assert "Bike stations" in {entry.title for entry in translated.entries}


def test_a_workbook_has_a_line_for_each_dataset(api: Api) -> None:
    book = openpyxl.load_workbook(io.BytesIO(api.get("/catalog/exports/xlsx").content))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert head[0] == "datasetid"
    assert found["stations"]["default.records_count"] == 120
    assert found["stations"]["default.keyword"] == "vélo,station"
    assert found["stations"]["default.modified"].year == 2026
    chosen = openpyxl.load_workbook(io.BytesIO(api.get("/catalog/exports/xlsx", select="title", limit=1).content))
    assert [row[0] for row in chosen.worksheets[0].iter_rows(values_only=True)] == ["title", "Décrites seulement"]


def test_a_sitemap_lists_the_pages(api: Api) -> None:
    root = ElementTree.fromstring(api.get("/catalog/exports/sitemap").content)
    places = [element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places[0] == f"{PORTAL}/explore/"
    assert PAGE in places


def test_a_format_that_does_not_exist_is_named(api: Api) -> None:
    assert api.error("/catalog/exports/dcat", include_exports="csv,nope")[:2] == (400, "InvalidRESTParameterError")
    assert api.error("/catalog/exports/nope")[0] == 404


def test_the_older_version_gives_the_same_graph(api: Api) -> None:
    older = api.request("GET", "/api/explore/v2.0/catalog/exports/ttl")
    assert older.content == api.get("/catalog/exports/ttl").content
