"""Styles, scripts and fonts, from the packages."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from parvis.web.ui.static_files import StaticFiles

SHEET = "/static/ui/css/tokens.css"
REQUESTS = RequestFactory()


@pytest.fixture(scope="module")
def files() -> StaticFiles:
    """The static files, before a site that has nothing."""
    return StaticFiles(lambda request: HttpResponse(status=404))


@pytest.mark.parametrize(
    ("address", "media"),
    [
        (SHEET, "text/css"),
        ("/static/ui/js/main.js", "text/javascript"),
        ("/static/ui/fonts/source-sans-3.woff2", "font/woff2"),
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
    "address", ["/static/../settings.py", "/static/ui/css/%2e%2e/%2e%2e/apps.py", "/static/none.css"]
)
def test_nothing_else_is_served(files: StaticFiles, address: str) -> None:
    assert files(REQUESTS.get(address)).status_code == 404
