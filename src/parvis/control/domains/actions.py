"""Changing domains."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from parvis.control.accounts import actions as accounts
from parvis.control.accounts.facts import Actor, NewKey
from parvis.control.accounts.rules import require_manager, require_operator
from parvis.control.audit.actions import record
from parvis.control.domains.facts import DomainExists, DomainFacts
from parvis.control.domains.models import Domain, Host
from parvis.control.domains.queries import domain_facts, get_domain
from parvis.control.domains.rules.backgrounds import checked_basemap, checked_basemaps
from parvis.control.domains.rules.logos import logo_extension
from parvis.control.domains.rules.looks import checked_theme
from parvis.control.domains.rules.naming import (
    checked_hosts,
    checked_language,
    checked_slug,
    checked_title,
    default_hosts,
)
from parvis.control.outbox.actions import announce
from parvis.core.config import Settings
from parvis.core.errors import NotFound
from parvis.data.store.basemaps import Basemap, announced
from parvis.data.store.entries import DomainChanged, to_dict
from parvis.data.store.keys import logo_key
from parvis.data.store.store import Store
from parvis.data.store.themes import Theme

FIRST_SLUG = "data"
FIRST_TITLE = "Open data"


@transaction.atomic
def create_domain(
    *,
    actor: Actor,
    slug: str,
    title: str,
    hosts: Iterable[str] = (),
    language: str = "fr",
    private: bool = False,
    is_default: bool = False,
    tagline: str = "",
) -> DomainFacts:
    """Create a domain. Operator only. The first one is the default whatever is asked.

    Without host names it answers to ``<slug>.localhost`` (the default also to ``localhost``). A new default takes
    the place of the former one. Announces each changed domain. Errors: Forbidden, InvalidDomain, DomainExists.
    """
    require_operator(actor)
    if Domain.objects.filter(slug=checked_slug(slug)).exists():
        raise DomainExists(f"the domain {slug} exists already")
    is_default = is_default or not Domain.objects.exists()
    if is_default:
        _unset_default()
    domain = Domain(
        slug=slug,
        title=checked_title(title),
        tagline=tagline.strip()[:400],
        language=checked_language(language),
        is_default=is_default,
        private=private,
    )
    _insert(domain)
    names = checked_hosts(hosts) or tuple(h for h in default_hosts(slug, is_default=is_default) if _is_free(h))
    _set_hosts(domain, names)
    return _changed(actor, "domain.create", domain)


@transaction.atomic
def update_domain(
    *,
    actor: Actor,
    slug: str,
    title: str | None = None,
    hosts: Iterable[str] | None = None,
    language: str | None = None,
    private: bool | None = None,
    is_default: bool = False,
    tagline: str | None = None,
) -> DomainFacts:
    """Change what is given of a domain. Its managers; host names and the default: operator only.

    Announces each changed domain. Errors: Forbidden, NotFound, InvalidDomain, DomainExists.
    """
    require_manager(actor, slug)
    if hosts is not None or is_default:
        require_operator(actor)
    domain = Domain.objects.select_for_update().filter(slug=slug).first()
    if domain is None:
        raise NotFound(f"there is no domain {slug}")
    if is_default and not domain.is_default:
        _unset_default()
        domain.is_default = True
    domain.title = domain.title if title is None else checked_title(title)
    domain.tagline = domain.tagline if tagline is None else tagline.strip()[:400]
    domain.language = domain.language if language is None else checked_language(language)
    domain.private = domain.private if private is None else private
    domain.save()
    if hosts is not None:
        _set_hosts(domain, checked_hosts(hosts))
    return _changed(actor, "domain.update", domain)


@transaction.atomic
def theme_domain(
    *, actor: Actor, slug: str, theme: Theme | None = None, logo: bytes | None = None, **changes: str | None
) -> DomainFacts:
    """Change how the portal of a domain looks. Its managers.

    ``changes`` are members of :class:`Theme` (``primary``, ``accent``, ``header``, ``font``): None keeps, an empty one
    goes back to what every portal has; ``theme`` replaces all of them. ``logo`` is the content of a file, empty for
    none. Stores the logo, then announces the domain. Errors: Forbidden, NotFound, InvalidTheme.
    """
    require_manager(actor, slug)
    domain = Domain.objects.select_for_update().filter(slug=slug).first()
    if domain is None:
        raise NotFound(f"there is no domain {slug}")
    base = Theme.from_dict(domain.theme) if theme is None else theme
    chosen = {name: value.strip().lower() for name, value in changes.items() if value is not None}
    found = checked_theme(replace(base, **chosen))
    if logo is not None:
        found = replace(found, logo=_stored_logo(slug, logo) if logo else "")
    domain.theme = found.to_dict()
    domain.save()
    return _changed(actor, "domain.theme", domain)


@transaction.atomic
def offer_basemap(*, actor: Actor, slug: str, basemap: Basemap) -> DomainFacts:
    """Offer a map background of another host on the maps of a domain; it replaces the one of that name. Its managers.

    The host enters the policy of the pages with a map, and of no other. Announces the domain. Errors: Forbidden,
    NotFound, InvalidBasemap.
    """
    checked_basemap(basemap)
    others = [known for known in _basemaps(actor, slug) if known.name.casefold() != basemap.name.casefold()]
    if basemap.first:
        others = [replace(known, first=False) for known in others]
    return _offered(actor, slug, [*others, basemap])


@transaction.atomic
def withdraw_basemap(*, actor: Actor, slug: str, name: str) -> DomainFacts:
    """Offer a map background no longer. Its managers. Announces the domain. Errors: Forbidden, NotFound."""
    known = _basemaps(actor, slug)
    kept = [basemap for basemap in known if basemap.name.casefold() != name.casefold()]
    if len(kept) == len(known):
        raise NotFound(f"the domain {slug} offers no background {name[:60]!r}")
    return _offered(actor, slug, kept)


def _basemaps(actor: Actor, slug: str) -> tuple[Basemap, ...]:
    """Those offered now, the domain held until the end of the transaction."""
    require_manager(actor, slug)
    domain = Domain.objects.select_for_update().filter(slug=slug).first()
    if domain is None:
        raise NotFound(f"there is no domain {slug}")
    return domain_facts(domain).basemaps


def _offered(actor: Actor, slug: str, basemaps: list[Basemap]) -> DomainFacts:
    domain = Domain.objects.get(slug=slug)
    domain.basemaps = [basemap.to_dict() for basemap in checked_basemaps(basemaps)]
    domain.save(update_fields=["basemaps"])
    return _changed(actor, "domain.basemaps", domain)


@transaction.atomic
def ensure_domain(*, actor: Actor) -> DomainFacts:
    """The default domain, created under a plain name when there is none. Announces it then. Errors: Forbidden."""
    existing = Domain.objects.filter(is_default=True).first()
    if existing is not None:
        return domain_facts(existing)
    try:
        return create_domain(actor=actor, slug=FIRST_SLUG, title=FIRST_TITLE)
    except DomainExists:
        return get_domain()


def create_key(
    *, actor: Actor, name: str, domain: str | None = None, groups: tuple[str, ...] = (), operator: bool = False
) -> NewKey:
    """Create an API key for a domain that exists; see :func:`parvis.control.accounts.actions.create_key`.

    Errors: Forbidden, InvalidAccount, NotFound.
    """
    if domain is not None:
        get_domain(domain)
    return accounts.create_key(actor=actor, name=name, domain=domain, groups=groups, operator=operator)


def _insert(domain: Domain) -> None:
    """Insert; raises DomainExists when another process was faster (with the slug, or as the default)."""
    try:
        with transaction.atomic():
            domain.save(force_insert=True)
    except IntegrityError as error:
        raise DomainExists(f"the domain {domain.slug} was created meanwhile, or another default domain") from error


def _stored_logo(slug: str, data: bytes) -> str:
    """Put the logo into the store, before any line names it; its key."""
    key = logo_key(slug, hashlib.sha256(data).hexdigest()[:16], logo_extension(data))
    Store.open(Settings.from_environment().home).objects.put_bytes(key, data)
    return key


def _is_free(host: str) -> bool:
    return not Host.objects.filter(name=host).exists()


def _set_hosts(domain: Domain, names: tuple[str, ...]) -> None:
    taken = Host.objects.filter(name__in=names).exclude(domain=domain).first()
    if taken is not None:
        raise DomainExists(f"the host name {taken.name} belongs to the domain {taken.domain_id}")
    domain.hosts.all().delete()
    Host.objects.bulk_create(Host(name=name, domain=domain, position=n) for n, name in enumerate(names))


def _unset_default() -> None:
    former = Domain.objects.select_for_update().filter(is_default=True).first()
    if former is not None:
        former.is_default = False
        former.save(update_fields=["is_default"])
        _announce(domain_facts(former))


def _changed(actor: Actor, action: str, domain: Domain) -> DomainFacts:
    facts = domain_facts(Domain.objects.prefetch_related("hosts").get(pk=domain.pk))
    detail: dict[str, Any] = {"hosts": list(facts.hosts), "private": facts.private, "is_default": facts.is_default}
    detail |= {"theme": facts.theme.to_dict()} if not facts.theme.is_plain else {}
    detail |= {"basemaps": [basemap.address for basemap in facts.basemaps]} if facts.basemaps else {}
    record(actor=actor.label, action=action, object=facts.slug, domain=facts.slug, detail=detail)
    _announce(facts)
    return facts


def _announce(facts: DomainFacts) -> None:
    entry = DomainChanged(
        slug=facts.slug,
        title=facts.title,
        hosts=facts.hosts,
        is_default=facts.is_default,
        language=facts.language,
        private=facts.private,
        tagline=facts.tagline,
        theme=tuple(sorted(facts.theme.to_dict().items())),
        basemaps=announced(facts.basemaps),
    )
    announce(to_dict(entry))
