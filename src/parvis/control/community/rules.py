"""What a question must hold, who may send how many, what may be published, and how long people are remembered. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from parvis.control.community.facts import Asked, InvalidQuestion, NotAnonymous
from parvis.core.words import words
from parvis.data.licensing.naming import identify

NAME, EMAIL, ADDRESS, INTENDED, QUESTION, ANSWER = 100, 254, 500, 1_000, 5_000, 20_000
SHORTEST = 15
MOST_DATASETS = 20
MOST_LICENSES = 10
# Enough for a person with several questions, too few to fill a register.
SENDER_LIMIT, SENDER_TIME = 5, timedelta(hours=1)
DOMAIN_LIMIT, DOMAIN_TIME = 200, timedelta(days=1)
# People are forgotten that long after their answer, or after a question that stays without one.
KEPT_ANSWERED, KEPT_WAITING = timedelta(days=365), timedelta(days=730)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def checked_question(asked: Asked) -> Asked:
    """The question with clean texts. Raises InvalidQuestion naming the member."""
    name, email = one_line("name", asked.name, NAME), one_line("email", asked.email, EMAIL)
    if not name:
        raise _invalid("name", "a name is expected")
    try:
        validate_email(email)
    except ValidationError as error:
        raise _invalid("email", "an e-mail address is expected") from error
    question = text("question", asked.question, QUESTION)
    if len(question) < SHORTEST:
        raise _invalid("question", f"a question of at least {SHORTEST} characters is expected")
    return replace(
        asked,
        name=name,
        email=email,
        question=question,
        intended=text("intended", asked.intended, INTENDED),
        datasets=checked_datasets(asked.datasets),
        language=asked.language[:2],
    )


def checked_datasets(addresses: Iterable[str]) -> tuple[str, ...]:
    """Addresses once each. Raises InvalidQuestion for none, too many, or one that is not a web address."""
    found = tuple(dict.fromkeys(filter(None, (one_line("datasets", one, ADDRESS) for one in addresses))))
    if not 1 <= len(found) <= MOST_DATASETS:
        raise _invalid("datasets", f"between 1 and {MOST_DATASETS} addresses of datasets are expected")
    for address in found:
        if not is_address(address):
            raise _invalid("datasets", f"{address[:80]!r} is not a web address")
    return found


def is_address(text: str) -> bool:
    """Whether the text is an address of the web that can be shown as a link."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username


def checked_licenses(names: Iterable[str]) -> tuple[str, ...]:
    """Identifiers of the licences that an answer is about. Raises InvalidQuestion, UnknownLicense."""
    found = tuple(dict.fromkeys(identify(name) for name in names if name.strip()))
    if len(found) > MOST_LICENSES:
        raise _invalid("licenses", f"at most {MOST_LICENSES} licences are expected")
    return found


def checked_answer(answer: str) -> str:
    """The answer with clean text. Raises InvalidQuestion."""
    found = text("answer", answer, ANSWER)
    if not found:
        raise _invalid("answer", "an answer is expected")
    return found


def checked_anonymous(member: str, value: str, asked: Asked) -> str:
    """The text to publish. Raises NotAnonymous when it holds an e-mail address or the asker's name, InvalidQuestion."""
    found = text(member, value, ANSWER)
    if not found:
        raise _invalid(member, "a text to publish is expected")
    named = words(asked.name)
    present = words(found)
    told = bool(named) and any(present[n : n + len(named)] == named for n in range(len(present)))
    if told or (asked.email and asked.email.lower() in found.lower()):
        raise NotAnonymous(
            f"{member} tells who asked", hint="write it without names and addresses", params={"member": member}
        )
    return found


def one_line(member: str, value: str, longest: int) -> str:
    """The text on one line. Raises InvalidQuestion when it is too long."""
    return " ".join(text(member, value, longest).split())


def text(member: str, value: str, longest: int) -> str:
    """The text without control characters. Raises InvalidQuestion when it is too long."""
    found = _CONTROL.sub("", value.replace("\r\n", "\n")).strip()
    if len(found) > longest:
        raise _invalid(member, f"at most {longest} characters are expected")
    return found


def sender_of(address: str, day: date, secret: bytes) -> str:
    """A mark that is the same for one sender during one day; "" for an unknown address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    # A home has a whole /64 of IPv6 addresses.
    network = ip_network(f"{found}/64", strict=False) if found.version == 6 else found
    return hmac.new(secret, f"{day.isoformat()} {network}".encode(), hashlib.sha256).hexdigest()[:24]


def number_of(year: int, rank: int) -> str:
    """The reference number of the nth question of a year: ``Q-2026-0007``."""
    return f"Q-{year}-{rank:04}"


def forgotten_before(at: datetime) -> tuple[datetime, datetime]:
    """People of questions answered before the first instant, or sent before the second one, are forgotten."""
    return at - KEPT_ANSWERED, at - KEPT_WAITING


def _invalid(member: str, what: str) -> InvalidQuestion:
    return InvalidQuestion(f"{member}: {what}", params={"member": member})
