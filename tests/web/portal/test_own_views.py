"""Images and the view that a publisher wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from django.test import Client
from tests.factories.web import Reply, Site, serving_site
from tests.web.portal.conftest import TREES, publish

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged
from parvis.data.store.manifest import DataFile
from parvis.data.store.store import Store
from parvis.web.portal.pages.custom import rendered

PIXEL = b"\x89PNG\r\n\x1a\n" + b"0" * 60
TEMPLATE = (
    "<h2>{{ nom }}</h2>{{#lien}}<a href='{{ lien }}'>x</a>{{/lien}}<script>alert(1)</script><p onclick=x>{{ photo }}"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as found:
        yield found


@pytest.fixture
def gallery(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A dataset of three photos: one that is there, one that is a page, one that is nowhere."""
    monkeypatch.setenv("PARVIS_FETCH_NETWORKS", "127.0.0.1/32")
    monkeypatch.setenv("PARVIS_FETCH_PORTS", "*")
    site.routes["/1.png"] = Reply(PIXEL, headers={"Content-Type": "text/html"})
    site.routes["/2.png"] = Reply(b"<html><script>alert(1)</script>", headers={"Content-Type": "image/png"})
    store = Store.open(tmp_path / "home")
    store.feed.append(DomainChanged("lyon", "Lyon", ("testserver",), is_default=True))
    file = store.temporary / "rows.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE rows (nom VARCHAR, photo VARCHAR)")
        for number in (1, 2):
            connection.execute("INSERT INTO rows VALUES (?, ?)", [f"Photo {number}", f"{site.root}/{number}.png"])
        connection.execute("""INSERT INTO rows VALUES ('Autre', '{"url": "javascript:alert(1)"}'), ('Sans', NULL)""")
    store.objects.put_file("datasets/da_photos0001/1/data.duckdb", file)
    stated = replace(
        TREES, templates={"custom_view": {"title": "Cartes", "html": TEMPLATE}, "opening": {"view": "images"}}
    )
    schema = Schema.of([Field("nom", FieldType.TEXT), Field("photo", FieldType.FILE)])
    data = DataFile("datasets/da_photos0001/1/data.duckdb", 4, 1, "0" * 64)
    publish(store, "da_photos0001", "photos", stated, schema=schema, data=data)
    reader = Reader.open(tmp_path / "home")
    use(reader)
    yield Client(headers={"accept-language": "fr"})
    reader.stop()


def sources(client: Client) -> list[str]:
    text = client.get("/explore/dataset/photos/images/").content.decode()
    return [part.split('"')[0] for part in text.split('<img src="')[1:]]


def test_pictures_come_through_this_host(gallery: Client, site: Site) -> None:
    first, second = sources(gallery)
    found = gallery.get(first)
    assert (found.status_code, found["Content-Type"], found.content) == (200, "image/png", PIXEL)
    assert found["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert gallery.get(second).status_code == 404
    site.routes.clear()
    assert gallery.get(first).content == PIXEL


def test_only_fields_of_files_are_pictures(gallery: Client) -> None:
    first = sources(gallery)[0]
    assert gallery.get(first.replace("/photo/", "/nom/")).status_code == 404
    assert gallery.get("/explore/dataset/photos/picture/" + "0" * 40 + "/photo/").status_code == 404


def test_the_inside_is_not_fetched(gallery: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_FETCH_NETWORKS", "")
    assert gallery.get(sources(gallery)[0]).status_code == 404


def test_a_publisher_shows_records_their_way(gallery: Client) -> None:
    text = gallery.get("/explore/dataset/photos/custom/?q=autre").content.decode()
    assert "<h3>Autre</h3>" in text
    assert "alert(1)</script>" not in text
    assert "onclick" not in text
    assert "Cartes" in text


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("<b>{{ a }}</b>", "<b>&lt;i&gt;1</b>"),
        ("{{#b}}yes{{/b}}{{#a}}A{{/a}}", "A"),
        ('<a href="{{ c }}">x</a>', '<a rel="noopener nofollow">x</a>'),
        ("{{ hidden }}.", "."),
        ('<img src="https://example.org/x.png"><iframe></iframe><style>b{}</style>.', "."),
        ('<a href="{{ d }}">x</a>', '<a href="https://example.org/?q=&quot;" rel="noopener nofollow">x</a>'),
    ],
)
def test_templates_only_show(template: str, shown: str) -> None:
    values = {"a": "<i>1", "b": "", "c": "javascript:alert(1)", "d": 'https://example.org/?q="'}
    assert rendered(template, values) == shown


def test_tables_and_records_show_images(gallery: Client) -> None:
    source = sources(gallery)[0]
    table = gallery.get("/explore/dataset/photos/table/").content.decode()
    assert f'src="{source}" alt="Photo 1"' in table
    record = gallery.get(source.replace("/picture/", "/record/").replace("photo/", "")).content.decode()
    assert f'class="record-image" src="{source}"' in record


def test_a_publisher_chooses_what_opens_the_dataset(gallery: Client) -> None:
    assert gallery.get("/explore/dataset/photos/")["Location"] == "/explore/dataset/photos/images/"
