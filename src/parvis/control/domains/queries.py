"""Reading domains."""

from __future__ import annotations

from parvis.control.domains.facts import DomainFacts
from parvis.control.domains.models import Domain
from parvis.core.errors import NotFound
from parvis.data.store.basemaps import Basemap
from parvis.data.store.themes import Theme


def all_domains() -> list[DomainFacts]:
    """All of them, the default first, then by slug."""
    return [domain_facts(domain) for domain in Domain.objects.prefetch_related("hosts")]


def get_domain(slug: str | None = None) -> DomainFacts:
    """The domain of that slug, or the default one; raises NotFound."""
    found = Domain.objects.filter(slug=slug) if slug is not None else Domain.objects.filter(is_default=True)
    domain = found.prefetch_related("hosts").first()
    if domain is None:
        what = f"there is no domain {slug}" if slug is not None else "there is no domain yet"
        raise NotFound(what, hint="`parvis domain list` shows them, `parvis domain create` makes one")
    return domain_facts(domain)


def domain_facts(domain: Domain) -> DomainFacts:
    """The value that leaves this app."""
    return DomainFacts(
        slug=domain.slug,
        title=domain.title,
        tagline=domain.tagline,
        hosts=tuple(host.name for host in domain.hosts.all()),
        language=domain.language,
        is_default=domain.is_default,
        private=domain.private,
        theme=Theme.from_dict(domain.theme),
        basemaps=tuple(Basemap.from_dict(values) for values in domain.basemaps),
    )
