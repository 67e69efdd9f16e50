"""How the portal of a domain looks: a small sheet of tokens, and a logo."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from parvis.data.store.entries import DomainChanged
from parvis.data.store.themes import Theme, tokens


@dataclass(frozen=True, slots=True)
class Look:
    """Addresses of the sheet and of the logo, empty where every portal's own serve; they name their content."""

    sheet: str
    logo: str

    @classmethod
    def of(cls, domain: DomainChanged) -> Look:
        """The look of this domain."""
        css = sheet(domain.theme)
        key = dict(domain.theme).get("logo", "")
        return cls(
            sheet=f"{reverse('portal:theme_sheet')}?v={digest(css)}" if css else "",
            logo=f"{reverse('portal:theme_logo')}?v={digest(key)}" if key else "",
        )


@lru_cache(maxsize=256)
def sheet(chosen: tuple[tuple[str, str], ...]) -> str:
    """The tokens that the theme changes, as CSS; empty for none. Every value comes from a checked choice."""
    found = tokens(Theme.from_dict(dict(chosen)))
    lines = "".join(f"--{name}:{value};" for name, value in found.items())
    return f"@layer tokens{{:root{{{lines}}}}}" if lines else ""


def digest(text: str) -> str:
    """Eight letters and digits that name a content."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
