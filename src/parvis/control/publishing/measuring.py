"""The statistics of a version's fields, computed after the version is public."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from parvis.control.catalog import queries
from parvis.control.publishing.stores import STATISTICS_PREFIX, store
from parvis.core.errors import NotFound
from parvis.data.ingest.statistics import Basis, measure
from parvis.data.store.keys import statistics_key


def measure_version(*, uid: str, version: int) -> bool:
    """Compute the statistics unless they are there; False when the version is gone. May be run again.

    Readers see them as soon as the object is in the store. Errors: OSError.
    """
    try:
        content = queries.version(uid, version)
    except NotFound:
        return False
    objects, key = store().objects, statistics_key(uid, version)
    if not objects.exists(key):
        reasons = {field["name"]: field["reason"] for field in content.report.get("fields", ())}
        basis = Basis(content.created, content.source, reasons)
        with TemporaryDirectory(prefix=STATISTICS_PREFIX, dir=store().temporary) as scratch:
            found = measure(objects.local_path(content.data.key), content.schema, basis, Path(scratch))
        objects.put_bytes(key, orjson.dumps(found))
    return True
