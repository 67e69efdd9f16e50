"""How the rows of a dataset follow its schema, as far as a caller may know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.reader import Reader


@dataclass(frozen=True, slots=True)
class Verdict:
    """In short. ``errors`` and ``rows`` are None for who sees a part of the rows. ``address`` is of the schema."""

    schema: str
    version: str
    address: str
    conforms: bool
    errors: int | None
    rows: int | None

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "schema_name": self.schema,
            "schema_version": self.version or None,
            "schema_url": self.address or None,
            "conforms": self.conforms,
            "errors": self.errors,
        }


def verdict(view: DatasetView) -> Verdict | None:
    """Whether the rows that are published follow a schema; None when there is none."""
    block = view.manifest.conformance
    if not block:
        return None
    schema = block["schema"]
    whole = view.whole
    return Verdict(
        schema=schema.get("title") or schema.get("name") or schema.get("url") or "Table Schema",
        version=schema.get("version", ""),
        address=schema.get("url", ""),
        conforms=bool(block["conforms"]),
        errors=block["errors"] if whole else None,
        rows=block["rows"] if whole else None,
    )


def report(reader: Reader, view: DatasetView) -> Mapping[str, Any] | None:
    """The whole report, for who sees every row and every field; None for others, and when there is none.

    Values of cells are left out where a pipeline has changed the rows since: the source may hold what is to be hidden.
    """
    block = view.manifest.conformance
    if not block or not _sees_all(view):
        return None
    try:
        found: dict[str, Any] = orjson.loads(reader.store.objects.get(block["report"]))
    except FileNotFoundError:
        return None
    if found.get("processed"):
        found["rules"] = [{**rule, "examples": [_row(one) for one in rule["examples"]]} for rule in found["rules"]]
    return found


def _sees_all(view: DatasetView) -> bool:
    return view.access.records and view.whole and len(view.access.schema) == len(view.manifest.schema)


def _row(example: Mapping[str, Any]) -> dict[str, Any]:
    return {"row": example["row"], "value": None}
