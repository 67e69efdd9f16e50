"""Names taken from files, and the manifest of a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.control.catalog.facts import DatasetFacts, InvalidDataset, VersionFacts
from parvis.control.catalog.rules.choices import applied
from parvis.core.words import slug
from parvis.data.store.manifest import Manifest


def dataset_id_of(file_name: str) -> str:
    """The identifier that a file's name suggests: ``"Arbres (2024).csv"`` gives ``arbres-2024``.

    Raises InvalidDataset when nothing is left.
    """
    found = slug(stem(file_name))[:120].strip("-")
    if not found:
        raise InvalidDataset(f"the file name {file_name!r} suggests no identifier", hint="give one with --id")
    return found


def title_of(file_name: str) -> str:
    """The title that a file's name suggests: ``"arbres_2024.csv"`` gives ``Arbres 2024``."""
    words = stem(file_name).replace("_", " ").replace("-", " ").split()
    title = " ".join(words)
    return title[:1].upper() + title[1:]


def stem(file_name: str) -> str:
    """The name without its extensions of formats and compressions."""
    name = file_name.lstrip(".")
    head, dot, extension = name.rpartition(".")
    while dot and head and extension.isalnum() and len(extension) <= 8:
        name = head
        head, dot, extension = name.rpartition(".")
    return name


def manifest_of(
    dataset: DatasetFacts,
    version: VersionFacts | None,
    published_at: str,
    trust: Mapping[str, Any] | None = None,
    derivation: Mapping[str, Any] | None = None,
    versions: str | None = None,
) -> Manifest:
    """What readers get of this dataset with that version's rows (None: metadata only).

    Beside them its trust score, its parents, and the key of the index of its versions.
    """
    return Manifest(
        uid=dataset.uid,
        id=dataset.id,
        domain=dataset.domain,
        revision=dataset.revision,
        version=version.number if version else 0,
        published_at=published_at,
        data_processed=version.created if version else dataset.created,
        metadata_processed=dataset.metadata_changed,
        schema=applied(dataset.schema, dataset.field_choices),
        description=dataset.description,
        grants=dataset.grants,
        data=version.data if version else None,
        restricted=dataset.restricted,
        source={"name": version.source, "fingerprint": version.fingerprint} if version else None,
        trust=trust,
        conformance=version.report.get("conformance") if version else None,
        derivation=derivation,
        versions=versions,
    )
