"""``analyze`` and the helpers of maps."""

from typing import Any

import pytest
from tests.web.api.explore_v1.conftest import Older, square

RECORDS = "/api/records/1.0"
ANALYZE = f"{RECORDS}/analyze/?dataset=stations"
POINTS: list[tuple[str, Any]] = [
    ("x=open", [{"x": False, "count": 60}, {"x": True, "count": 60}]),
    ("x=open&y.s.func=SUM&y.s.expr=capacity&sort=-s", [{"x": True, "s": 3540}, {"x": False, "s": 3600}]),
    ("x=open&sort=x&y.m.func=MAX&y.m.expr=capacity", [{"x": True, "m": 118}, {"x": False, "m": 119}]),
    ("x=open&y.a.func=COUNT&y.a.cumulative=true", [{"x": False, "a": 60}, {"x": True, "a": 120}]),
    ("x=open&y.q.func=QUANTILES&y.q.expr=capacity&y.q.subsets=0", [{"x": False, "q": 1.0}, {"x": True, "q": 0.0}]),
    ("x=updated", [{"x": {"year": 2025}, "count": 60}, {"x": {"year": 2026}, "count": 60}]),
    ("x=updated&precision=month&maxpoints=1", [{"x": {"year": 2025, "month": 1}, "count": 7}]),
    ("x=updated&precision=week&maxpoints=1", [{"x": {"year": 2025, "week": 3}, "count": 7}]),
    ("x=updated&periodic=weekday&maxpoints=1", [{"x": {"weekday": 0}, "count": 14}]),
    (
        "x=open&x=updated&precision=year&q=capacity<2",
        [
            {"x": {"open": False, "updated": {"year": 2026}}, "count": 1},
            {"x": {"open": True, "updated": {"year": 2025}}, "count": 1},
        ],
    ),
]


@pytest.mark.parametrize(("query", "points"), POINTS)
def test_points_of_a_series(older: Older, query: str, points: Any) -> None:
    assert older.json(f"{ANALYZE}&{query}") == points


def test_a_cut_answer_says_so(older: Older) -> None:
    assert older.get(f"{ANALYZE}&x=code&maxpoints=3").headers["ods-analyze-truncated"] == "true"
    assert "ods-analyze-truncated" not in older.get(f"{ANALYZE}&x=open").headers


def test_points_as_a_table(older: Older) -> None:
    table = older.get(f"{ANALYZE}&x=updated&precision=month&maxpoints=1&format=csv")
    assert table.text == "x.year;x.month;count\r\n2025;1;7\r\n"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "x=absent",
        "x=coord",
        "x=open&join.A.remotedataset=b",
        "x=open&agg.A.func=SUM",
        "x=open&sort=absent",
        "x=open&y.s.func=MODE&y.s.expr=capacity",
        "x=open&y.s.func=SUM",
        "x=open&y.s.func=SUM&y.s.expr=city",
        "x=open&y.q.func=QUANTILES&y.q.expr=capacity&y.q.subsets=many",
        "x=updated&precision=era",
        "x=updated&periodic=week",
        "x=open&maxpoints=-1",
        "x=open&format=xls",
    ],
)
def test_what_cannot_be_computed_is_refused(older: Older, query: str) -> None:
    answer = older.get(f"{ANALYZE}&{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_clusters_count_every_placed_record(older: Older) -> None:
    found = older.json(f"{RECORDS}/geocluster/?dataset=stations&clusterprecision=8&y.c.func=MAX&y.c.expr=capacity")
    assert found["clusterprecision"] == 8
    assert sum(c["count"] for c in found["clusters"]) == 119
    assert found["series"]["c"]["max"] == 119
    cluster = found["clusters"][0]
    assert cluster["cluster_center"] == cluster["cluster"]["coordinates"][::-1]


def test_the_widest_cluster_precision_is_not_the_default(older: Older) -> None:
    assert older.json(f"{RECORDS}/geocluster/?dataset=stations&clusterprecision=0")["clusterprecision"] == 0
    refused = older.get(f"{RECORDS}/geocluster/?dataset=stations&clusterprecision=20&shapeprecision=10")
    assert refused.status_code == 400


def test_boxes_and_types_of_geometries(older: Older) -> None:
    points = older.json(f"{RECORDS}/boundingbox/?dataset=stations&q=capacity<10")
    assert points == {"count": 10, "bbox": [2.0, 48.5, 2.09, 48.5], "geometries": {"Point": 9}}
    shapes = older.json("/api/datasets/1.0/zones/boundingbox/")
    assert shapes == {"count": 4, "bbox": [0.0, 0.0, 6.0, 1.0], "geometries": {"Polygon": 3}}
    assert older.json("/api/datasets/1.0/zones/boundingbox/?q=name:absent")["bbox"] is None


def test_shapes_are_counted_by_geometry(older: Older) -> None:
    found = older.json("/api/datasets/1.0/zones/geopolygon/?clusterprecision=5")
    counted = {tuple(c["cluster_center"]): c["count"] for c in found["clusters"]}
    assert counted == {(0.5, 0.5): 2, (0.5, 5.5): 1}


@pytest.mark.parametrize(("dataset", "alike"), [("stations", [1]), ("zones", [1, 2])])
def test_the_digest_of_a_preview_finds_the_records_of_that_geometry(
    older: Older, dataset: str, alike: list[int]
) -> None:
    shown = older.json(f"/api/datasets/1.0/{dataset}/geopreview/?rows=4")
    assert len({str(p["geometry"]) for p in shown}) == len(shown)
    hits = set()
    for item in shown:
        found = older.json(f"{RECORDS}/search/?dataset={dataset}&geo_digest={item['geo_digest']}")
        assert all(r["geometry"] == item["geometry"] for r in found["records"])
        hits.add(found["nhits"])
    assert sorted(hits) == alike


def test_a_preview_shows_the_geometry(older: Older) -> None:
    assert older.json("/api/datasets/1.0/zones/geopreview/?rows=1")[0]["geometry"] == square(0)
