"""The built front end in a page, and what a page hands to its scripts."""

from __future__ import annotations

import json
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from parvis.web.ui.theme import ReaderTheme

BODY = re.compile(r">(.*)</script>", re.S)


def rendered(text: str, **values: object) -> str:
    """What the template gives."""
    return Template("{% load assets %}" + text).render(Context(values))


def test_the_entry_comes_with_the_styles_of_its_modules() -> None:
    head = rendered("{% asset 'main' %}")
    assert head.count("<script") == 1
    assert 'rel="stylesheet"' in head
    assert 'rel="modulepreload"' in head
    assert 'as="font"' in head


def test_an_entry_that_was_not_built_is_told() -> None:
    with pytest.raises(KeyError):
        rendered("{% asset 'none' %}")


@pytest.mark.parametrize("value", ["</script><script>alert(1)</script>", "l’été & l'hiver", '"<!--'])
def test_data_never_ends_its_element(value: str) -> None:
    html = rendered("{% words said=value %}", value=value)
    body = BODY.search(html)
    assert body is not None
    assert "<" not in body[1]
    assert json.loads(body[1]) == {"said": value}


def test_htmx_evaluates_nothing_and_stays_on_this_host() -> None:
    content = rendered("{% htmx_config %}").replace("&quot;", '"')
    assert '"allowEval": false' in content
    assert '"selfRequestsOnly": true' in content


@pytest.mark.parametrize(
    ("address", "cookie", "theme"),
    [
        ("/", "", ""),
        ("/", "dark", "dark"),
        ("/?theme=light", "dark", "light"),
        ("/?theme=auto", "dark", ""),
        ("/", "<b>", ""),
    ],
)
def test_the_theme_asked_for_wins_then_the_one_remembered(address: str, cookie: str, theme: str) -> None:
    request = RequestFactory().get(address, headers={"cookie": f"theme={cookie}"})
    response = ReaderTheme(answer)(request)
    assert response.content.decode() == theme
    assert ("theme" in response.cookies) == ("?" in address)


def answer(request: HttpRequest) -> HttpResponse:
    """A page that only says its theme."""
    return HttpResponse(request.theme)  # type: ignore[attr-defined]
