"""The score of a published dataset, read without the control plane."""

from pathlib import Path

import orjson
from tests.factories.published import portal
from tests.web.api.conftest import Api

from parvis.data.serving.reader import Reader
from parvis.web.api.app import create_app

ROOT = "/api/trust/v1/datasets"
SHORT = {"state": "scored", "provisional": False, "badge": 68, "band": "C", "score": 67.7, "computed_at": "2026-11-20"}


def client(home: Path) -> Api:
    made = portal(home)
    key = "datasets/da_lyon_scored/trust/abc.json"
    whole = {"result": {"score": 67.7}, "evidence": {"method": "1.0.0"}, "history": [{"score": 67.7}, {"score": 60.0}]}
    made.store.objects.put_bytes(key, orjson.dumps(whole))
    made.dataset("scored", trust={**SHORT, "axes": {"license": 100}, "detail": key})
    reader = Reader.open(home) if hasattr(Reader, "open") else Reader(made.store)
    reader.refresh()
    return Api(create_app(reader))


def test_the_score_its_history_and_its_badge(tmp_path: Path) -> None:
    api = client(tmp_path)

    def get(path: str) -> object:
        return api.request("GET", f"{ROOT}/{path}").json()

    assert get("scored") == {"score": 67.7}
    assert get("scored?evidence=full") == {"score": 67.7, "evidence": {"method": "1.0.0"}}
    assert get("scored/history?limit=1") == {"total_count": 2, "results": [{"score": 67.7}]}
    assert get("scored/badge.json?lang=fr")["message"] == "68 · C"
    assert "<title>Trust 68 · C, 2026-11-20</title>" in api.request("GET", f"{ROOT}/scored/badge.svg?lang=en").text
    assert api.request("GET", f"{ROOT}/stations").status_code == 404
    assert api.request("GET", f"{ROOT}/secret").status_code == 404
