"""Styles, scripts and fonts, from the packages."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from parvis.web.ui.assets import entry, file
from parvis.web.ui.static_files import StaticFiles

SCRIPT = "/static/" + entry("main").script
SHEET = "/static/" + entry("main").styles[0]
FONT = "/static/" + file("fonts/source-sans-3.woff2")
REQUESTS = RequestFactory()
Unpack = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def files() -> StaticFiles:
    """The static files, before a site that has nothing."""
    return StaticFiles(lambda request: HttpResponse(status=404))


@pytest.mark.parametrize(
    ("address", "media"),
    [
        (SHEET, "text/css"),
        (SCRIPT, "text/javascript"),
        (FONT, "font/woff2"),
    ],
)
def test_a_file_is_served_whole_with_its_type(files: StaticFiles, address: str, media: str) -> None:
    response = files(REQUESTS.get(address))
    assert response.status_code == 200
    assert not response.streaming
    assert response["Content-Type"].startswith(media)
    assert len(response.content) == int(response["Content-Length"]) > 0


def test_a_file_that_did_not_change_is_not_sent_again(files: StaticFiles) -> None:
    stamp = files(REQUESTS.get(SHEET))["Last-Modified"]
    response = files(REQUESTS.get(SHEET, headers={"if-modified-since": stamp}))
    assert (response.status_code, response.content) == (304, b"")
    assert files(REQUESTS.head(SHEET))["Content-Length"] != "0"


@pytest.mark.parametrize(
    "address", ["/static/../settings.py", "/static/dist/assets/%2e%2e/%2e%2e/%2e%2e/apps.py", "/static/none.css"]
)
def test_nothing_else_is_served(files: StaticFiles, address: str) -> None:
    assert files(REQUESTS.get(address)).status_code == 404


@pytest.mark.parametrize(("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_a_browser_that_can_read_it_gets_the_smaller_copy(files: StaticFiles, coding: str, unpack: Unpack) -> None:
    whole, small = files(REQUESTS.get(SCRIPT)), files(REQUESTS.get(SCRIPT, headers={"accept-encoding": coding}))
    assert small["Content-Encoding"] == coding
    assert len(small.content) < len(whole.content)
    assert unpack(small.content) == whole.content


@pytest.mark.parametrize("address", [SCRIPT, SHEET, FONT])
def test_a_name_with_a_digest_is_kept_for_ever(files: StaticFiles, address: str) -> None:
    assert "immutable" in files(REQUESTS.get(address))["Cache-Control"]


def test_the_icon_is_asked_for_again(files: StaticFiles) -> None:
    assert "immutable" not in files(REQUESTS.get("/static/ui/logo.svg"))["Cache-Control"]
