"""The manifest: everything a reader needs to serve one revision of one dataset, frozen in a JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parvis.core.fields import Field, Schema
from parvis.data.metadata.description import Description

FORMAT = 1
PUBLIC = "public"
OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Grant:
    """One group's right on a dataset.

    ``row_filter`` is an ODSQL condition that limits the rows (None: all); ``fields`` limits the fields (None: all);
    ``records`` false shows the metadata only. Several grants of one caller add up: rows of any, fields of any.
    """

    group: str
    row_filter: str | None = None
    fields: tuple[str, ...] | None = None
    records: bool = True

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        fields = None if self.fields is None else list(self.fields)
        return {"group": self.group, "row_filter": self.row_filter, "fields": fields, "records": self.records}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Grant:
        """The inverse of :meth:`to_dict`."""
        fields = values.get("fields")
        return cls(
            group=values["group"],
            row_filter=values.get("row_filter"),
            fields=None if fields is None else tuple(fields),
            records=values.get("records", True),
        )


@dataclass(frozen=True, slots=True)
class DataFile:
    """The rows of a version: the key of its DuckDB file in the store, with what was counted at publication."""

    key: str
    rows: int
    size: int
    checksum: str

    def to_dict(self) -> dict[str, Any]:
        """JSON object; size in bytes, checksum is SHA-256 in hexadecimal."""
        return {"key": self.key, "rows": self.rows, "size": self.size, "checksum": self.checksum}


@dataclass(frozen=True)
class Manifest:
    """One revision of one dataset, as published.

    ``revision`` grows with every publication act, ``version`` names the data (a rollback is a new revision with
    an older version). Instants are ISO 8601 UTC. ``data`` None: metadata only. ``source`` tells where rows came from.
    ``derivation`` tells what the dataset is made from: parents, lawful licences, share-alike and how it is satisfied.
    ``trust`` is the trust score in short; its member ``detail`` is the key of the whole result and its evidence.
    ``versions`` is the key of the index of versions (None: published before there was one).
    ``conformance`` tells whether the rows follow a Table Schema; its member ``report`` is the key of the whole report.
    """

    uid: str
    id: str
    domain: str
    revision: int
    version: int
    published_at: str
    data_processed: str
    metadata_processed: str
    schema: Schema
    description: Description
    grants: tuple[Grant, ...]
    data: DataFile | None = None
    restricted: bool = False
    attachments: tuple[Mapping[str, Any], ...] = ()
    alternative_exports: tuple[Mapping[str, Any], ...] = ()
    source: Mapping[str, Any] | None = None
    trust: Mapping[str, Any] | None = None
    versions: str | None = None
    conformance: Mapping[str, Any] | None = None
    derivation: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON object of this format."""
        return {
            "format": FORMAT,
            "uid": self.uid,
            "id": self.id,
            "domain": self.domain,
            "revision": self.revision,
            "version": self.version,
            "published_at": self.published_at,
            "data_processed": self.data_processed,
            "metadata_processed": self.metadata_processed,
            "fields": [f.to_dict() for f in self.schema],
            "description": self.description.to_dict(),
            "grants": [g.to_dict() for g in self.grants],
            "data": self.data.to_dict() if self.data else None,
            "restricted": self.restricted,
            "attachments": [dict(a) for a in self.attachments],
            "alternative_exports": [dict(a) for a in self.alternative_exports],
            "source": dict(self.source) if self.source else None,
            "trust": dict(self.trust) if self.trust else None,
            "versions": self.versions,
            "conformance": dict(self.conformance) if self.conformance else None,
            "derivation": dict(self.derivation) if self.derivation else None,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Manifest:
        """The inverse of :meth:`to_dict`.

        Raises ValueError for a format newer than this program knows.
        """
        if values["format"] > FORMAT:
            raise ValueError(
                f"manifest format {values['format']} is newer than this program ({FORMAT}): upgrade Parvis"
            )
        data = values.get("data")
        return cls(
            uid=values["uid"],
            id=values["id"],
            domain=values["domain"],
            revision=values["revision"],
            version=values["version"],
            published_at=values["published_at"],
            data_processed=values["data_processed"],
            metadata_processed=values["metadata_processed"],
            schema=Schema.of(Field.from_dict(f) for f in values["fields"]),
            description=Description.from_dict(values["description"]),
            grants=tuple(Grant.from_dict(g) for g in values["grants"]),
            data=DataFile(**data) if data else None,
            restricted=values.get("restricted", False),
            attachments=tuple(values.get("attachments", ())),
            alternative_exports=tuple(values.get("alternative_exports", ())),
            source=values.get("source"),
            trust=values.get("trust"),
            versions=values.get("versions"),
            conformance=values.get("conformance"),
            derivation=values.get("derivation"),
        )
