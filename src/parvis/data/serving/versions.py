"""Which version a caller asks for, and the dataset with the rows that it had then."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from parvis.core.clock import iso
from parvis.core.errors import InvalidParameter, NotFound
from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import Manifest
from parvis.data.store.versions import Version, VersionDeleted, VersionIndex

logger = logging.getLogger(__name__)
Wanted = int | str
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
# A + that was not encoded in an address arrives as a space.
_LOST_PLUS = re.compile(r" (?=\d{2}:?\d{2}$)")


def wanted(version: str | None, as_of: str | None) -> Wanted | None:
    """What the parameters ask for: a number, an instant (ISO 8601 UTC), or None for the current version.

    A date stands for the end of that day, an instant without offset is in UTC. Raises InvalidParameter.
    """
    if version and as_of:
        raise InvalidParameter("version and as_of say the same thing twice: give one of them.")
    if version:
        return number(version)
    return _instant(as_of) if as_of else None


def number(text: str, name: str = "version") -> int:
    """The number of a version. Raises InvalidParameter."""
    if not _NUMBER.fullmatch(text):
        message = f"Invalid value for {name} API parameter: {text[:30]!r} is not the number of a version."
        raise InvalidParameter(message, hint="versions are numbered from 1", params={"parameter": name})
    return int(text)


def _instant(text: str) -> str:
    try:
        if len(text) <= len("2026-01-01"):
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            return iso(day + timedelta(days=1) - timedelta(microseconds=1))
        found = datetime.fromisoformat(_LOST_PLUS.sub("+", text))
        return iso(found if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        message = f"Invalid value for as_of API parameter: {text[:40]!r} is neither a date nor an instant."
        hint = "write 2026-03-01 or 2026-03-01T10:00:00Z"
        raise InvalidParameter(message, hint=hint, params={"parameter": "as_of"}) from None


def index_of(reader: Reader, manifest: Manifest) -> VersionIndex:
    """The versions of a dataset, read when first asked for; only the current one when publication left no index."""
    key = manifest.versions
    if key is None:
        return _alone(manifest)
    try:
        return reader.results.get(
            ("versions", key), lambda: reader.store.versions(key), lambda index: len(index.versions) * 12
        )
    except FileNotFoundError:
        # A restored store may lack it until the next publication.
        logger.exception("the index of the versions of %s is missing", manifest.id)
        return _alone(manifest)


def version_of(index: VersionIndex, manifest: Manifest, asked: Wanted) -> Version:
    """The version that is asked, deleted or not. Raises NotFound."""
    found = asked if isinstance(asked, int) else index.at(asked)
    if found is None:
        first = index.shown[0][0] if index.shown else None
        hint = f"its first version was published at {first}" if first else None
        raise NotFound(f"The dataset {manifest.id} was not published at {asked}.", hint=hint)
    version = index.by_number.get(found)
    if version is None:
        raise NotFound(f"The dataset {manifest.id} has no version {found}.", hint=_range(index))
    return version


def as_it_was(reader: Reader, manifest: Manifest, asked: Wanted) -> Manifest:
    """The dataset with the rows and fields of that version, under the metadata and the grants of today.

    Raises NotFound, VersionDeleted.
    """
    if asked == manifest.version and manifest.data is not None:
        return manifest
    version = version_of(index_of(reader, manifest), manifest, asked)
    if version.number == manifest.version:
        return manifest
    if version.deleted:
        message = f"The version {version.number} of {manifest.id} was deleted on {version.deleted[:10]}."
        raise VersionDeleted(message, hint=version.deleted_reason or "ask for another version")
    return replace(
        manifest,
        version=version.number,
        schema=version.schema,
        data=version.data,
        data_processed=version.created,
        source={"name": version.source, "fingerprint": version.fingerprint},
        # All three were found on the rows of today.
        description=replace(manifest.description, bbox=None),
        trust=None,
        conformance=None,
    )


def _alone(manifest: Manifest) -> VersionIndex:
    if manifest.data is None:
        return VersionIndex((), ())
    source = manifest.source or {}
    only = Version(
        number=manifest.version,
        created=manifest.data_processed,
        author="",
        reason="",
        source=source.get("name", ""),
        fingerprint=source.get("fingerprint", ""),
        mode="replace",
        schema=manifest.schema,
        data=manifest.data,
    )
    return VersionIndex((only,), ((only.created, only.number),))


def _range(index: VersionIndex) -> str:
    numbers = [version.number for version in index.versions]
    return f"its versions are {numbers[0]} to {numbers[-1]}" if numbers else "it has no rows"
