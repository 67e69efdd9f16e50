"""Scores are kept with their evidence, recomputed bit for bit, contested and answered."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from tests.factories.actors import STRANGER, SYSTEM, manager
from tests.factories.evidence import document
from tests.factories.outcomes import audited
from tests.factories.portals import a_dataset, a_domain

from parvis.control.accounts.facts import Actor
from parvis.control.trust import actions, queries
from parvis.control.trust.facts.history import AppealExists, Decision, InvalidAppeal
from parvis.control.trust.models import EvidenceRow
from parvis.core.clock import now
from parvis.core.errors import Forbidden, NotFound
from parvis.data.trust.documents import from_document
from parvis.data.trust.result import Score

pytestmark = pytest.mark.django_db
REASON = "The publisher is a town, see the order of 1884."


@pytest.fixture(autouse=True)
def uid() -> str:
    a_domain("lyon")
    return a_dataset().uid


def keep(uid: str, change: Mapping[str, Any] | None = None, *, actor: Actor = SYSTEM) -> Score:
    return actions.keep_score(actor=actor, uid=uid, evidence=from_document(document(change)), reason="test")


def test_a_score_is_kept_with_its_evidence_and_recomputes_the_same(uid: str) -> None:
    keep(uid)
    keep(uid, {"fields": {"theme": True}, "as_of": "2026-11-21T06:00:00Z"})
    assert queries.score("lyon", "trees").sum == 6930
    assert [line.sum for line in queries.history("lyon", "trees")] == [6930, 6770]
    assert queries.history("lyon", "trees")[0].changed == ("completeness.theme",)
    assert [(v.same, v.stored) for v in queries.verify("lyon")] == [(True, 6770), (True, 6930)]
    assert audited()[-1] == ("trust.score", uid)


def test_evidence_that_was_touched_is_found_out(uid: str) -> None:
    keep(uid)
    EvidenceRow.objects.update(document=document({"fields": {"theme": True}}))
    assert [(v.same, v.computed) for v in queries.verify("lyon", "trees")] == [(False, 6930)]


def test_history_grows_only_when_the_score_moves_or_a_month_has_passed(uid: str) -> None:
    for at in ("2026-11-20T06:00:00Z", "2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z"):
        keep(uid, {"as_of": at})
    assert len(queries.history("lyon", "trees")) == 1
    assert EvidenceRow.objects.count() == 2
    assert queries.evidence("lyon", "trees").as_of == "2026-11-20T08:00:00Z"
    distributions = [item | {"checked_at": "2026-12-21T05:00:00Z"} for item in document()["distributions"]]
    keep(uid, {"as_of": "2026-12-21T06:00:00Z", "distributions": distributions})
    assert len(queries.history("lyon", "trees")) == 2


def test_only_managers_keep_scores(uid: str) -> None:
    with pytest.raises(Forbidden):
        keep(uid, actor=manager("paris"))
    with pytest.raises(NotFound):
        queries.score("lyon", "trees")


def test_an_appeal_has_a_deadline_and_its_answer_stays_beside_it(uid: str) -> None:
    keep(uid)
    point = {"domain": "lyon", "dataset_id": "trees", "axis": "officialness", "signal": "sector"}
    made = actions.contest(actor=manager("lyon"), reason=REASON, **point)
    assert made.decision is Decision.OPEN
    assert queries.overdue(now()) == []
    assert queries.overdue(now() + timedelta(days=31)) == [made]
    with pytest.raises(AppealExists):
        actions.contest(actor=manager("lyon"), reason=REASON, **point)
    answer = actions.answer(actor=SYSTEM, appeal_id=made.id, accepted=True, text="The register agrees with you.")
    assert (answer.reason, answer.answer) == (REASON, "The register agrees with you.")
    assert queries.appeals("lyon", "trees") == [answer]
    with pytest.raises(AppealExists):
        actions.answer(actor=SYSTEM, appeal_id=made.id, accepted=False, text="We changed our mind.")
    assert audited()[-2:] == [("trust.contest", uid), ("trust.answer", uid)]


@pytest.mark.parametrize(
    ("values", "error"),
    [({"signal": "charm"}, InvalidAppeal), ({"reason": "no"}, InvalidAppeal), ({"dataset_id": "none"}, NotFound)],
)
def test_an_appeal_that_makes_no_sense_is_refused(uid: str, values: dict[str, str], error: type[Exception]) -> None:
    keep(uid)
    stated = {"dataset_id": "trees", "axis": "officialness", "signal": "sector", "reason": REASON} | values
    with pytest.raises(error):
        actions.contest(actor=manager("lyon"), domain="lyon", **stated)


def test_strangers_contest_nothing_and_managers_answer_nothing(uid: str) -> None:
    keep(uid)
    stated = {"domain": "lyon", "dataset_id": "trees", "axis": "license", "signal": "match", "reason": REASON}
    with pytest.raises(Forbidden):
        actions.contest(actor=STRANGER, **stated)
    made = actions.contest(actor=manager("lyon"), **stated)
    with pytest.raises(Forbidden):
        actions.answer(actor=manager("lyon"), appeal_id=made.id, accepted=True, text="It is as we say it is.")


def test_averages_count_public_scores_only(uid: str) -> None:
    keep(uid)
    keep(a_dataset("lamps", metadata={"publisher": "Lyon"}).uid, {"fields": {"theme": True}})
    keep(a_dataset("secret", metadata={"publisher": "Lyon"}).uid, {"dataset": {"access": "private"}})
    whole, lyon = queries.domain_average("lyon"), queries.organisation_average("lyon", "Lyon")
    assert (whole.count, whole.sum, whole.bands["C"]) == (2, 6850, 2)
    assert whole.worst[0] == ("trees", 6770)
    assert (lyon.count, lyon.sum) == (1, 6930)
    assert queries.organisation_average("lyon", "Nobody").sum == 0


def test_the_evidence_as_csv_has_a_line_a_point_and_no_formula(uid: str) -> None:
    keep(uid, {"dataset": {"id": "=cmd|x"}})
    lines = list(queries.evidence_csv("lyon"))
    points = sum(len(axis.signals) for axis in queries.score("lyon", "trees").axes)
    assert len(lines) == points + 1
    assert all(line.startswith("'=cmd|x,") for line in lines[1:])
