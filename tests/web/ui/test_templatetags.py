"""Numbers, sizes and dates as readers write them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from parvis.web.ui.templatetags.ui import day, icon, number, size


@pytest.mark.parametrize(("language", "text"), [("fr", "34\N{NO-BREAK SPACE}969"), ("en", "34,969")])
def test_thousands_are_grouped_as_the_language_does(language: str, text: str) -> None:
    with translation.override(language):
        assert number(34_969) == text
        assert number(None) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 octets"), (999, "999 octets"), (1_234, "1,2 ko"), (45_600_000, "46 Mo"), (3 * 10**12, "3000 Go")],
)
def test_sizes_are_decimal_and_french(value: int, text: str) -> None:
    with translation.override("fr"):
        assert size(value).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize("value", ["2026-11-22", "2026-11-22T10:00:00+00:00", date(2026, 11, 22)])
def test_a_day_is_written_in_words(value: str | date) -> None:
    with translation.override("fr"):
        assert day(value) == "22 novembre 2026"


def test_a_text_that_is_no_date_stays_as_it_is() -> None:
    assert day("vers 1850") == "vers 1850"
    assert day(None) == ""


def test_an_icon_is_hidden_from_assistive_technologies() -> None:
    assert 'aria-hidden="true"' in icon("search")
    with pytest.raises(KeyError):
        icon("unknown")
