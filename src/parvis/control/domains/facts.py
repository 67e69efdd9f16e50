"""Domains as values."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.core.errors import ParvisError


class InvalidDomain(ParvisError):
    """A slug, host name, title or language that cannot be used."""

    code = "InvalidDomain"
    status = 422


class DomainExists(ParvisError):
    """The slug or a host name is taken by another domain."""

    code = "DomainExists"
    status = 409


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """One domain. ``hosts`` are host names in lower case without port; the default domain answers unknown hosts."""

    slug: str
    title: str
    tagline: str
    hosts: tuple[str, ...]
    language: str
    is_default: bool
    private: bool
