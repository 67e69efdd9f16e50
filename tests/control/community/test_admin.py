"""Answering in the operator's admin goes through the action."""

import pytest
from django.test import Client
from tests.control.community.test_questions import ask
from tests.factories.actors import SYSTEM
from tests.factories.portals import a_domain

from parvis.control.accounts.actions import create_user
from parvis.control.accounts.models import User
from parvis.control.audit.queries import lines
from parvis.control.community import queries
from parvis.control.community.models import Question
from parvis.data.store.store import Store

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.control.admin_urls")]


@pytest.mark.parametrize(("text", "kept"), [("Yes.", "Yes."), ("a" * 20_001, "")])
def test_an_answer_leaves_its_line_of_the_audit(store: Store, client: Client, text: str, kept: str):
    a_domain("lyon")
    number = ask().number
    create_user(actor=SYSTEM, email="op@example.org", password="correct horse battery", is_operator=True)
    client.force_login(User.objects.get(email="op@example.org"))
    page = f"/admin/community/question/{Question.objects.get(number=number).pk}/change/"
    client.post(page, {"answer": text, "question": "another", "state": "published"})
    found = queries.question("lyon", number)
    assert (found.answer, found.asked.question) == (kept, "May I print a map of the trees and sell it?")
    answered = [(line.actor, line.action) for line in lines(object=number) if line.action == "question.answer"]
    assert answered == ([("op@example.org", "question.answer")] if kept else [])
