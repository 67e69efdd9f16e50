"""Columns of a sample, and what a change of them is called."""

from __future__ import annotations

import pytest

from parvis.data.connectors.probe.columns import Columns, columns_of, drift_of

OLD: Columns = (("id", "integer"), ("day", "date"), ("name", "text"))


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (OLD, "none"),
        ((OLD[1], OLD[0], OLD[2]), "order"),
        ((*OLD, ("more", "text")), "additive"),
        ((("id", "number"), *OLD[1:]), "retyped-wider"),
        ((("id", "text"), *OLD[1:], ("more", "text")), "retyped-wider"),
        (OLD[1:], "breaking"),
        ((*OLD[:2], ("label", "text")), "breaking"),
        ((*OLD[:2], ("name", "integer")), "breaking"),
        ((("id", ""), *OLD[1:]), "none"),
    ],
)
def test_drift(new: Columns, kind: str) -> None:
    assert drift_of(OLD, new).kind == kind


@pytest.mark.parametrize(
    ("sample", "kind", "format_", "whole", "columns"),
    [
        (b"a;b\n1;2,5\n;x\n", "text", "csv", True, (("a", "integer"), ("b", "text"))),
        (b"a,b\n1,2\n3,4.", "text", "csv", False, (("a", "integer"), ("b", "integer"))),
        (b"a,b\n", "text", "csv", True, (("a", ""), ("b", ""))),
        (b'[{"a": 1, "b": null}, {"a": 1.5}, {"a":', "json", "json", False, (("a", "number"), ("b", ""))),
        (b'{"a": 1}\n{"a": "x"}\n', "json", "jsonl", True, (("a", "text"),)),
        (b'{"features": [{"properties": {"n": true}}]}', "json", "geojson", True, (("n", "boolean"),)),
        (b"PK\x03\x04", "zip", "xlsx", True, None),
        (b"[" * 100_000, "json", "json", True, None),
    ],
)  # fmt: skip
def test_columns(sample: bytes, kind: str, format_: str, whole: bool, columns: Columns | None) -> None:
    assert columns_of(sample, kind, format_, whole) == columns
