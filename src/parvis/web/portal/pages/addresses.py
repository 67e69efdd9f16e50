"""Where the pages of a dataset are, and where the API answers for it."""

from __future__ import annotations

from django.urls import reverse

from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.visit import Visit

API = "/api/explore/v2.1"


def address(name: str, view: DatasetView) -> str:
    """The address of a view of the dataset."""
    return reverse(f"portal:{name}", args=[view.manifest.id])


def api_root(visit: Visit, view: DatasetView) -> str:
    """Where the Explore API answers for the dataset."""
    return f"{visit.host}{API}/catalog/datasets/{view.manifest.id}"
