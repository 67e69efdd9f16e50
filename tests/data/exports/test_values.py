"""Canonical values in the JSON form of each version of the API."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from parvis.data.exports.values import json_value, json_writer

GEOMETRY = '{"type":"Point","coordinates":[2.0,48.0]}'
POINT = {"type": "Point", "coordinates": [2.0, 48.0]}


@pytest.mark.parametrize(
    ("value", "kind", "version", "shown"),
    [
        ("a", "text", "2.1", "a"),
        (["a", "b"], "text_list", "2.1", ["a", "b"]),
        (2**60, "int", "2.1", 2**60),
        (1.5, "double", "2.1", 1.5),
        (float("inf"), "double", "2.1", None),
        (float("nan"), "double", "2.1", None),
        (True, "boolean", "2.1", True),
        ((2.0, 48.0), "geo_point_2d", "2.1", {"lon": 2.0, "lat": 48.0}),
        ((2.0, 48.0), "geo_point_2d", "2.0", {"lon": 2.0, "lat": 48.0}),
        ((2.0, 48.0), "geo_point_2d", "1.0", [48.0, 2.0]),
        ((2.0, 48.0), "geo_cluster", "2.1", {"cluster_centroid": {"lon": 2.0, "lat": 48.0}}),
        (GEOMETRY, "geo_shape", "2.1", {"type": "Feature", "geometry": POINT, "properties": {}}),
        (GEOMETRY, "geo_shape", "1.0", POINT),
        ('{"a": [1]}', "json_blob", "2.1", {"a": [1]}),
        ("not json", "json_blob", "2.1", "not json"),
        ('{"id": "x"}', "file", "2.1", {"id": "x"}),
        (None, "geo_point_2d", "2.1", None),
        (None, "datetime", "1.0", None),
    ],
)
def test_json_form(value: Any, kind: str, version: str, shown: Any) -> None:
    assert json_value(value, kind, version=version) == shown


@pytest.mark.parametrize(
    ("precision", "shown"), [(None, "0987-03-05"), ("day", "0987-03-05"), ("month", "0987-03"), ("year", "0987")]
)
def test_precision_of_a_date(precision: str | None, shown: str) -> None:
    assert json_value(date(987, 3, 5), "date", precision) == shown


@pytest.mark.parametrize(
    ("timezone", "shown"),
    [
        ("UTC", "2026-03-29T01:00:00+00:00"),
        ("Europe/Paris", "2026-03-29T03:00:00+02:00"),
        ("Asia/Kolkata", "2026-03-29T06:30:00+05:30"),
    ],
)
def test_an_instant_is_shifted_to_the_timezone(timezone: str, shown: str) -> None:
    assert json_value(datetime(2026, 3, 29, 1, tzinfo=UTC), "datetime", timezone=timezone) == shown


def test_microseconds_are_shown_when_there_are_some() -> None:
    assert (
        json_value(datetime(2026, 1, 1, 0, 0, 0, 440000, tzinfo=UTC), "datetime") == "2026-01-01T00:00:00.440000+00:00"
    )


@pytest.mark.parametrize("kind", ["text", "text_list", "int", "boolean"])
def test_columns_that_are_json_already_need_no_writer(kind: str) -> None:
    assert json_writer(kind) is None
