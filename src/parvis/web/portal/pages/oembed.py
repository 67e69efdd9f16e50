"""oEmbed: what another site shows for the address of a page of this portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils.html import format_html

from parvis.core.errors import NotFound
from parvis.data.serving import datasets
from parvis.web.portal.visit import Visit

WIDTH, HEIGHT = 800, 450
LEAST = 200
# Views that can stand in a frame, and the kind of frame they become.
KINDS = {"table": "table", "map": "map", "analyze": "chart"}
DROPPED = ("lang", "theme", "page")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a dataset: its view and the filters of its address."""

    dataset_id: str
    view: str
    filters: QueryDict


def asked(visit: Visit, address: str) -> Asked:
    """The page that an address of this portal leads to. Raises NotFound for any other address."""
    try:
        parts = urlsplit(address)
        match: ResolverMatch = resolve(parts.path)
    except (ValueError, Resolver404) as error:
        raise NotFound("this address is not one of a dataset here") from error
    if parts.netloc != visit.request.get_host() or match.namespace != "portal" or "dataset_id" not in match.kwargs:
        raise NotFound("this address is not one of a dataset here")
    filters = QueryDict(parts.query, mutable=True)
    for name in DROPPED:
        filters.pop(name, None)
    return Asked(match.kwargs["dataset_id"], str(match.url_name), filters)


def oembed(visit: Visit, address: str, width: str, height: str) -> dict[str, Any]:
    """The answer for this address: a frame when its view has one, else a link. Raises NotFound, Unauthorized."""
    page = asked(visit, address)
    view = datasets.get(visit.reader, visit.domain, visit.caller, page.dataset_id)
    description = view.manifest.description
    title = description.title or view.manifest.id
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": title,
        "author_name": description.publisher,
        "provider_name": visit.domain.title,
        "provider_url": f"{visit.host}/",
        "cache_age": 3600,
    }
    frame = framed(page)
    if frame and view.table is not None:
        size = {"width": bounded(width, WIDTH), "height": bounded(height, HEIGHT)}
        html = format_html(
            '<iframe src="{}{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
            *(visit.host, frame, size["width"], size["height"], title),
        )
        answer |= {"type": "rich", "html": html, **size}
    return {name: value for name, value in answer.items() if value is not None}


def framed(page: Asked) -> str | None:
    """The address of the page in a frame, None where its view has none."""
    try:
        path = reverse("portal:embed", args=[KINDS[page.view], page.dataset_id])
    except (KeyError, NoReverseMatch):
        return None
    kept = [(name, value) for name in page.filters for value in page.filters.getlist(name)]
    return f"{path}?{urlencode(kept)}" if kept else path


def bounded(text: str, usual: int) -> int:
    """A size in pixels: the usual one, or less when less is asked."""
    asked_ = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else usual
    return max(min(asked_, usual), LEAST)
