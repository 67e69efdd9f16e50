"""A file becomes a version, and the version what readers see.

The order makes it safe to kill at any instant: ingest beside the store; a number reserved; objects; then one
transaction for state, manifest and news; then the line of the feed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from django.db import transaction

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.catalog import actions as catalog
from parvis.control.catalog import pipelines, queries, table_schemas, versions
from parvis.control.catalog.facts import DatasetExists, DatasetFacts, Mode, Reserved
from parvis.control.catalog.rules.choices import checked_choices, merged_choices
from parvis.control.catalog.rules.metadata import checked_metadata
from parvis.control.domains import queries as domains
from parvis.control.domains.actions import ensure_domain
from parvis.control.jobs.actions import enqueue
from parvis.control.publishing.combining import as_before, combined, computed, onto
from parvis.control.publishing.conformance import expected, require, store_conformance
from parvis.control.publishing.facts import Published
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.processing import pipeline_for, run_of
from parvis.control.publishing.release import release
from parvis.control.publishing.rules import dataset_id_of, title_of
from parvis.control.publishing.sharing import stored_already
from parvis.control.publishing.stores import WORK_PREFIX, store
from parvis.control.sources.holds import hold
from parvis.core.errors import NotFound
from parvis.data.ingest import FieldOverride, Ingested, IngestOptions, ingest
from parvis.data.ingest.conformance import TableSchema
from parvis.data.ingest.processors import Pipeline
from parvis.data.ingest.progress import Progress
from parvis.data.store.keys import data_key, report_key
from parvis.data.store.manifest import DataFile

WORDS_TASK = "parvis.control.publishing.tasks.build_words"
MAX_REASON = 500


def publish_file(
    *,
    actor: Actor,
    source: Path,
    domain: str | None = None,
    dataset_id: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    private: bool | None = None,
    options: IngestOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    pipeline: Pipeline | None = None,
    schema: TableSchema | None = None,
    require_conformance: bool | None = None,
    mode: Mode = Mode.REPLACE,
    key: Sequence[str] = (),
    reason: str = "",
) -> Published:
    """Ingest a file and publish it as the next version of the dataset, created when there is none.

    ``pipeline`` becomes the dataset's, once the version is made; None runs the one that it keeps. So does ``schema``,
    which the rows are checked against as they came; with ``require_conformance`` those that do not follow it are not
    published (None: as it was asked before).
    ``domain`` None is the default one (made when the installation has none); ``dataset_id`` None is taken from the
    file's name; ``metadata`` goes over earlier statements; ``private`` None leaves the visibility as it is (a new
    dataset is public). ``mode`` and ``key`` say what becomes of the rows that readers see now, ``reason`` why.
    Managers of the domain. Schedules the word index. Nothing changes when the ingest fails.
    Errors: Forbidden, NotFound, InvalidDataset, InvalidMetadata, InvalidParameter (key), NotConforming, those of the
    ingest, OSError.
    """
    values = metadata or {}
    checked_metadata(values)
    slug = (domains.get_domain(domain) if domain else ensure_domain(actor=actor)).slug
    require_manager(actor, slug)
    name = dataset_id or dataset_id_of(source.name)
    drain()
    with hold(slug, name), work_folder() as folder:
        target = folder / "data.duckdb"
        choices = choices_of(slug, name, values)
        steps = pipeline_for(slug, name, pipeline)
        reading = with_choices(options, choices)
        joining = onto(slug, name, mode, key, choices)
        if joining.current is not None and not (steps and steps.enabled):
            reading = as_before(reading, joining.current)
        context = run_of(slug, reading.timezone)
        wanted = expected(slug, name, schema, require_conformance)
        conform = None if joining.current else wanted.schema
        made = ingest(source, target, reading, progress=progress, pipeline=steps, context=context, conform=conform)
        made = combined(joining, made, target, wanted.schema)
        require(made.conformance, wanted)
        ingested = noted(made, choices)
        existing = existing_or_new(actor, slug, name, values, private)
        reserved = versions.reserve_version(actor=actor, uid=existing.uid)
        content = store_objects(reserved, ingested, target, source)
        content = replace(
            content, computed=computed(joining, dict(content.computed)), reason=reason[:MAX_REASON], mode=joining.mode
        )
        with transaction.atomic():
            versions.add_version(actor=actor, reserved=reserved, content=content)
            catalog.update_metadata(actor=actor, domain=slug, dataset_id=name, metadata=values)
            if pipeline is not None:
                pipelines.set_pipeline(actor=actor, domain=slug, dataset_id=name, pipeline=pipeline)
            if wanted.stated:
                table_schemas.attach_schema(
                    actor=actor, domain=slug, dataset_id=name, schema=wanted.schema, required=wanted.required
                )
            if private is not None:
                catalog.set_visibility(actor=actor, domain=slug, dataset_id=name, private=private)
            shown = queries.by_uid(existing.uid).version if queries.has_newer(reserved) else reserved.number
            dataset = release(actor=actor, uid=existing.uid, version=shown, detail={"what": "file"})
            enqueue(WORDS_TASK, key=f"{reserved.uid}/{reserved.number}", uid=reserved.uid, version=reserved.number)
    drain()
    return Published(
        uid=dataset.uid,
        domain=slug,
        dataset_id=name,
        version=reserved.number,
        revision=dataset.revision,
        current=shown == reserved.number,
        report=ingested.report,
        conformance=ingested.conformance,
    )


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder on the disk of the store, gone at the end; recovery removes those of killed processes."""
    with TemporaryDirectory(prefix=WORK_PREFIX, dir=store().temporary) as folder:
        yield Path(folder)


