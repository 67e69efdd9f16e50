"""Reading the register."""

from __future__ import annotations

from parvis.control.community.facts import Asked, Profile, QuestionFacts, QuestionState
from parvis.control.community.models import Question
from parvis.control.domains import queries as domains
from parvis.core.clock import iso
from parvis.core.errors import NotFound


def questions(domain: str | None, *, state: QuestionState | None = None, limit: int = 200) -> list[QuestionFacts]:
    """Questions of a domain (None: the default one), newest first."""
    found = Question.objects.filter(domain=domains.get_domain(domain).slug)
    if state is not None:
        found = found.filter(state=state)
    return [question_facts(one) for one in found[:limit]]


def question(domain: str | None, number: str) -> QuestionFacts:
    """One question of a domain; raises NotFound."""
    found = Question.objects.filter(domain=domains.get_domain(domain).slug, number=number).first()
    if found is None:
        raise NotFound(f"there is no question {number[:40]}", hint="`parvis license questions list` shows them")
    return question_facts(found)


def question_facts(one: Question) -> QuestionFacts:
    """The value that leaves this app."""
    return QuestionFacts(
        number=one.number,
        domain=one.domain_id,
        state=QuestionState(one.state),
        created=iso(one.created),
        asked=Asked(
            name=one.name,
            email=one.email,
            datasets=tuple(one.datasets),
            question=one.question,
            profile=Profile(one.profile),
            intended=one.intended,
            language=one.language,
        ),
        answer=one.answer,
        answered=iso(one.answered) if one.answered else None,
        public_question=one.public_question,
        licenses=tuple(one.licenses),
        published=iso(one.published) if one.published else None,
    )
