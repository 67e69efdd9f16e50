"""Domains and datasets in the control plane."""

from pathlib import Path
from typing import Any

from tests.factories.actors import SYSTEM

from parvis.control.catalog import actions as catalog
from parvis.control.catalog.facts import DatasetFacts
from parvis.control.domains.actions import create_domain
from parvis.control.domains.facts import DomainFacts

TREES = "name,height,planted\nOak,12.5,2001-03-04\nLime,9,1999-11-30\nÉrable,7.25,2010-01-01\n"


def a_domain(slug: str = "lyon", **values: Any) -> DomainFacts:
    """A domain titled after its slug."""
    return create_domain(actor=SYSTEM, slug=slug, **{"title": slug.title(), **values})


def a_dataset(dataset_id: str = "trees", *, domain: str = "lyon", **values: Any) -> DatasetFacts:
    """A dataset without data."""
    return catalog.create_dataset(actor=SYSTEM, domain=domain, dataset_id=dataset_id, **values)


def a_file(folder: Path, text: str = TREES, name: str = "trees.csv") -> Path:
    """A small CSV file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
