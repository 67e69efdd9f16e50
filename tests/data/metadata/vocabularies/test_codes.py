"""Formats by what catalogs state of them."""

from __future__ import annotations

import pytest

from parvis.data.metadata.vocabularies.codes import file_type, format_name


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/vnd.apache.parquet", "parquet"),
        ("application/zip", "zip"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/csv", "csv"),
    ],
)
def test_a_media_type_that_many_formats_share_means_the_plain_one(media_type: str, expected: str) -> None:
    found = file_type(None, media_type)
    assert found is not None
    assert format_name(found) == expected


def test_a_media_type_that_says_nothing_means_no_format() -> None:
    assert file_type(None, "application/octet-stream") is None
    assert file_type("geoparquet") is not file_type("parquet")
