"""The trust score on the page of a dataset: in words, with proofs, without colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.factories.evidence import document
from tests.web.portal.conftest import TREES, publish

from parvis.data.serving.process import reader, use
from parvis.data.serving.reader import Reader
from parvis.data.store.asks import Asks
from parvis.data.store.entries import DomainChanged
from parvis.data.store.store import Store
from parvis.data.trust.documents import canonical, from_document
from parvis.data.trust.rendering import public_object
from parvis.data.trust.scoring import compute

PAGE = "/explore/dataset/scored/information/?lang=en"
CHECK = "/explore/dataset/scored/trust/check/"
APPEAL = {
    "axis": "officialness", "signal": "sector", "subject": "", "reason": "We are a <b>town</b>.",
    "decision": "rejected",
    "made": "2026-11-21T06:00:00+00:00", "due": "2026-12-21T06:00:00+00:00", "answer": "The register says otherwise.",
}  # fmt: skip
_SHORT = ("state", "provisional", "method", "computed_at", "evidence_hash", "score", "badge", "band", "sum")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A visitor of a portal of its own, with one dataset that has no score."""
    store = Store.open(tmp_path)
    store.feed.append(DomainChanged("lyon", "Lyon", ("testserver",), is_default=True))
    publish(store, "da_trees00001", "arbres", TREES, data=None)
    opened = Reader.open(tmp_path)
    use(opened)
    yield Client(headers={"accept-language": "fr"})
    opened.stop()


def score(change: Mapping[str, Any] | None = None, *, uid: str = "da_scored", dataset_id: str = "scored") -> None:
    """Publish a dataset with the score of the worked example, changed."""
    store = reader().store
    computed = compute(from_document(document(change)))
    result = public_object(computed)
    short: dict[str, Any] = {name: result[name] for name in _SHORT if name in result}
    if "score" in result:
        line = {"at": "2026-11-20T06:00:00+00:00", "score": 67.7, "badge": 68, "band": "C", "reason": "published"}
        whole = {"result": result, "evidence": document(change), "history": [line], "checks": [], "days": []}
        key = f"datasets/{uid}/trust/x.json"
        store.objects.put_bytes(key, canonical({**whole, "appeals": [APPEAL]}))
        short |= {"axes": dict(computed.values), "detail": key}
    publish(store, uid, dataset_id, TREES, data=None, trust=short)
    reader().refresh()


def text(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_every_axis_says_its_value_and_every_point_its_proof_and_what_to_gain(client: Client) -> None:
    score({"proofs": {"availability.fd771d03": {"type": "http", "status": 200, "at": "2026-11-20T05:40:00Z",
                                                "url": "https://example.org/f.csv", "label": "slow"}}})  # fmt: skip
    shown = text(client)
    block = shown[shown.index('id="trust"') :]
    assert "<strong>67.7</strong>" in block
    assert "Band C" in block
    assert re.findall(r'trust-value number">(\d+)<', block) == ["50", "100", "46", "100", "40"]
    assert '<a href="https://example.org/f.csv" rel="nofollow">slow, status 200</a>' in block
    assert "Add at least three distinct keywords." in block
    assert "up to +8" in block


def test_the_page_speaks_french_too(client: Client) -> None:
    score()
    assert "6 champs recommandés sur 13 sont remplis." in text(client, PAGE.replace("lang=en", "lang=fr"))


def test_a_producer_has_the_mean_of_its_scores(client: Client) -> None:
    assert 'id="trust"' not in text(client, "/organizations/ville-de-lyon/?lang=en")
    score()
    score({"fields": {"theme": True}}, uid="da_better", dataset_id="better")
    shown = text(client, "/organizations/ville-de-lyon/?lang=en")
    assert "<strong>68.5</strong>" in shown
    assert "The mean of the scores of 2 datasets." in shown
    assert '<dt>Metadata completeness</dt><dd><span class="number">50</span>' in shown


def test_an_appeal_stands_beside_its_answer(client: Client) -> None:
    score()
    block = text(client)
    assert "We are a &lt;b&gt;town&lt;/b&gt;." in block
    assert "Rejected: The register says otherwise." in block


def test_what_is_taken_down_shows_why_and_no_number(client: Client) -> None:
    score({"dataset": {"suspended": {"reason": "court order", "at": "2026-11-01T00:00:00Z"}}})
    block = text(client)
    assert "suspended while this dataset is withdrawn by law" in block
    assert "67.7" not in block


def test_a_dataset_without_a_score_has_no_block(client: Client) -> None:
    assert 'id="trust"' not in text(client, "/explore/dataset/arbres/information/")
    assert client.post("/explore/dataset/arbres/trust/check/").status_code == 404


def test_anybody_asks_for_a_check_once_a_day_without_a_cookie(client: Client) -> None:
    score()
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    asked = [strict.post(CHECK)["location"] for _ in range(2)]
    assert [address.partition("?")[2] for address in asked] == ["checked=asked#trust", "checked=recently#trust"]
    assert Asks(reader().store.temporary.parent).take() == ["da_scored"]
    assert "will be checked in a moment" in text(client, f"{PAGE}&checked=asked")
    assert "<script>" not in text(client, f"{PAGE}&checked=<script>")
    assert strict.get(CHECK).status_code == 303
    assert not strict.cookies
