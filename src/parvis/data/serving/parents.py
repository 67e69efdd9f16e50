"""What a dataset is made from, as far as a caller may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parvis.data.serving.access import Caller
from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import Manifest

# What is told of a parent that the caller may not see: enough to know what its licence asks.
_TOLD = ("how", "license", "license_id")


def with_known_parents(reader: Reader, manifest: Manifest, caller: Caller) -> Manifest:
    """The manifest, its parents named only when the caller may see them now."""
    derivation = manifest.derivation
    if not derivation:
        return manifest
    parents = [_known(reader, manifest.domain, parent, caller) for parent in derivation["parents"]]
    return replace(manifest, derivation={**derivation, "parents": parents})


def _known(reader: Reader, domain: str, parent: Mapping[str, Any], caller: Caller) -> Mapping[str, Any]:
    if "dataset_id" not in parent:
        return parent
    found = reader.snapshot.datasets.get(domain, {}).get(parent["dataset_id"])
    if found is not None and reader.access(found, caller) is not None:
        return parent
    return {**{name: parent[name] for name in _TOLD}, "hidden": True}
