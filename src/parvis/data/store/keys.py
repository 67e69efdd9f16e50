"""Names of objects in the store, in one place, and which names are lawful."""

from __future__ import annotations

import re

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


def checked(key: str) -> str:
    """The key itself when it is relative, without dot segments nor hidden names; ValueError otherwise."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not an object key: {key!r}")
    return key


def version_prefix(uid: str, version: int) -> str:
    """Everything of one version of a dataset."""
    return f"datasets/{uid}/{version}"


def data_key(uid: str, version: int) -> str:
    """The DuckDB file of a version."""
    return f"datasets/{uid}/{version}/data.duckdb"


def owner_of(key: str) -> int | None:
    """The number of the version below whose prefix an object lies; None for an object of no version."""
    parts = key.split("/")
    return int(parts[2]) if len(parts) > 3 and parts[2].isdecimal() else None


def report_key(uid: str, version: int) -> str:
    """The ingest report of a version."""
    return f"datasets/{uid}/{version}/report.json"


def conformance_key(uid: str, version: int) -> str:
    """How the rows of a version follow the schema of its dataset."""
    return f"datasets/{uid}/{version}/conformance.json"


def statistics_key(uid: str, version: int) -> str:
    """What each field of a version holds."""
    return f"datasets/{uid}/{version}/statistics.json"


def words_prefix(uid: str, version: int) -> str:
    """The folder of the word index of a version."""
    return f"datasets/{uid}/{version}/words"


def manifest_key(uid: str, revision: int) -> str:
    """The manifest of a revision."""
    return f"datasets/{uid}/manifests/{revision}.json"


def versions_prefix(uid: str) -> str:
    """The folder of the indexes of the versions of a dataset."""
    return f"datasets/{uid}/versions"


def versions_key(uid: str, digest: str) -> str:
    """The index of the versions of a dataset; ``digest`` names the content."""
    return f"{versions_prefix(uid)}/{digest}.json"


def trust_key(uid: str, digest: str) -> str:
    """The whole trust score of a dataset with its evidence; ``digest`` names the content."""
    return f"datasets/{uid}/trust/{digest}.json"


def logo_key(domain: str, digest: str, extension: str) -> str:
    """The logo of a domain; ``digest`` names the content."""
    return f"domains/{domain}/logo-{digest}.{extension}"


def answer_key(domain: str, number: str, digest: str) -> str:
    """A published answer to a question about licences; ``digest`` names the content."""
    return f"answers/{domain}/{number}-{digest}.json"