def choices_of(domain: str, dataset_id: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The curator's choices for this ingest: those kept, with those stated now over them."""
    try:
        kept = queries.dataset(domain, dataset_id).field_choices
    except NotFound:
        kept = ()
    return merged_choices(kept, checked_choices(values.get("fields")))


def with_choices(options: IngestOptions | None, choices: list[dict[str, Any]]) -> IngestOptions:
    """The options of the ingest with the curator's choices."""
    return replace(options or IngestOptions(), fields=tuple(FieldOverride(**choice) for choice in choices))


def noted(ingested: Ingested, choices: list[dict[str, Any]]) -> Ingested:
    """The same with a warning for each choice about a field that the file does not have."""
    absent = [choice["name"] for choice in choices if ingested.schema.get(choice["name"]) is None]
    told = tuple(f"{name}: the metadata speaks of this field, the file does not have it" for name in absent)
    return replace(ingested, report=replace(ingested.report, warnings=(*ingested.report.warnings, *told)))


def existing_or_new(
    actor: Actor, domain: str, dataset_id: str, values: Mapping[str, Any], private: bool | None
) -> DatasetFacts:
    """The dataset to publish under; created with this metadata when there is none."""
    try:
        return queries.dataset(domain, dataset_id)
    except NotFound:
        pass
    try:
        return catalog.create_dataset(
            actor=actor, domain=domain, dataset_id=dataset_id, metadata=values, private=bool(private)
        )
    except DatasetExists:
        return queries.dataset(domain, dataset_id)


def store_objects(reserved: Reserved, ingested: Ingested, target: Path, source: Path) -> versions.Content:
    """Put the rows and the report into the store; the version still has to be added. Rows that are there are shared."""
    objects = store().objects
    key = data_key(reserved.uid, reserved.number)
    report = ingested.report.to_dict()
    block = store_conformance(reserved, ingested.conformance, processed=bool(ingested.report.processing))
    if block is not None:
        report["conformance"] = block
    shared = stored_already(reserved.uid, ingested, target)
    if shared is None:
        objects.put_file(key, target)
    objects.put_bytes(report_key(reserved.uid, reserved.number), orjson.dumps(report, default=str))
    return versions.Content(
        data=shared or DataFile(key, ingested.rows, ingested.size, ingested.checksum),
        schema=ingested.schema,
        # The texts of rejected rows stay in the store, whatever their size.
        report={name: value for name, value in report.items() if name not in ("rejects", "step_rejects")},
        computed={"title": title_of(source.name), **({"bbox": list(ingested.bbox)} if ingested.bbox else {})},
        source_name=source.name,
        source_fingerprint=fingerprint_of(source),
    )


def fingerprint_of(source: Path) -> str:
    """SHA-256 of a file, or of the names and contents of a folder's files."""
    if source.is_dir():
        parts = [f"{path.name} {fingerprint_of(path)}\n" for path in sorted(source.iterdir())]
        return hashlib.sha256("".join(parts).encode()).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
