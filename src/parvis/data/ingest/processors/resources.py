"""What a run of a pipeline may use besides the table: secrets, other datasets, services. Never part of the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from parvis.core.fields import Schema
from parvis.data.ingest.processors.errors import InvalidPipeline


@dataclass(frozen=True, slots=True)
class Parent:
    """Another dataset that a version was made with: which one, at which version, under which licence."""

    dataset_id: str
    uid: str
    version: int
    license: str | None = None
    role: str = "join"

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Resource:
    """A dataset to read: the DuckDB file of a version, its fields, and what to remember of it."""

    path: Path
    schema: Schema
    parent: Parent


@dataclass(frozen=True, slots=True)
class Address:
    """An answer of a geocoder: degrees, certainty 0 to 1, the label and codes found."""

    longitude: float
    latitude: float
    score: float
    label: str = ""
    citycode: str = ""


Resolve = Callable[[str], Resource]
Geocode = Callable[[Sequence[str]], Sequence[Address | None]]


def _no_dataset(dataset_id: str) -> Resource:
    raise InvalidPipeline(
        f"the dataset {dataset_id[:60]!r} cannot be read here", hint="publish it on this domain first"
    )


@dataclass(frozen=True)
class Run:
    """The context of a run. ``secret`` is the domain's, for hashes and masks; ``resolve`` finds a dataset by its id;
    ``geocode`` answers a batch of addresses."""

    timezone: str = "UTC"
    lang: str = "fr"
    secret: bytes | None = None
    resolve: Resolve = _no_dataset
    geocode: Geocode | None = None
    parents: list[Parent] = field(default_factory=list)
    attached: dict[str, str] = field(default_factory=dict)
    attach: Callable[[Path], str] | None = None
