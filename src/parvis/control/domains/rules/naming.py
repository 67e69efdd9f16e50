"""What may be a domain."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parvis.control.domains.facts import InvalidDomain

SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)*{_LABEL}|\[[0-9a-f:]+\]")
LANGUAGES = ("fr", "en")


def checked_slug(slug: str) -> str:
    """The slug itself; raises InvalidDomain."""
    if not SLUG.fullmatch(slug):
        raise InvalidDomain(
            f"{slug!r} cannot name a domain", hint="use lower case letters, digits and inner hyphens, at most 60"
        )
    return slug


def checked_title(title: str) -> str:
    """The title without outer spaces; raises InvalidDomain."""
    if not 0 < len(title.strip()) <= 200:
        raise InvalidDomain("a domain needs a title of at most 200 characters")
    return title.strip()


def checked_language(language: str) -> str:
    """The language itself; raises InvalidDomain."""
    if language not in LANGUAGES:
        raise InvalidDomain(f"pages do not speak {language!r}; they speak {' and '.join(LANGUAGES)}")
    return language


def checked_hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    """Host names in lower case and punycode, once each, in the order given; raises InvalidDomain."""
    found: dict[str, None] = {}
    for host in hosts:
        name = host.strip().lower().removesuffix(".")
        if not name.isascii():
            name = _punycode(name)
        if not HOST.fullmatch(name):
            raise InvalidDomain(f"{host!r} is not a host name", hint="give names without scheme, port or path")
        found[name] = None
    return tuple(found)


def default_hosts(slug: str, *, is_default: bool) -> tuple[str, ...]:
    """Names that work on one's own machine without any configuration."""
    return (f"{slug}.localhost", "localhost", "127.0.0.1") if is_default else (f"{slug}.localhost",)


def _punycode(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
