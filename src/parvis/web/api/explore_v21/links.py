"""Addresses inside answers."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from parvis.data.licensing.names import license_url
from parvis.data.store.manifest import Manifest
from parvis.web.api.http.endpoint import Call

BASE = "/api/explore/v2.1"


def base(call: Call) -> str:
    """The root of the API on this host."""
    return call.root + BASE


def datasets(call: Call) -> str:
    """The list of datasets."""
    return f"{base(call)}/catalog/datasets"


def dataset(call: Call, dataset_id: str) -> str:
    """One dataset."""
    return f"{datasets(call)}/{quote(dataset_id)}"


def link(href: str, rel: str) -> dict[str, str]:
    """One link."""
    return {"href": href, "rel": rel}


def dataset_links(call: Call, dataset_id: str) -> list[dict[str, str]]:
    """What one can ask of a dataset."""
    address = dataset(call, dataset_id)
    below = (link(f"{address}/{name}", name) for name in ("attachments", "records", "exports", "facets"))
    return [link(address, "self"), link(datasets(call), "datasets"), *below]


def format_links(address: str, formats: Iterable[str]) -> list[dict[str, str]]:
    """The list of exports: one link a format, named by it."""
    return [link(f"{address}/{name}", name) for name in formats]


def of_file(call: Call, manifest: Manifest) -> dict[str, str]:
    """The ``Link`` header of a file: the dataset that describes it, and its license when that has an address."""
    found = [f'<{dataset(call, manifest.id)}>; rel="describedby"; type="application/json"']
    license_ = manifest.description.license_url or license_url(manifest.description.license or "")
    if license_ and license_.startswith(("https://", "http://")):
        # Quoted: what a publisher typed must not end the address.
        found.insert(0, f'<{quote(license_, safe=_ADDRESS)}>; rel="license"')
    return {"Link": ", ".join(found)}


_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"
