"""The form of questions, and the published answers."""

from __future__ import annotations

import orjson
import pytest
from django.test import Client
from tests.factories.portals import a_domain

from parvis.control.community import queries
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import AnswerPublished, AnswerWithdrawn

ASK = "/licenses/questions/"
FAQ = "/licenses/faq/"
TYPED = {
    "name": "Ada <b>Martin</b>",
    "email": "ada@example.org",
    "profile": "company",
    "datasets": "arbres\nhttps://example.org/other",
    "question": "Puis-je vendre une carte ?",
    "consent": "true",
}


@pytest.fixture
def town(home: object) -> None:
    a_domain("lyon")


def publish(portal: Reader, number: str, question: str, answer: str, domain: str = "lyon") -> None:
    key = f"answers/{domain}/{number}-0.json"
    values = {"number": number, "question": question, "answer": answer, "licenses": ["ODbL-1.0"]}
    content = orjson.dumps({**values, "language": "fr", "published": "2026-03-01T00:00:00+00:00"})
    portal.store.objects.put_bytes(key, content)
    portal.store.feed.append(AnswerPublished(domain, number, key))
    portal.refresh()


@pytest.mark.django_db
def test_a_question_is_entered_and_acknowledged_by_its_number(client: Client, town: None) -> None:
    response = client.post(ASK, TYPED)
    (question,) = queries.questions("lyon")
    assert (response.status_code, response["Location"]) == (303, f"{ASK}?sent={question.number}")
    assert question.number in client.get(response["Location"]).content.decode()
    addresses = ("http://testserver/explore/dataset/arbres/information/", "https://example.org/other")
    assert (question.asked.datasets, question.asked.profile.value) == (addresses, "company")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("member", "value"),
    [("name", ""), ("email", "ada"), ("datasets", "secret"), ("question", "?"), ("consent", ""), ("website", "spam")],
)
def test_a_fault_is_pointed_out_and_nothing_typed_is_lost(client: Client, town: None, member: str, value: str) -> None:
    response = client.post(ASK, {**TYPED, member: value})
    text = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in text
    assert f'id="{member}-error"' in text or member == "website"
    assert "Puis-je vendre une carte ?" in text or member == "question"
    assert "<b>Martin" not in text
    assert queries.questions("lyon") == []


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_on_a_page_of_the_house(portal: Reader, client: Client, town: None) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "fr"})
    response = strict.post(ASK, TYPED)
    assert response.status_code == 403
    assert "style=" not in response.content.decode()
    assert queries.questions("lyon") == []


@pytest.mark.django_db
def test_a_sender_in_a_hurry_is_asked_to_wait(client: Client, town: None) -> None:
    answers = [client.post(ASK, TYPED).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_the_form_opens_without_the_control_database(client: Client) -> None:
    text = client.get(f"{ASK}?dataset=arbres&sent=<script>").content.decode()
    assert "http://testserver/explore/dataset/arbres/information/" in text
    assert "<script>" not in text.replace('<script type="module"', "")


def test_published_answers_are_searched_and_read_without_the_control_database(portal: Reader, client: Client) -> None:
    publish(portal, "Q-2026-0001", "Puis-je vendre une carte ?", "Oui, avec la mention <i>.")
    publish(portal, "Q-2026-0002", "Et un tableau ?", "À partager.")
    publish(portal, "Q-2026-0003", "Ailleurs ?", "Ailleurs.", domain="prive")
    everything = client.get(FAQ).content.decode()
    assert everything.count("<article") == 2
    found = client.get(f"{FAQ}?q=vendre+odbl").content.decode()
    assert found.count("<article") == 1
    assert "mention &lt;i&gt;." in found
    assert client.get(f"{FAQ}Q-2026-0001/").status_code == 200
    assert client.get(f"{FAQ}Q-2026-0003/").status_code == 404
    for number in ("Q-2026-0001", "Q-2026-0002"):
        portal.store.feed.append(AnswerWithdrawn("lyon", number))
    portal.refresh()
    assert "<article" not in client.get(FAQ).content.decode()
