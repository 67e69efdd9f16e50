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
    # They bring the whole engine with them, which most commands and every page do without.
    from parvis.data.ingest.conformance.schema import TableSchema
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


class InvalidRetention(ParvisError):
    """A text that does not say which versions are kept."""

    code = "InvalidRetention"
    status = 422


class VersionInUse(ParvisError):
    """The version is the current one: it cannot be deleted."""

    code = "VersionInUse"
    status = 409


class InvalidParent(ParvisError):
    """A declared parent that cannot be one: the dataset itself, a descendant, an address that is none, too many."""

    code = "InvalidParent"
    status = 422


class DerivationConflict(ParvisError):
    """The licences of the parents do not let the dataset be published; the hint says what can be done."""

    code = "DerivationConflict"
    status = 409


class How(StrEnum):
    """How a parent is known: its manager declares it, or the pipeline joined it."""

    DECLARED = "declared"
    JOIN = "join"


class DatasetState(StrEnum):
    """Whether readers see the dataset."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class VersionState(StrEnum):
    """Whether the objects of a version are whole."""

    WRITING = "writing"
    READY = "ready"
    DELETED = "deleted"


class Mode(StrEnum):
    """What becomes of the rows of the version before: nothing stays, all stay, or those of other keys stay."""

    REPLACE = "replace"
    APPEND = "append"
    UPSERT = "upsert"


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
    """One version whose objects are whole. ``source`` is the file's name; ``published``: readers see it now.

    ``deleted`` tells when its rows were deleted: what is left is a tombstone.
    """

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
    mode: str = Mode.REPLACE.value
    reason: str = ""
    deleted: str | None = None
    deleted_by: str = ""
    deleted_reason: str = ""

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
            "mode": self.mode,
            "reason": self.reason,
            "deleted": self.deleted,
            "deleted_by": self.deleted_by,
            "deleted_reason": self.deleted_reason,
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


@dataclass(frozen=True, slots=True)
class DeclaredParent:
    """A parent as one declares it: a dataset of the domain, or the address of an outside source with its licence.

    ``evidence`` says where a written permission is that goes beyond the licence; it counts for the licence that the
    dataset states when it is declared.
    """

    reference: str
    version: int | None = None
    license: str | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ParentFacts:
    """One parent of a dataset. ``uid`` is None for an outside source and for a dataset that is gone.

    ``license`` is stated now, ``license_id`` what it means (None: not recognised), ``decided`` what it meant when the
    dataset was last published or its parents declared. ``permits`` is the licence that a written permission is about.
    """

    how: How
    reference: str
    uid: str | None
    version: int | None
    title: str
    license: str | None
    license_id: str | None
    decided: str
    evidence: str
    permits: str

    @property
    def gone(self) -> bool:
        """Whether it was a dataset that exists no longer: what was decided then holds until its child changes."""
        return self.uid is None and self.license is None

    @property
    def reopened(self) -> bool:
        """Whether its licence has changed since the licence of the dataset was decided."""
        return (self.license_id or "") != self.decided

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "how": self.how.value,
            "reference": self.reference,
            "uid": self.uid,
            "version": self.version,
            "title": self.title,
            "license": self.license,
            "license_id": self.license_id,
            "evidence": self.evidence,
            "permits": self.permits,
            "reopened": self.reopened,
        }


@dataclass(frozen=True)
class AttachedSchema:
    """A state of the Table Schema of a dataset; ``schema`` is None when there is none.

    ``required``: a version that does not conform is not published.
    """

    number: int
    schema: TableSchema | None
    required: bool = False
    author: str = ""
    created: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "number": self.number,
            "schema": self.schema.reference() if self.schema else None,
            "required": self.required,
            "author": self.author,
            "created": self.created,
        }
