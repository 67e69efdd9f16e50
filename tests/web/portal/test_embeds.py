"""Views inside other sites: the frame around them, and the script that places them."""

from __future__ import annotations

import pytest
from django.test import Client

MAP = "/embed/v1/map/arbres"


@pytest.mark.parametrize("address", [MAP, "/explore/embed/dataset/arbres/map/"])
def test_any_site_may_frame_it_and_nothing_is_remembered(client: Client, address: str) -> None:
    response = client.get(f"{address}?lang=en&theme=dark")
    text = response.content.decode()
    assert response.status_code == 200
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "form-action 'none'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert not response.cookies
    assert "<form" not in text
    assert 'lang="en"' in text
    assert 'data-theme="dark"' in text


def test_the_source_is_always_said(client: Client) -> None:
    text = client.get(f"{MAP}?refine.espece=Chêne").content.decode()
    assert "Ville de Lyon" in text
    assert "Licence Ouverte v2.0" in text
    assert "http://testserver/explore/dataset/arbres/map/?refine.espece=Ch%C3%AAne" in text
    assert "http://testserver/explore/dataset/arbres/table/?refine.espece=Ch%C3%AAne" in text


def test_options_are_read_and_others_ignored(client: Client) -> None:
    text = client.get(f"{MAP}?height=300&card=1&title=%3Cb%3EMes+arbres&interactive=1&nothing=2").content.decode()
    assert 'data-height="300"' in text
    assert "data-interactive" in text
    assert "<h1>&lt;b&gt;Mes arbres</h1>" in text
    assert 'data-height="4000"' in client.get(f"{MAP}?height=99999").content.decode()
    assert "data-height" not in client.get(f"{MAP}?height=-3").content.decode()


@pytest.mark.parametrize("address", ["/embed/v1/nothing/arbres", "/embed/v1/map/secret", "/embed/v1/map/eau"])
def test_what_cannot_be_embedded_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_loader_is_small_and_for_everybody(client: Client) -> None:
    response = client.get("/embed/v1/embed.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert (response["Access-Control-Allow-Origin"], response["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
    assert 0 < len(response.content) < 1000
    assert b"import" not in response.content
