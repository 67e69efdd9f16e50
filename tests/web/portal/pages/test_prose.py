"""Descriptions written by anybody, shown to everybody."""

from __future__ import annotations

import pytest

from parvis.web.portal.pages.jsonld import json_ld
from parvis.web.portal.pages.prose import prose, summary


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<p style="position:fixed" class="notice" onclick="x()">x</p>',
        "<form action=/admin/><button>x</button></form>",
        "<iframe src=https://example.org></iframe>",
    ],
)
def test_nothing_runs_styles_or_submits(attack: str) -> None:
    shown = prose(attack)
    for trace in ("script", "onerror", "javascript", "style", "class", "onclick", "form", "iframe", "img"):
        assert trace not in shown


def test_headings_take_their_place_under_the_page_ones() -> None:
    assert prose("<h1>A</h1><h5>B</h5>") == "<h3>A</h3><h3>B</h3>"


def test_a_summary_is_one_line_of_text() -> None:
    assert summary("<p>Eau &amp; air.</p><p>Suite</p>") == "Eau & air. Suite"
    assert len(summary("mot " * 500)) <= 220
    assert summary("<p>a</p><script>alert(1)</script>") == "a"
    assert summary(None) == ""


def test_json_in_a_page_cannot_end_its_element() -> None:
    assert "</script" not in json_ld({"name": "</script><script>alert(1)</script>"})
