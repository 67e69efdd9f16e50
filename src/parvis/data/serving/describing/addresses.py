"""Lasting addresses of a portal: those by which harvesters know its datasets and files."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import quote

from parvis.data.store.entries import DomainChanged

API = "/api/explore/v2.1"


def root_of(domain: DomainChanged, asked: str) -> str:
    """``https://`` and the first public host of the domain, whoever asks; else the root that was ``asked``.

    Addresses are identities at other catalogs: they must not follow the host of a request.
    """
    return public_root(domain.hosts) or asked.rstrip("/")


def public_root(hosts: Iterable[str]) -> str | None:
    """``https://`` and the first host that others can reach; None when all are names of one's own machine."""
    found = next((host for host in hosts if not _local(host)), None)
    return None if found is None else f"https://{found}"


def dataset_page(root: str, dataset_id: str) -> str:
    """The page of a dataset, which is also its identity in other catalogs."""
    return f"{root}/explore/dataset/{quote(dataset_id, safe='')}/"


def dataset_api(root: str, dataset_id: str) -> str:
    """The dataset in the API."""
    return f"{root}{API}/catalog/datasets/{quote(dataset_id, safe='')}"


def export_file(root: str, dataset_id: str, format: str) -> str:
    """The whole dataset in a format."""
    return f"{dataset_api(root, dataset_id)}/exports/{format}"


def refined(root: str, facet: str, value: str) -> str:
    """The catalog page limited to one value of a facet."""
    return f"{root}/explore/?refine.{facet}={quote(value, safe='')}"


def _local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return bool(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return False
