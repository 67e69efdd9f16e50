"""Receiving, answering and publishing questions; forgetting who asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any

import orjson
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.audit.actions import record
from parvis.control.community import rules
from parvis.control.community.facts import Asked, InvalidQuestion, QuestionFacts, QuestionState, TooManyQuestions
from parvis.control.community.models import Question
from parvis.control.community.queries import question_facts
from parvis.control.domains import queries as domains
from parvis.control.outbox.actions import announce
from parvis.core.clock import now
from parvis.core.errors import NotFound
from parvis.data.store.entries import AnswerPublished, AnswerWithdrawn, to_dict
from parvis.data.store.keys import answer_key
from parvis.data.store.objects import Objects

VISITOR = "visitor"
_ATTEMPTS = 5
_HOUR = 3600.0
_forgotten: list[float] = []


_opening: list[Callable[[], Objects]] = []


def keep_objects_in(open_objects: Callable[[], Objects]) -> None:
    """Published answers go where this function leads to; only ``site/wiring.py`` says where."""
    _opening[:] = [open_objects]


def ask(*, domain: str, asked: Asked, address: str) -> QuestionFacts:
    """Enter a visitor's question in the register; ``address`` is the network address it comes from, kept as a mark.

    Anybody. The audit line names nobody. Errors: NotFound (domain), InvalidQuestion, TooManyQuestions.
    """
    clean = rules.checked_question(asked)
    slug = domains.get_domain(domain).slug
    for _ in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                return _entered(slug, clean, address)
        except IntegrityError:
            continue  # somebody took the number meanwhile
    raise TooManyQuestions("too many questions arrive at once", hint="send it again in a minute")


def answer(*, actor: Actor, domain: str | None, number: str, text: str) -> QuestionFacts:
    """Write the answer, or another one; sends nothing and publishes nothing. Managers of the domain.

    Errors: Forbidden, NotFound, InvalidQuestion (also for a question whose answer is published: withdraw it first).
    """
    clean = rules.checked_answer(text)
    with transaction.atomic():
        question = _locked(actor, domain, number)
        if question.state == QuestionState.PUBLISHED:
            raise InvalidQuestion(f"the answer to {number} is published", hint="withdraw it first")
        question.answer, question.answered, question.answered_by = clean, now(), actor.label[:254]
        question.state = QuestionState.ANSWERED
        question.save()
        _record(actor.label, "question.answer", question)
    return question_facts(question)


def publish(
    *, actor: Actor, domain: str | None, number: str, question: str, licenses: Sequence[str] = ()
) -> QuestionFacts:
    """Let the answer join the public questions and answers, under this anonymous wording of the question.

    Managers of the domain. Readers see it within two seconds. Errors: Forbidden, NotFound, InvalidQuestion (no answer
    yet), NotAnonymous, UnknownLicense, OSError.
    """
    about = rules.checked_licenses(licenses)
    with transaction.atomic():
        found = _locked(actor, domain, number)
        if not found.answer:
            raise InvalidQuestion(f"{number} has no answer yet", hint="`parvis license questions answer` writes it")
        asked = question_facts(found).asked
        found.public_question = rules.checked_anonymous("question", question, asked)
        rules.checked_anonymous("answer", found.answer, asked)
        former, found.object_key = found.object_key, ""
        found.licenses, found.published, found.state = list(about), now(), QuestionState.PUBLISHED
        content = orjson.dumps(_public(found))
        found.object_key = answer_key(found.domain_id, number, hashlib.sha256(content).hexdigest()[:16])
        _store().put_bytes(found.object_key, content)
        found.save()
        announce(to_dict(AnswerPublished(found.domain_id, number, found.object_key)))
        _record(actor.label, "question.publish", found, {"licenses": list(about)})
    if former and former != found.object_key:
        _store().delete(former)
    return question_facts(found)


def withdraw(*, actor: Actor, domain: str | None, number: str) -> QuestionFacts:
    """Take a published answer back, its object included. Managers of the domain. Errors: Forbidden, NotFound."""
    with transaction.atomic():
        found = _locked(actor, domain, number)
        former = found.object_key
        if found.state == QuestionState.PUBLISHED:
            found.state, found.published, found.object_key = QuestionState.ANSWERED, None, ""
            found.save()
            announce(to_dict(AnswerWithdrawn(found.domain_id, number)))
            _record(actor.label, "question.withdraw", found)
    if former:
        _store().delete(former)
    return question_facts(found)


@transaction.atomic
def forget(*, actor: Actor, domain: str | None, number: str) -> QuestionFacts:
    """Erase who asked; the question stays. Managers of the domain. Errors: Forbidden, NotFound."""
    found = _locked(actor, domain, number)
    found.name = found.email = found.sender = ""
    found.save(update_fields=["name", "email", "sender"])
    _record(actor.label, "question.forget", found)
    return question_facts(found)


def forget_in_time() -> int:
    """Erase who asked of questions whose time is over, and marks of senders that no longer count; how many people."""
    answered, waiting = rules.forgotten_before(now())
    old = Q(answered__lt=answered) | Q(answered=None, created__lt=waiting)
    count = Question.objects.filter(old).exclude(email="").update(name="", email="")
    Question.objects.filter(created__lt=now() - rules.DOMAIN_TIME).exclude(sender="").update(sender="")
    if count:
        record(actor=Actor.system().label, action="question.forget", object="", detail={"count": count})
    return count


def forget_hourly() -> None:
    """For workers, who call it all the time: what :func:`forget_in_time` does, once an hour."""
    if not _forgotten or monotonic() - _forgotten[-1] > _HOUR:
        _forgotten[:] = [monotonic()]
        forget_in_time()


def _entered(domain: str, asked: Asked, address: str) -> QuestionFacts:
    at = now()
    sender = rules.sender_of(address, at.date(), str(settings.SECRET_KEY).encode())
    recent = Question.objects.filter(created__gte=at - rules.SENDER_TIME, sender=sender)
    if sender and recent.count() >= rules.SENDER_LIMIT:
        raise TooManyQuestions("you have sent several questions already", hint="come back in an hour")
    if Question.objects.filter(domain=domain, created__gte=at - rules.DOMAIN_TIME).count() >= rules.DOMAIN_LIMIT:
        raise TooManyQuestions("this portal has received too many questions today", hint="come back tomorrow")
    last = Question.objects.filter(number__startswith=f"Q-{at.year}-").order_by("-id").values_list("number", flat=True)
    rank = int(last[0].rpartition("-")[2]) + 1 if last else 1
    question = Question.objects.create(
        number=rules.number_of(at.year, rank),
        domain_id=domain,
        name=asked.name,
        email=asked.email,
        sender=sender,
        profile=asked.profile,
        datasets=list(asked.datasets),
        intended=asked.intended,
        question=asked.question,
        language=asked.language,
    )
    _record(VISITOR, "question.ask", question)
    return question_facts(question)


def _locked(actor: Actor, domain: str | None, number: str) -> Question:
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    found = Question.objects.select_for_update().filter(domain=slug, number=number).first()
    if found is None:
        raise NotFound(f"there is no question {number[:40]}", hint="`parvis license questions list` shows them")
    return found


def _public(question: Question) -> dict[str, Any]:
    """What readers get: nothing that tells who asked."""
    return {
        "number": question.number,
        "question": question.public_question,
        "answer": question.answer,
        "licenses": question.licenses,
        "language": question.language,
        "published": question.published.isoformat() if question.published else None,
    }


def _store() -> Objects:
    return _opening[0]()


def _record(actor: str, action: str, question: Question, detail: Mapping[str, Any] | None = None) -> None:
    record(actor=actor, action=action, object=question.number, domain=question.domain_id, detail=detail)
