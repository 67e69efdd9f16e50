"""Metadata is checked member by member: what is wrong is named, what is dangerous is taken out."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.control.catalog.facts import InvalidMetadata
from parvis.control.catalog.rules.html import safe_html
from parvis.control.catalog.rules.metadata import checked_metadata, merged
from parvis.data.metadata.description import Description


def test_a_full_file_becomes_a_description():
    stated = checked_metadata(
        {
            "title": " Trees ",
            "description": "Every *tree*.",
            "license": "licence ouverte V2.0",
            "theme": ["Nature", "Town", "Nature"],
            "keyword": "tree",
            "created": date(2024, 1, 2),
            "bbox": [4, 45, 5, 46],
            "custom": {"contact": "Ada", "floors": 3},
            "fields": [{"name": "x"}],
        }
    )
    description = Description.from_dict(stated)
    assert (description.title, description.theme, description.keyword) == ("Trees", ("Nature", "Town"), ("tree",))
    assert description.description == "<p>Every <em>tree</em>.</p>"
    assert description.license_url == "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
    assert (description.created, description.bbox) == ("2024-01-02", (4.0, 45.0, 5.0, 46.0))
    assert description.templates == {"custom": {"contact": "Ada", "floors": 3}}


@pytest.mark.parametrize(
    ("values", "member"),
    [
        ({"title": 3}, "title"),
        ({"title": "x" * 5_000}, "title"),
        ({"description": ["a"]}, "description"),
        ({"theme": {"a": 1}}, "theme"),
        ({"keyword": ["a", 2024]}, "keyword[1]"),
        ({"keyword": ["a"] * 1_001}, "keyword"),
        ({"bbox": [1, 2, 3]}, "bbox"),
        ({"bbox": [5, 46, 4, 400]}, "bbox"),
        ({"custom": "a"}, "custom"),
        ({"custom": {"a": {"deep": 1}}}, "custom.a"),
        ({"translations": {"fr": "a"}}, "translations.fr"),
        ({"licence": "x"}, "licence"),
        ({3: "x"}, "3"),
    ],
)
def test_a_wrong_member_is_named(values: dict[Any, Any], member: str):
    with pytest.raises(InvalidMetadata) as caught:
        checked_metadata(values)
    assert caught.value.params["member"] == member
    assert member in caught.value.message


@pytest.mark.parametrize(("written", "meant"), [("licence", "license"), ("keywords", "keyword"), ("themes", "theme")])
def test_a_slip_gets_the_right_name(written: str, meant: str):
    with pytest.raises(InvalidMetadata) as caught:
        checked_metadata({written: "x"})
    assert f"did you mean {meant}?" in (caught.value.hint or "")


def test_new_statements_go_over_earlier_ones_and_null_takes_one_back():
    before = checked_metadata({"title": "A", "publisher": "P", "license": "ODbL", "custom": {"a": "1"}})
    after = merged(before, checked_metadata({"title": "B", "publisher": None, "license": None, "dcat": {"b": "2"}}))
    assert after == {"title": "B", "templates": {"custom": {"a": "1"}, "dcat": {"b": "2"}}}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("# Title\n\ntext", "<h1>Title</h1>\n<p>text</p>"),
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ("a <script>alert(1)</script> b", "<p>a  b</p>"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ("[x](javascript:alert(1))", '<p><a rel="noopener noreferrer">x</a></p>'),
        ('<p style="position:fixed">a</p>', "<p>a</p>"),
        ("<div><iframe src=//evil></iframe>a</div>", "<div>a</div>"),
    ],
)
def test_descriptions_are_safe_html(written: str, kept: str):
    assert safe_html(written) == kept


@given(st.text(st.sampled_from("<>/=\"'&;:#()![]*`\\ ascriptonlodjv\n"), max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str):
    once = safe_html(f"<p>{text}</p>")
    assert safe_html(f"<p></p>{once}").removeprefix("<p></p>") == once
    assert "<script" not in once.lower()
