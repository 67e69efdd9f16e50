"""Which of the recommended fields a description fills."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from parvis.control.trust.rules.placeholders import is_placeholder, plain
from parvis.core.words import fold
from parvis.data.metadata.description import Description

LONG_ENOUGH = 100
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")
_DATA = re.compile(r"\.(csv|json|geojson|xlsx?|zip|parquet|xml|ods|gpkg|7z|gz)$", re.IGNORECASE)


def filled(description: Description, *, identifier: str, issued: str | None, as_of: datetime) -> dict[str, bool]:
    """Each field by name. ``issued`` is when readers first saw the dataset, used where nothing is stated."""
    found: dict[str, Callable[[], bool]] = {
        "description": lambda: len(_described(description)) >= LONG_ENOUGH,
        "publisher": lambda: _said(description.publisher, "publisher"),
        "identifier": lambda: _said(description.identifier or identifier, "identifier"),
        "issued": lambda: _past(description.issued or _meta(description, "issued") or issued, as_of),
        "license": lambda: _said(description.license, "license") or _said(description.license_url),
        "landing_page": lambda: is_page(landing_page(description)),
        "contact_point": lambda: _contact(description),
        "keywords": lambda: len({fold(k) for k in description.keyword if _said(k, "keyword")}) >= 3,
        "theme": lambda: bool(description.eu_themes) or any(_said(t, "theme") for t in description.theme),
        "spatial": lambda: _spatial(description),
        "temporal": lambda: any(p.start or p.end for p in description.temporal) or _temporal(description),
        "frequency": lambda: _frequency(description),
        "language": lambda: _said(description.language, "language"),
    }
    return {name: decide() for name, decide in found.items()}


def landing_page(description: Description) -> str | None:
    """The page about the dataset, as stated."""
    return description.landing_page or description.references


def is_page(address: str | None) -> bool:
    """Whether it is an http address that is not itself a data file."""
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not _DATA.search(parts.path)


def _described(description: Description) -> str:
    return plain(description.description).replace(description.title, "", 1).strip()


def _said(text: str | None, name: str = "") -> bool:
    return not is_placeholder(text, name)


def _meta(description: Description, name: str) -> str | None:
    found = description.templates.get("dcat", {}).get(name)
    return str(found) if found not in (None, "", []) else None


def _past(text: str | None, as_of: datetime) -> bool:
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return False
    return found.date() <= as_of.date()


def _contact(description: Description) -> bool:
    emails = [c.email for c in description.contacts] + [_meta(description, "contact_email")]
    if any(_EMAIL.fullmatch(email.removeprefix("mailto:").strip()) for email in emails if email):
        return True
    names = [c.name for c in description.contacts] + [_meta(description, "contact_name")]
    return any(is_page(c.url) for c in description.contacts) or any(_said(name, "contact") for name in names)


def _spatial(description: Description) -> bool:
    named = (*description.territory, *(p.iri or p.label or "" for p in description.places))
    return (
        description.bbox is not None or any(_said(n, "spatial") for n in named) or bool(_meta(description, "spatial"))
    )


def _temporal(description: Description) -> bool:
    names = ("temporal", "temporal_coverage_start", "temporal_coverage_end")
    return any(_said(_meta(description, name), "temporal") for name in names)


def _frequency(description: Description) -> bool:
    stated = description.update_frequency or _meta(description, "accrualperiodicity")
    return _said(stated, "frequency") and fold(stated or "").rsplit("/", 1)[-1] not in ("other", "autre", "unknown")
