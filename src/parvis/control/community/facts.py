"""Questions about licences as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from parvis.core.errors import ParvisError


class InvalidQuestion(ParvisError):
    """A member of a question or of its answer cannot be used; ``params["member"]`` names it."""

    code = "InvalidQuestion"
    status = 422


class TooManyQuestions(ParvisError):
    """More questions than one sender, or one portal, may send in a while."""

    code = "TooManyQuestions"
    status = 429


class NotAnonymous(ParvisError):
    """A text to publish holds the name or the address of who asked."""

    code = "NotAnonymous"
    status = 422


class QuestionState(StrEnum):
    """Where a question is."""

    RECEIVED = "received"
    ANSWERED = "answered"
    PUBLISHED = "published"


class Profile(StrEnum):
    """Who asks."""

    PUBLIC_BODY = "public_body"
    COMPANY = "company"
    ASSOCIATION = "association"
    CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is sent. ``datasets`` are addresses; ``intended`` is what the asker wants to make."""

    name: str
    email: str
    datasets: tuple[str, ...]
    question: str
    profile: Profile
    intended: str = ""
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """One line of the register. Name and address are for who answers only; empty once erased."""

    number: str
    domain: str
    state: QuestionState
    created: str
    asked: Asked
    answer: str
    answered: str | None
    public_question: str
    licenses: tuple[str, ...]
    published: str | None

    def to_dict(self, *, personal: bool = False) -> dict[str, Any]:
        """JSON object; ``personal`` adds the name and the address."""
        facts: Mapping[str, Any] = {
            "number": self.number,
            "domain": self.domain,
            "state": self.state.value,
            "created": self.created,
            "profile": self.asked.profile.value,
            "datasets": list(self.asked.datasets),
            "intended": self.asked.intended,
            "question": self.asked.question,
            "answer": self.answer,
            "answered": self.answered,
            "public_question": self.public_question,
            "licenses": list(self.licenses),
            "published": self.published,
        }
        return {**facts, **({"name": self.asked.name, "email": self.asked.email} if personal else {})}
