"""What every answer says of where it comes from: dataset, version, licence, credit, and the address that repeats it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from parvis.data.licensing.attribution.forms import attribution
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.registry import registry
from parvis.data.metadata.prose import plain
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.describing.addresses import dataset_page
from parvis.data.serving.descriptions import root_of
from parvis.web.api.mcp.asking import Ask, Visit

API = "/api/explore/v2.1"
_KEY = "private: send the same API key with this address"
# Characters that no reader sees and that can hide orders to a machine: controls, directions, joiners, tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)

Pairs = Iterable[tuple[str, Any]]


def source(ask: Ask, view: DatasetView, address: str) -> dict[str, Any]:
    """The origin of an answer; ``address`` gives the same answer by the API."""
    manifest = view.manifest
    found = {
        "dataset": manifest.id,
        "title": title(ask, view),
        "publisher": seen(manifest.description.publisher),
        "version": manifest.version,
        "revision": manifest.revision,
        "published_at": manifest.published_at,
        "modified": manifest.description.modified or manifest.data_processed,
        "license": license_line(view, ask.language),
        "attribution": credit(ask, view),
        "page": page(ask.visit, manifest.id),
        "api": address,
    }
    return found if ask.visit.is_anonymous else {**found, "api_access": _KEY}


def portal(ask: Ask, address: str) -> dict[str, Any]:
    """The origin of an answer about the catalog."""
    domain = ask.visit.domain
    found = {"portal": domain.title, "page": f"{root_of(domain, ask.visit.root)}/explore/", "api": address}
    return found if ask.visit.is_anonymous else {**found, "api_access": _KEY}


def title(ask: Ask, view: DatasetView) -> str:
    """The title in the language asked, where the publisher translated it."""
    stated = view.manifest.description
    translated = stated.translations.get(ask.language, {})
    return seen(translated.get("title") or stated.title) or view.manifest.id


def prose(html: str | None, most: int) -> str | None:
    """A description as plain words, cut at ``most`` characters."""
    text = seen(plain(html))
    return text if text is None or len(text) <= most else f"{text[:most].rstrip()}…"


def seen(text: str | None) -> str | None:
    """What a reader of the text sees of it."""
    return _UNSEEN.sub("", str(text)).strip() or None if text else None


def license_id(view: DatasetView) -> str | None:
    """The identifier of the licence that is stated; None when it is not recognised."""
    stated = view.manifest.description
    found = (normalize(text).license_id for text in (stated.license, stated.license_url) if text)
    return next((name for name in found if name is not None), None)


def license_line(view: DatasetView, language: str) -> str:
    """The licence in one line: its name and address, or what its absence means."""
    stated = view.manifest.description
    entry = registry().by_id.get(license_id(view) or "")
    if entry is not None:
        address = stated.license_url or entry.page
        name = entry.name.in_(language)
        return f"{name} ({address})" if address else name
    if stated.license or stated.license_url:
        return f"{seen(stated.license or stated.license_url)} (not recognised: read its text before any reuse)"
    return "none stated: all rights reserved, ask the publisher"


def credited(ask: Ask, view: DatasetView) -> Credited:
    """The dataset as a source to credit: its attributions, else its publisher."""
    stated = view.manifest.description
    producers = stated.attributions or ((stated.publisher,) if stated.publisher else ())
    return Credited(
        license_id=license_id(view) or stated.license or "LicenseRef-notspecified",
        title=title(ask, view),
        producers=tuple(filter(None, map(seen, producers))),
        url=page(ask.visit, view.manifest.id),
        updated=_day(stated.modified or view.manifest.data_processed),
    )


def credit(ask: Ask, view: DatasetView) -> str:
    """The attribution line of the dataset."""
    return attribution([credited(ask, view)], ask.language).text


def page(visit: Visit, dataset_id: str) -> str:
    """The lasting address of a dataset's page."""
    return dataset_page(root_of(visit.domain, visit.root), dataset_id)


def api(visit: Visit, path: str = "", pairs: Pairs = ()) -> str:
    """An absolute address of the API; parameters without value are left out."""
    kept = [(name, value) for name, value in pairs if value not in (None, "")]
    return f"{visit.root}{API}{path}" + (f"?{urlencode(kept, quote_via=quote)}" if kept else "")


def of_dataset(visit: Visit, view: DatasetView, below: str = "", pairs: Pairs = ()) -> str:
    """An absolute address of the API, of a dataset or below it, at the version that was read: it stays true."""
    version = view.manifest.version if view.manifest.data is not None else None
    return api(visit, f"/catalog/datasets/{quoted(view.manifest.id)}{below}", [*pairs, ("version", version)])


def permanent(visit: Visit, view: DatasetView) -> str:
    """The lasting address of the version; that of the dataset where it has no rows."""
    address = page(visit, view.manifest.id)
    return address if view.manifest.data is None else f"{address}versions/{view.manifest.version}/"


def quoted(text: str) -> str:
    """One segment of a path."""
    return quote(text, safe="")


def _day(instant: str) -> date | None:
    try:
        return date.fromisoformat(instant[:10])
    except ValueError:
        return None
