"""The score of published datasets, read without the control plane, and computed for anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from tests.factories.evidence import document
from tests.factories.published import DESCRIBED, portal
from tests.web.api.conftest import Api

from parvis.data.serving.reader import Reader
from parvis.data.store.asks import Asks
from parvis.data.trust.documents import canonical, from_document
from parvis.data.trust.method import method
from parvis.data.trust.rendering import to_object
from parvis.data.trust.scoring import compute
from parvis.web.api.app import create_app

BASE = "/api/trust/v1"
_SHORT = ("state", "provisional", "method", "computed_at", "evidence_hash", "score", "badge", "band", "sum")
LINES = [
    {"at": f"2026-1{n}-20T06:00:00+00:00", "badge": 68 - n, "band": "C", "score": 68.0 - n, "axes": {}, "changed": []}
    for n in (1, 0)
]


@pytest.fixture
def api(tmp_path: Path) -> Api:
    """``scored`` is the worked example, ``better`` has a field more; ``secret`` is for staff."""
    made = portal(tmp_path)
    for name, change in (("scored", {}), ("better", {"fields": {"theme": True}})):
        key = f"datasets/da_lyon_{name}/trust/abc.json"
        short, whole = scored(name, change)
        made.store.objects.put_bytes(key, canonical(whole))
        made.dataset(name, trust={**short, "detail": key}, description=replace(DESCRIBED, publisher='Ville "A"'))
    reader = Reader.open(tmp_path)
    return Api(create_app(reader))


def scored(name: str, change: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    score = compute(from_document(document({**change, "dataset": {"id": name}})))
    result = to_object(score)
    check = {"distribution": "fd771d03", "at": "2026-11-20T05:40:00+00:00", "outcome": "OK", "confirmed": True}
    other = {**check, "distribution": "9b188b1e"}
    whole = {
        "result": result,
        "evidence": document({**change, "dataset": {"id": name}}),
        "history": LINES,
        "checks": [check, other],
        "days": [],
        "appeals": [{"id": 1, "decision": "open"}],
    }
    return {**{n: result[n] for n in _SHORT}, "axes": dict(score.values)}, whole


def get(api: Api, path: str, **options: Any) -> Any:
    answer = api.request("GET", f"{BASE}/{path}", **options)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_whole_result_has_the_hash_of_its_evidence_as_validator(api: Api) -> None:
    answer = api.request("GET", f"{BASE}/datasets/scored")
    shown = answer.json()
    assert (shown["score"], shown["band"], len(shown["axes"])) == (67.7, "C", 5)
    assert answer.headers["etag"] == f'W/"{shown["evidence_hash"]}"'
    again = api.request("GET", f"{BASE}/datasets/scored", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_score_computed_from_its_own_evidence_is_the_same_bytes(api: Api) -> None:
    shown = get(api, "datasets/scored?evidence=full")
    evidence = shown.pop("evidence")
    again = api.request("POST", f"{BASE}/score", json=evidence)
    assert again.status_code == 200
    assert orjson.dumps(again.json(), option=orjson.OPT_SORT_KEYS) == orjson.dumps(shown, option=orjson.OPT_SORT_KEYS)


def test_one_language_may_be_asked_for(api: Api) -> None:
    assert {name for axis in get(api, "datasets/scored?lang=fr")["axes"] for name in axis["summary"]} == {"fr"}
    assert set(get(api, "datasets/scored")["axes"][0]["summary"]) == {"fr", "en"}


def test_history_checks_and_appeals_are_lists(api: Api) -> None:
    assert [line["badge"] for line in get(api, "datasets/scored/history")["results"]] == [67, 68]
    assert get(api, "datasets/scored/history?from=2026-11-01")["total_count"] == 1
    assert get(api, "datasets/scored/history?to=2026-10-20T06:00:00Z&limit=0") == {"total_count": 1, "results": []}
    assert [c["distribution"] for c in get(api, "datasets/scored/checks?distribution=9b188b1e")["results"]] == [
        "9b188b1e"
    ]
    assert get(api, "datasets/scored/appeals")["results"] == [{"id": 1, "decision": "open"}]


@pytest.mark.parametrize(
    "path",
    ["datasets/scored/history?from=yesterday", "datasets/scored/history?limit=-1", "datasets/scored/badge.svg?style=x",
     "catalog?order_by=title", "catalog?min=many"],
)  # fmt: skip
def test_wrong_parameters_are_named(api: Api, path: str) -> None:
    answer = api.request("GET", f"{BASE}/{path}")
    assert answer.status_code == 400
    assert "API parameter" in answer.json()["message"]


def test_badges_say_the_score_in_words_too(api: Api) -> None:
    assert get(api, "datasets/scored/badge.json?lang=fr")["message"] == "68 · C"
    flat = api.request("GET", f"{BASE}/datasets/scored/badge.svg?lang=fr")
    assert "<title>Confiance 68/100, C, 20 novembre 2026</title>" in flat.text
    assert flat.headers["cache-control"] == "max-age=3600"
    compact = api.request("GET", f"{BASE}/datasets/scored/badge.svg?style=compact&lang=en").text
    assert (">trust<" in compact, "Trust 68/100" in compact) == (False, True)


def test_the_history_is_drawn(api: Api) -> None:
    drawn = ElementTree.fromstring(api.request("GET", f"{BASE}/datasets/scored/history.svg?lang=en").content)
    space = "{http://www.w3.org/2000/svg}"
    assert [node.text for node in drawn.iter(f"{space}desc")] == ["2 scores, from 68 to 67 out of 100"]
    assert len(list(drawn.iter(f"{space}circle"))) == 2
    assert {"A", "B", "C", "D", "E"} <= {node.text for node in drawn.iter(f"{space}text")}


def test_the_catalog_goes_by_score(api: Api) -> None:
    assert [line["dataset"] for line in get(api, "catalog")["results"]] == ["better", "scored"]
    assert [line["sum"] for line in get(api, "catalog?min=68")["results"]] == [6930]
    assert get(api, "catalog?band=A")["total_count"] == 0
    assert get(api, 'catalog?publisher=Ville "A"&order_by=score')["results"][0]["dataset"] == "scored"


def test_averages_of_publishers_and_domains(api: Api) -> None:
    found = get(api, 'organisations/Ville "A"')
    assert (found["count"], found["sum"], found["bands"]["C"]) == (2, 6850, 2)
    assert get(api, "domains/lyon")["worst"][0] == {"dataset": "scored", "sum": 6770}
    assert api.request("GET", f"{BASE}/organisations/Nobody").status_code == 404
    assert api.request("GET", f"{BASE}/domains/closed").status_code in (401, 404)


def test_the_method_is_public(api: Api) -> None:
    assert get(api, "method")["version"] == "1.0.0"
    assert get(api, "method/1.0.0") == method("1.0.0").document
    assert api.request("GET", f"{BASE}/method/..%2Fsecret").status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'{"as_of": 7}', b'{"distributions": [{"id": "a", "outcome": "X"}]}']
)
def test_evidence_that_makes_no_sense_is_refused(api: Api, body: bytes) -> None:
    answer = api.request("POST", f"{BASE}/score", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (422, "InvalidEvidence")


def test_anybody_asks_for_checks_once_a_day(api: Api, tmp_path: Path) -> None:
    first = api.request("POST", f"{BASE}/datasets/scored/verify")
    assert (first.status_code, first.json()["distributions"]) == (202, ["9b188b1e", "fd771d03"])
    second = api.request("POST", f"{BASE}/datasets/scored/verify")
    assert (second.status_code, int(second.headers["retry-after"]) > 80_000) == (429, True)
    assert (Asks(tmp_path).take(), Asks(tmp_path).take()) == (["da_lyon_scored"], [])


def test_what_has_no_score_or_is_not_visible_has_no_answer(api: Api) -> None:
    for path in ("datasets/stations", "datasets/secret", "datasets/none/checks"):
        assert api.request("GET", f"{BASE}/{path}").status_code == 404
    assert api.request("POST", f"{BASE}/datasets/secret/verify").status_code == 404


def test_the_catalog_in_dcat_holds_the_scores(api: Api) -> None:
    shown = api.request("GET", "/api/explore/v2.1/catalog/exports/ttl?refine=trust.band:C").text
    assert shown.count("hasQualityMeasurement") == 2
    assert "67.7" in shown
