"""The sheet and the logo of a domain, from the feed to the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged
from parvis.data.store.store import Store

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A portal with its own colour and logo, and one without."""
    store = Store.open(tmp_path_factory.mktemp("themed"))
    store.objects.put_bytes("domains/lyon/logo-1.svg", LOGO)
    theme = (("header", "primary"), ("logo", "domains/lyon/logo-1.svg"), ("primary", "#7a1f5c"))
    store.feed.append(DomainChanged("lyon", "Lyon", ("testserver",), is_default=True, theme=theme))
    store.feed.append(DomainChanged("plain", "Plain", ("plain.localhost",)))
    reader = Reader.open(Path(store.temporary).parent)
    yield reader
    reader.stop()


@pytest.fixture
def visitor(themed: Reader) -> Client:
    """A visitor of that installation."""
    use(themed)
    return Client()


def test_the_page_links_the_sheet_and_the_logo_and_both_are_kept_for_ever(visitor: Client) -> None:
    page = visitor.get("/").content.decode()
    sheet = re.search(r'href="(/theme.css\?v=\w{8})"', page)
    logo = re.search(r'src="(/logo\?v=\w{8})"', page)
    assert sheet is not None
    assert logo is not None
    style, drawing = visitor.get(sheet[1]), visitor.get(logo[1])
    assert style["Content-Type"].startswith("text/css")
    assert "--primary:light-dark(#7a1f5c, " in style.content.decode()
    assert drawing.content == LOGO
    assert drawing["Content-Type"] == "image/svg+xml"
    assert "immutable" in style["Cache-Control"]
    assert "immutable" in drawing["Cache-Control"]


def test_a_logo_that_is_opened_alone_runs_nothing(visitor: Client) -> None:
    assert visitor.get("/logo")["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" not in visitor.get("/logo?v=x")["Cache-Control"]


def test_a_portal_without_a_theme_asks_for_nothing_more(visitor: Client) -> None:
    page = visitor.get("/", headers={"host": "plain.localhost"}).content.decode()
    assert "theme.css" not in page
    assert 'src="/logo' not in page
    assert visitor.get("/logo", headers={"host": "plain.localhost"}).status_code == 404


def test_an_error_page_has_the_same_look(visitor: Client) -> None:
    assert "/theme.css?v=" in visitor.get("/nothing/").content.decode()
