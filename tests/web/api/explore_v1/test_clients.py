"""Requests as published clients send them."""

import csv
import io

import pytest
from tests.factories.published import STAFF_SECRET
from tests.web.api.explore_v1.conftest import Older

WIDGETS = [
    "/api/datasets/1.0/stations/?extrametas=true&interopmetas=true&source=&lang=fr",
    "/api/records/1.0/search/?dataset=stations&timezone=Europe%2FParis&rows=10&start=0&facet=city&facet=tags&q=&lang=fr",
    "/api/records/1.0/search/?dataset=stations&q.timerange=updated:[2025-01-01%20TO%202025-12-31]&rows=1",
    "/api/records/1.0/analyze/?dataset=stations&x=updated&y.serie1.func=AVG&y.serie1.expr=capacity&precision=month"
    "&sort=&maxpoints=0&timezone=Europe%2FParis",
    "/api/records/1.0/geocluster/?dataset=stations&clusterprecision=6&clusterdistance=50&clustermode=polygon"
    "&geofilter.polygon=(49,1),(49,4),(48,4),(48,1)&y.serie1.func=COUNT",
    "/api/records/1.0/boundingbox/?dataset=stations&geofilter.bbox=48,1,49,4",
    "/api/records/1.0/geopreview/?dataset=stations&rows=1000",
    "/api/records/1.0/download/?dataset=stations&format=geojson&rows=-1&geo_simplify=true&geo_simplify_zoom=8",
    "/api/explore/v2.1/catalog/datasets/stations/records?qv1=capacity%3E100&limit=1",
]


@pytest.mark.parametrize("path", WIDGETS)
def test_the_widgets_are_answered(older: Older, path: str) -> None:
    answer = older.get(path, headers={"ODS-Widgets-Version": "1.4.0", "Origin": "https://elsewhere.test"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()


def test_a_download_into_a_data_frame(older: Older) -> None:
    answer = older.get(
        f"/explore/dataset/secret/download/?format=csv&timezone=Europe/Brussels"
        f"&use_labels_for_header=false&csv_separator=%3B&apikey={STAFF_SECRET}"
    )
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text), delimiter=";"))
    assert (len(rows), rows[0]["code"]) == (120, "s000")


def test_a_download_that_is_refused_says_why_in_json(older: Older) -> None:
    answer = older.get("/explore/dataset/absent/download/?format=csv")
    assert answer.status_code == 404
    assert "absent" in answer.json()["error"]
    assert older.get("/explore/dataset/stations/download/?apikey=wrong").status_code == 401


def test_a_harvester_reads_the_catalog_page_after_page(older: Older) -> None:
    found: list[str] = []
    while True:
        page = older.json(f"/api/datasets/1.0/search/?rows=2&start={len(found)}&interopmetas=true")
        found += [dataset["datasetid"] for dataset in page["datasets"]]
        if len(found) >= page["nhits"]:
            break
    assert sorted(found) == ["described", "limited", "notice", "odd", "stations", "zones"]


def test_a_spreadsheet_polls_with_validators(older: Older) -> None:
    path = "/explore/dataset/stations/download/?format=csv&use_labels_for_header=true"
    first = older.get(path)
    again = older.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert older.request("HEAD", path).headers["etag"] == first.headers["etag"]


def test_a_dataset_named_with_its_domain(older: Older) -> None:
    assert older.json("/api/records/1.0/search/?dataset=stations@lyon")["nhits"] == 120
    assert older.get("/api/records/1.0/search/?dataset=stations@elsewhere").status_code == 404
