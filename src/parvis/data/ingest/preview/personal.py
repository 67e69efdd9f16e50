"""Personal data that a table seems to hold, by rules that anybody can check: a warning to confirm, never a proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parvis.core.words import words

# Share of the filled values that must look alike, and how few are enough.
_SHARE = 0.2
_FEWEST = 2
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# Addresses of services are no personal data.
_SERVICES = re.compile(
    r"(?:contact|mairie|accueil|info|infos|secretariat|communication|opendata|dpo|support|service|webmaster|direction)"
    r"[\w.+-]*@.*|.*@(?:mairie|ville)[-.].*",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:(?:\+|00)33\s?\(?0?\)?\s?|0)[1-9](?:[\s.\-]?\d{2}){4}")
_NIR = re.compile(r"[12378]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{3}\d{3}(?:\d{2})?", re.IGNORECASE)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_GIVEN = frozenset({"prenom", "prenoms", "firstname", "givenname", "forename"})
_FAMILY = frozenset({"nom", "noms", "lastname", "surname", "familyname", "patronyme"})
_BIRTH = frozenset({"naissance", "birth", "birthdate", "birthday", "dob", "ddn", "nele"})


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Fields that seem to hold personal data of a kind: email, phone, nir, iban or identity; what to tell."""

    kind: str
    fields: tuple[str, ...]
    message: str


def suspicions(names: Sequence[str], labels: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> list[Suspicion]:
    """What the first rows of a table suggest; ``labels`` by name."""
    found = []
    for kind, (test, said) in _TESTS.items():
        fields = tuple(name for name in names if _is_mostly(test, (row.get(name) for row in rows)))
        if fields:
            shown = ", ".join(labels.get(name) or name for name in fields)
            found.append(Suspicion(kind, fields, f"{shown}: {said}. May it be published?"))
    return found + _identities(names, labels)


def is_nir(text: str) -> bool:
    """A French social security number, with its key when it has one (the number modulo 97, from 97)."""
    digits = re.sub(r"[\s.]", "", text).upper()
    if not _NIR.fullmatch(digits):
        return False
    if len(digits) == 13:
        return False
    number = int(digits[:13].replace("2A", "19").replace("2B", "18"))
    return 97 - number % 97 == int(digits[13:])


def is_iban(text: str) -> bool:
    """An international bank account number whose control digits are right (ISO 13616, modulo 97)."""
    plain = re.sub(r"\s", "", text).upper()
    if not _IBAN.fullmatch(plain):
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _is_email(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text)) and not _SERVICES.fullmatch(text)


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text))


_TESTS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "email": (_is_email, "e-mail addresses of persons"),
    "phone": (_is_phone, "telephone numbers"),
    "nir": (is_nir, "social security numbers, which the law protects most"),
    "iban": (is_iban, "bank account numbers"),
}


def _is_mostly(test: Callable[[str], bool], values: Iterable[Any]) -> bool:
    texts = [value.strip() for value in values if isinstance(value, str) and value.strip()]
    hits = sum(map(test, texts))
    return hits >= min(_FEWEST, len(texts)) and hits > _SHARE * len(texts)


def _said(name: str, label: str) -> set[str]:
    return {*words(label), *name.split("_"), name.replace("_", "")}


def _identities(names: Sequence[str], labels: Mapping[str, str]) -> list[Suspicion]:
    """Names beside birth dates, or given names beside family names."""

    def called(wanted: frozenset[str]) -> list[str]:
        return [
            name
            for name in names
            if wanted & {*words(labels.get(name) or name), *name.split("_"), name.replace("_", "")}
        ]

    given, family, birth = called(_GIVEN), called(_FAMILY), called(_BIRTH)
    held = {*given, *family, *birth}
    persons = tuple(name for name in names if name in held)
    if not ((given and family) or (birth and (given or family))):
        return []
    shown = ", ".join(labels.get(name) or name for name in persons)
    what = "names and birth dates of persons" if birth else "names of persons"
    return [Suspicion("identity", persons, f"{shown}: {what}. May they be published?")]
