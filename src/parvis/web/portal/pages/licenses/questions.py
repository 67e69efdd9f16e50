"""Questions about licences: the form, its acknowledgement, and the answers that are published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.control.community.facts import Asked, Profile
from parvis.control.community.rules import QUESTION
from parvis.core.errors import ParvisError
from parvis.data.serving import answers, datasets
from parvis.data.serving.answers import Answered
from parvis.web.portal.pages.licenses.catalog import LONGEST, LicenseLink, linked
from parvis.web.portal.visit import Visit

TRAP = "website"
MEMBERS = ("name", "email", "profile", "datasets", "question", "intended", "consent")
NUMBER = re.compile(r"Q-\d{4}-\d{4,9}")
PROFILES: Mapping[Profile, object] = {
    Profile.CITIZEN: gettext_lazy("A citizen"),
    Profile.PUBLIC_BODY: gettext_lazy("A public body"),
    Profile.COMPANY: gettext_lazy("A company"),
    Profile.ASSOCIATION: gettext_lazy("An association"),
}
FAULTS: Mapping[str, object] = {
    "name": gettext_lazy("Write your name, in at most 100 characters."),
    "email": gettext_lazy("Write an e-mail address such as name@example.org."),
    "datasets": gettext_lazy("Write 1 to 20 addresses of datasets, one a line, beginning with https://."),
    "question": gettext_lazy("Write your question, in 15 to 5,000 characters."),
    "intended": gettext_lazy("At most 1,000 characters."),
    "consent": gettext_lazy("Without it we cannot answer you."),
}
LOST = gettext_lazy("This form could not be kept. What you typed is still below: send it again in a moment.")
BUSY = gettext_lazy("Too many questions have been sent. What you typed is still below: send it again in an hour.")
TRAPPED = gettext_lazy("A field that people cannot see was filled in. Empty it and send the form again.")


@dataclass(frozen=True, slots=True)
class AskPage:
    """The form with what was typed and its faults by member; ``received`` is the number of a question just sent."""

    steps: tuple[tuple[str, str], ...]
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, object] = field(default_factory=dict)
    notice: object = ""
    received: str = ""

    @property
    def profiles(self) -> tuple[tuple[str, str], ...]:
        """Choices of who asks."""
        return tuple((profile.value, str(name)) for profile, name in PROFILES.items())

    @property
    def longest(self) -> int:
        """Characters of a question."""
        return QUESTION


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question and its answer, the licences they are about, and where it stands alone."""

    number: str
    question: str
    answer: str
    language: str | None
    published: str
    licenses: tuple[LicenseLink, ...]
    address: str


@dataclass(frozen=True, slots=True)
class FaqPage:
    """Published answers that hold the words of ``q``."""

    q: str
    answers: tuple[AnswerLine, ...]
    steps: tuple[tuple[str, str], ...]


def ask_page(visit: Visit, steps: tuple[tuple[str, str], ...]) -> AskPage:
    """The empty form, or the acknowledgement of a question just sent."""
    sent, about = visit.request.GET.get("sent", ""), visit.request.GET.get("dataset", "")[:LONGEST]
    return AskPage(
        steps,
        {"datasets": absolute(visit, about) if about else ""},
        received=sent if NUMBER.fullmatch(sent) else "",
    )


def typed(visit: Visit) -> dict[str, str]:
    """What was typed in each field."""
    return {name: visit.request.POST.get(name, "").strip() for name in (*MEMBERS, TRAP)}


def asked_of(visit: Visit, values: Mapping[str, str]) -> Asked:
    """The question as the action takes it."""
    return Asked(
        name=values["name"],
        email=values["email"],
        datasets=tuple(absolute(visit, one) for one in values["datasets"].split()[:100]),
        question=values["question"],
        profile=next((p for p in Profile if p.value == values["profile"]), Profile.CITIZEN),
        intended=values["intended"],
        language=visit.language,
    )


def absolute(visit: Visit, text: str) -> str:
    """The address of a dataset of the portal named by its identifier; any other text as it is."""
    try:
        found = datasets.get(visit.reader, visit.domain, visit.caller, text)
    except ParvisError:
        return text
    return visit.host + reverse("portal:information", args=[found.manifest.id])


def sender_address(request: HttpRequest) -> str:
    """Where a request comes from: behind a proxy of the house, what that proxy saw."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        return forwarded if forwarded and not ip_address(address).is_global else address
    except ValueError:
        return forwarded or address


def faq_page(visit: Visit, steps: tuple[tuple[str, str], ...]) -> FaqPage:
    """The page of `/licenses/faq/?q=`. Raises Unauthorized."""
    q = visit.request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = answers.answers(visit.reader, visit.domain, visit.caller, q)
    return FaqPage(q, tuple(answer_line(one, visit.language) for one in found), steps)


def answer_page(visit: Visit, number: str, steps: tuple[tuple[str, str], ...]) -> FaqPage:
    """The page of one answer. Raises NotFound, Unauthorized."""
    found = answers.answered(visit.reader, visit.domain, visit.caller, number)
    return FaqPage(
        "", (answer_line(found, visit.language),), (*steps, (_("Questions and answers"), reverse("portal:faq")))
    )


def answer_line(one: Answered, language: str) -> AnswerLine:
    """A published answer in the words of the page."""
    return AnswerLine(
        one.number,
        one.question,
        one.answer,
        one.language if one.language != language else None,
        one.published,
        tuple(linked(license_id, language) for license_id in one.licenses),
        reverse("portal:answer", args=[one.number]),
    )
