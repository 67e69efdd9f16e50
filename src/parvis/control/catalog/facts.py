"""Datasets and versions as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from parvis.core.errors import ParvisError
from parvis.core.fields import Schema
from parvis.data.metadata.description import Description
from parvis.data.store.manifest import DataFile, Grant

if TYPE_CHECKING:
    # Processors bring the whole engine with them, which most commands and every page do without.
    from parvis.data.ingest.processors.pipeline import Pipeline


class InvalidMetadata(ParvisError):
    """A member of the metadata has a wrong name, type or size; the message names it."""

    code = "InvalidMetadata"
    status = 422


class InvalidDataset(ParvisError):
    """An identifier or a grant that cannot be used."""

    code = "InvalidDataset"
    status = 422


class DatasetExists(ParvisError):
    """The domain has a dataset of this identifier already."""

    code = "DatasetExists"
    status = 409


class DatasetState(StrEnum):
    """Whether readers see the dataset."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class VersionState(StrEnum):
    """Whether the objects of a version are whole."""

    WRITING = "writing"
    READY = "ready"


@dataclass(frozen=True)
class DatasetFacts:
    """One dataset as edited. ``id`` is unique in its domain, ``uid`` everywhere and for ever.

    ``version`` is the current one (None before the first data), ``schema`` and ``rows`` are its own;
    ``description`` adds what ingest computed to what the curator stated (``stated``); ``field_choices`` are the
    curator's choices by field.
    """

    uid: str
    id: str
    domain: str
    title: str
    state: DatasetState
    revision: int
    version: int | None
    rows: int
    schema: Schema
    description: Description
    stated: Mapping[str, Any]
    field_choices: tuple[Mapping[str, Any], ...]
    grants: tuple[Grant, ...]
    created: str
    data_changed: str
    metadata_changed: str

    @property
    def restricted(self) -> bool:
        """Whether anonymous visitors do not see it."""
        return all(grant.group != "public" for grant in self.grants)

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "uid": self.uid,
            "id": self.id,
            "domain": self.domain,
            "title": self.title,
            "state": self.state.value,
            "revision": self.revision,
            "version": self.version,
            "rows": self.rows,
            "restricted": self.restricted,
            "description": self.description.to_dict(),
            "fields": [field.to_dict() for field in self.schema],
            "grants": [grant.to_dict() for grant in self.grants],
            "created": self.created,
            "data_changed": self.data_changed,
            "metadata_changed": self.metadata_changed,
        }


@dataclass(frozen=True)
class VersionFacts:
    """One version whose objects are whole. ``source`` is the file's name; ``published``: readers see it now."""

    number: int
    created: str
    rows: int
    source: str
    fingerprint: str
    author: str
    data: DataFile
    schema: Schema
    computed: Mapping[str, Any]
    report: Mapping[str, Any]
    published: bool

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "number": self.number,
            "created": self.created,
            "rows": self.rows,
            "source": self.source,
            "fingerprint": self.fingerprint,
            "author": self.author,
            "data": self.data.to_dict(),
            "fields": [field.to_dict() for field in self.schema],
            "report": dict(self.report),
            "published": self.published,
        }


@dataclass(frozen=True, slots=True)
class Reserved:
    """A version number set aside for objects that are being written. Numbers are never used twice."""

    uid: str
    number: int


@dataclass(frozen=True)
class PipelineFacts:
    """A state of a dataset's pipeline; number 0 is that of a dataset which never had one."""

    number: int
    pipeline: Pipeline
    author: str = ""
    created: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "number": self.number,
            "pipeline": self.pipeline.to_dict(),
            "author": self.author,
            "created": self.created,
        }
