"""From a visitor's question to a published answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import orjson
import pytest
from tests.factories.actors import STRANGER, SYSTEM
from tests.factories.outcomes import announced
from tests.factories.portals import a_domain

from parvis.control.audit.queries import lines
from parvis.control.community import actions, queries, rules
from parvis.control.community.facts import (
    Asked,
    InvalidQuestion,
    NotAnonymous,
    Profile,
    QuestionState,
    TooManyQuestions,
)
from parvis.control.community.models import Question
from parvis.core.errors import Forbidden, NotFound
from parvis.data.licensing.facts import UnknownLicense
from parvis.data.store.entries import AnswerPublished, AnswerWithdrawn
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db
ASKED = Asked(
    name="Ada Martin",
    email="ada@example.org",
    datasets=("https://example.org/trees",),
    question="May I print a map of the trees and sell it?",
    profile=Profile.COMPANY,
)


@pytest.fixture(autouse=True)
def lyon(store: Store):
    a_domain("lyon")


def ask(asked: Asked = ASKED, address: str = "192.0.2.7"):
    return actions.ask(domain="lyon", asked=asked, address=address)


def answered():
    question = ask()
    return actions.answer(actor=SYSTEM, domain="lyon", number=question.number, text="Yes, with a notice.")


def publish(number: str, question: str = "May a map be sold?", **values):
    return actions.publish(actor=SYSTEM, domain="lyon", number=number, question=question, **values)


def test_a_question_gets_a_number_and_a_place_in_the_register():
    first, second = ask(), ask()
    year = datetime.now(UTC).year
    assert [first.number, second.number] == [f"Q-{year}-0001", f"Q-{year}-0002"]
    assert [one.number for one in queries.questions("lyon")] == [second.number, first.number]
    assert first.state is QuestionState.RECEIVED


def test_the_log_and_the_register_as_data_name_nobody():
    question = ask()
    told = str([(line.actor, line.object, line.detail) for line in lines()]) + str(question.to_dict())
    assert "Ada" not in told
    assert "ada@example.org" not in told
    assert question.to_dict(personal=True)["email"] == "ada@example.org"
    assert "192.0.2.7" not in str(Question.objects.values())


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("name", " "),
        ("name", "a" * 101),
        ("email", "nobody"),
        ("email", "a@b.org\nBcc: c@d.org"),
        ("question", "Why?"),
        ("question", "a" * 5_001),
        ("datasets", ()),
        ("datasets", ("javascript:alert(1)",)),
        ("datasets", ("https://user:secret@example.org/",)),
        ("datasets", tuple(f"https://example.org/{n}" for n in range(21))),
    ],
)
def test_what_is_missing_or_wrong_is_named(member: str, value: object):
    with pytest.raises(InvalidQuestion) as refused:
        ask(replace(ASKED, **{member: value}))
    assert refused.value.params["member"] == member
    assert queries.questions("lyon") == []


def test_one_sender_cannot_fill_the_register():
    for _ in range(rules.SENDER_LIMIT):
        ask()
    with pytest.raises(TooManyQuestions):
        ask()
    assert ask(address="192.0.2.8").number


def test_a_home_with_many_ipv6_addresses_is_one_sender():
    secret, day = b"secret", date(2026, 1, 1)
    one, other = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9"
    assert rules.sender_of(one, day, secret) == rules.sender_of(other, day, secret)
    assert rules.sender_of(one, day, secret) != rules.sender_of(one, date(2026, 1, 2), secret)
    assert rules.sender_of("unknown", day, secret) == ""


def test_an_answer_is_published_without_who_asked(store: Store):
    question = publish(answered().number, licenses=["ODbL"])
    (entry,) = [one for one in announced() if isinstance(one, AnswerPublished)]
    content = store.objects.get(entry.key)
    assert orjson.loads(content)["licenses"] == ["ODbL-1.0"]
    assert b"Ada" not in content
    assert b"print a map" not in content
    assert question.state is QuestionState.PUBLISHED


@pytest.mark.parametrize("text", ["ADA MARTIN asks about maps", "write to Ada@example.org"])
def test_a_wording_that_tells_who_asked_is_refused(text: str):
    number = answered().number
    with pytest.raises(NotAnonymous):
        publish(number, question=text)
    assert queries.question("lyon", number).state is QuestionState.ANSWERED


def test_a_published_answer_is_withdrawn_with_its_object_then_corrected(store: Store):
    number = answered().number
    publish(number)
    with pytest.raises(InvalidQuestion):
        actions.answer(actor=SYSTEM, domain="lyon", number=number, text="No.")
    (entry,) = [one for one in announced() if isinstance(one, AnswerPublished)]
    actions.withdraw(actor=SYSTEM, domain="lyon", number=number)
    assert AnswerWithdrawn("lyon", number) in announced()
    assert not store.objects.exists(entry.key)
    actions.answer(actor=SYSTEM, domain="lyon", number=number, text="No.")
    assert publish(number).answer == "No."


def test_publishing_again_replaces_the_former_object(store: Store):
    number = answered().number
    publish(number)
    publish(number, question="May maps be sold?")
    first, second = [one for one in announced() if isinstance(one, AnswerPublished)]
    assert not store.objects.exists(first.key)
    assert store.objects.exists(second.key)


def test_refusals_change_nothing():
    number = ask().number
    with pytest.raises(InvalidQuestion):
        publish(number)
    with pytest.raises(Forbidden):
        actions.answer(actor=STRANGER, domain="lyon", number=number, text="Yes.")
    with pytest.raises(InvalidQuestion):
        actions.answer(actor=SYSTEM, domain="lyon", number=number, text=" ")
    with pytest.raises(UnknownLicense):
        publish(number, licenses=["zzz"])
    a_domain("paris")
    with pytest.raises(NotFound):
        actions.answer(actor=SYSTEM, domain="paris", number=number, text="Yes.")
    assert [line.action for line in lines(object=number)] == ["question.ask"]


def test_people_are_forgotten_on_demand_and_in_time():
    kept, old, forgotten = ask(), answered(), ask()
    actions.forget(actor=SYSTEM, domain="lyon", number=forgotten.number)
    long_ago = datetime.now(UTC) - rules.KEPT_ANSWERED - timedelta(days=1)
    Question.objects.filter(number=old.number).update(answered=long_ago)
    assert actions.forget_in_time() == 1
    assert actions.forget_in_time() == 0
    found = {one.number: one.asked.email for one in queries.questions("lyon")}
    assert found == {kept.number: "ada@example.org", old.number: "", forgotten.number: ""}
    assert queries.question("lyon", old.number).asked.question == ASKED.question
