"""Values as cells of a table."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from parvis.core.fields import Field, FieldType
from parvis.web.portal.pages.cells import LONGEST, cell


def shown(value: Any, kind: str, language: str = "fr", **options: Any) -> str:
    with translation.override(language):
        return cell(value, Field("x", FieldType(kind), **options), "Europe/Paris").text.replace(
            "\N{NO-BREAK SPACE}", " "
        )


@pytest.mark.parametrize(
    ("value", "kind", "options", "text"),
    [
        (1_234_567, "int", {}, "1 234 567"),
        (2024, "int", {"facet": True}, "2024"),
        (1234.5, "double", {}, "1 234,5"),
        (1.5, "double", {"decimals": 2}, "1,50"),
        (1.567, "double", {"decimals": 2}, "1,57"),
        (0.1 + 0.2, "double", {}, "0,3"),
        (1e21, "double", {}, "1 000 000 000 000 000 000 000"),
        (float("nan"), "double", {}, "nan"),
        (True, "boolean", {}, "oui"),
        (date(2026, 3, 1), "date", {}, "01/03/2026"),
        (date(2026, 3, 1), "date", {"precision": "month"}, "mars 2026"),
        (date(2026, 3, 1), "date", {"precision": "year"}, "2026"),
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "datetime", {}, "02/07/2026 00:30"),
        ((2.35, 48.85), "geo_point_2d", {}, "48.85000, 2.35000"),
        ('{"type": "Polygon", "coordinates": []}', "geo_shape", {}, "Polygon"),
        (["eau", "air"], "text", {"multivalued": ";"}, "eau, air"),
        ("01001", "text", {}, "01001"),
    ],
)
def test_a_value_is_written_for_people(value: Any, kind: str, options: dict[str, Any], text: str) -> None:
    assert shown(value, kind, **options) == text


def test_english_days_cannot_be_misread() -> None:
    assert shown(date(2026, 3, 1), "date", "en") == "2026-03-01"


def test_no_value_and_empty_text_are_told_apart() -> None:
    assert (shown(None, "text"), shown("", "text")) == ("aucune valeur", "texte vide")


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("https://example.org/a?b=c", True),
        ("javascript:alert(1)", False),
        ('https://x" onclick="y', False),
        ("x", False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(value: str, link: bool) -> None:
    assert (cell(value, Field("x", FieldType.TEXT), "UTC").link == value) is link


def test_a_long_text_is_folded_and_a_huge_one_is_cut() -> None:
    long = cell("mot " * 5_000, Field("x", FieldType.TEXT), "UTC")
    assert long.text.endswith("…")
    assert long.whole is not None
    assert len(long.whole) == LONGEST
