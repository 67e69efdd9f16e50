"""Keys under which names and addresses of licences meet, whatever their typography."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from parvis.core.words import fold

_VERSION_WORD = re.compile(r"(?<![a-z0-9])v(?:ersion|er)?[.\s]*(?=\d)")
_VERSION = re.compile(r"(?<!\d)(\d{1,2})[._-](\d)(?!\d)")
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"\d+\.\d+|[^\W_]+")
_ONE_FORM = dict.fromkeys(("license", "licenza", "lizenz", "licences", "licenses", "licencia", "licenca"), "licence")
_SCHEME = re.compile(r"^(?:https?:)?(?://)?(?:www\.)?")
_TEXT_SUFFIX = re.compile(r"/(?:legalcode|deed)(?:[.-][a-z]{2,3}(?:[-_][a-z]+)?)?$")
_FILE_SUFFIX = re.compile(r"\.html?$")
_FOUND_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?<![\w.@-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:org|fr|de|eu|com|no|it|uk|ca|info|dev|io)/[^\s<>\"]+",
    re.IGNORECASE,
)


def surface_key(text: str) -> str:
    """The text without case, accents and doubled spaces; its punctuation stays."""
    return " ".join(_folded(text).split())


def tokens(text: str) -> list[str]:
    """Words and versions in order: ``Licence_Ouverte v2.0`` gives licence, ouverte, 2; ``2.5`` stays one token."""
    return list(_tokens(text))


_folded = lru_cache(maxsize=256)(fold)


# Each step of a normalisation reads the same text.
@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[str, ...]:
    folded = _folded(text)
    if _DIGIT.search(folded) is not None:
        folded = _VERSION.sub(_one_version, _VERSION_WORD.sub(" ", folded))
    return tuple(_ONE_FORM.get(token, token) for token in _TOKEN.findall(folded))


def words_key(text: str) -> str:
    """The words of the text alone: punctuation, spelling of licence and of versions do not matter."""
    return " ".join(_tokens(text))


def address_key(address: str) -> str:
    """An address without scheme, ``www.``, query, suffixes of format and language; versions in one form."""
    bare = _SCHEME.sub("", fold(unquote(address.strip())), count=1)
    bare = bare.partition("#")[0].partition("?")[0].rstrip("/.")
    bare = _TEXT_SUFFIX.sub("", _FILE_SUFFIX.sub("", bare))
    return _VERSION.sub(r"\1.\2", bare)


def is_address(text: str) -> bool:
    """Whether the whole text is one web address."""
    return text.startswith(("http://", "https://")) and not any(c.isspace() for c in text)


def split_address(text: str) -> tuple[str | None, str]:
    """The first web address of a text, without final punctuation, and the text around it."""
    found = _FOUND_ADDRESS.search(text) if "/" in text or "www." in text else None
    if found is None:
        return None, text
    return found.group().rstrip(".,;:!?)]}>»’'\""), f"{text[: found.start()]} {text[found.end() :]}"


def is_version(token: str) -> bool:
    """Whether a token is a version, such as ``2`` or ``2.5``."""
    return token.replace(".", "", 1).isdigit() and len(token) <= len("1.0")


def _one_version(found: re.Match[str]) -> str:
    major, minor = found.groups()
    return major if minor == "0" else f"{major}.{minor}"
