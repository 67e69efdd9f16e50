"""What pipelines of a domain run with, and how one looks on a file before it is used."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.conf import settings

from parvis.control.accounts.facts import Actor
from parvis.control.accounts.rules import require_manager
from parvis.control.catalog import pipelines, queries
from parvis.control.domains import queries as domains
from parvis.control.publishing.stores import WORK_PREFIX, store
from parvis.control.sources.running import policy
from parvis.core.config import Settings
from parvis.core.errors import NotFound
from parvis.data.ingest import IngestOptions, ingest
from parvis.data.ingest.processors import (
    InvalidPipeline,
    Parent,
    Pipeline,
    Resource,
    Run,
    StepPreview,
    preview_pipeline,
)
from parvis.data.ingest.processors.addresses import AddressFile, AddressService
from parvis.data.ingest.processors.resources import Geocode

SAMPLE = 1_000


def run_of(domain: str, timezone: str = "UTC") -> Run:
    """The context of a run on a domain: its secret, and its datasets as they are published now."""

    def resolve(dataset_id: str) -> Resource:
        return _resource(domain, dataset_id)

    key = str(settings.SECRET_KEY).encode()
    secret = hmac.new(key, f"parvis.pipeline/{domain}".encode(), hashlib.sha256).digest()
    return Run(timezone=timezone, secret=secret, resolve=resolve, geocode=_geocoder())


def _geocoder() -> Geocode | None:
    """The address service, or the extract of addresses, that the operator set."""
    found = Settings.from_environment().geocoder
    if not found:
        return None
    return AddressService(found, policy()) if found.startswith(("http://", "https://")) else AddressFile(Path(found))


def _resource(domain: str, dataset_id: str) -> Resource:
    try:
        facts = queries.dataset(domain, dataset_id)
    except NotFound as error:
        raise InvalidPipeline(f"the domain has no dataset {dataset_id[:60]!r}", hint=error.hint) from error
    if facts.version is None:
        raise InvalidPipeline(f"the dataset {dataset_id} has no rows yet", hint="publish it first")
    version = queries.version(facts.uid, facts.version)
    path = store().objects.local_path(version.data.key)
    return Resource(path, version.schema, Parent(dataset_id, facts.uid, version.number, facts.description.license))


def pipeline_for(domain: str, dataset_id: str, stated: Pipeline | None) -> Pipeline | None:
    """The pipeline of a publication: the one stated now, else the one that the dataset keeps."""
    if stated is not None:
        return stated
    try:
        return pipelines.pipeline(domain, dataset_id).pipeline
    except NotFound:
        return None


def preview(
    *,
    actor: Actor,
    domain: str | None,
    dataset_id: str | None,
    source: Path,
    pipeline: Pipeline | None = None,
    options: IngestOptions | None = None,
) -> list[StepPreview]:
    """What each step makes of the first 1,000 rows of a file; ``pipeline`` None is the one that the dataset keeps.

    Managers of the domain. Nothing is published. Errors: Forbidden, NotFound, InvalidPipeline, those of the ingest.
    """
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    used = pipeline or (pipelines.pipeline(slug, dataset_id).pipeline if dataset_id else Pipeline())
    options = options or IngestOptions()
    options = replace(options, limits=replace(options.limits, rows=SAMPLE))
    with TemporaryDirectory(prefix=WORK_PREFIX, dir=store().temporary) as folder:
        sample = Path(folder) / "sample.duckdb"
        schema = ingest(source, sample, options).schema
        connection = duckdb.connect(config={"threads": 1, "memory_limit": "256MiB"})
        try:
            return preview_pipeline(connection, sample, schema, used, run_of(slug, options.timezone))
        finally:
            connection.close()
