"""Headers of every page, and the language it is written in."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from parvis.web.ui.middleware import ReaderLanguage, SecurityHeaders


def speak(request: HttpRequest) -> HttpResponse:
    """A page that says its language."""
    return HttpResponse(get_language())


def ask(path: str = "/", **headers: str) -> HttpResponse:
    return ReaderLanguage(speak)(RequestFactory().get(path, headers=headers))


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    policy = SecurityHeaders(speak)(RequestFactory().get("/"))["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert not {"unsafe-inline", "unsafe-eval", "*", "https:"} & set(policy.replace("'", " ").replace(";", " ").split())


def test_an_answer_keeps_the_policy_it_states() -> None:
    stated = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    assert SecurityHeaders(lambda _: stated)(RequestFactory().get("/"))["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("path", "headers", "language"),
    [
        ("/", {}, "fr"),
        ("/", {"accept-language": "en-GB,en;q=0.9"}, "en"),
        ("/", {"accept-language": "de"}, "fr"),
        ("/?lang=en", {"accept-language": "fr"}, "en"),
        ("/?lang=de", {}, "fr"),
        ("/", {"accept-language": "fr", "cookie": "django_language=en"}, "en"),
    ],
)
def test_the_language_is_asked_remembered_or_the_browsers(path: str, headers: dict[str, str], language: str) -> None:
    response = ask(path, **headers)
    assert response.content.decode() == language
    assert response["Content-Language"] == language


def test_only_a_choice_is_remembered() -> None:
    assert ask("/?lang=en").cookies["django_language"].value == "en"
    assert not ask("/", **{"accept-language": "en"}).cookies
    assert not ask("/?lang=../../etc").cookies
