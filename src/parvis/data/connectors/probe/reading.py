"""What a body says: its kind, its faults, its columns, and what changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from parvis.data.connectors.probe.asking import Exchange
from parvis.data.connectors.probe.columns import Columns, Drift, columns_of, drift_of, hash_of
from parvis.data.connectors.probe.content import fault_of, kind_of, media_type_of
from parvis.data.connectors.probe.facts import Seen
from parvis.data.connectors.probe.landing import describes_itself, embeds_metadata
from parvis.data.trust.targets import LANDING, Target

# The declared size may be off by one percent.
_TOLERANCE = 100
_PACKED = ("zip", "gz", "bz2", "7z")


@dataclass(frozen=True, slots=True)
class Read:
    """A body as it was read, or as an earlier check read it."""

    seen: Seen
    size: int | None = None
    change: str | None = None
    change_by: str | None = None
    columns: int | None = None
    drift: Drift = field(default_factory=Drift)

    def next(self, **changes: Any) -> Seen:
        """What the next check will know."""
        return replace(self.seen, **changes)

    def to_check(self) -> dict[str, Any]:
        """The members of a check that tell of the body."""
        seen = self.seen
        return {
            "bytes": self.size if self.size is not None else seen.length,
            "content_type": seen.content_type,
            "content_type_sniffed": media_type_of(seen.sniffed or ""),
            "checksum": seen.checksum,
            "partial": seen.partial,
            "matches_declared": seen.matches_declared,
            "change": self.change,
            "change_by": self.change_by,
            "columns": self.columns,
            "drift": self.drift,
            "fetchable": seen.fetchable,
            "embedded_metadata": seen.embedded_metadata,
            "described": seen.described,
        }


def carried(before: Seen) -> Read:
    """The facts of the earlier body: nothing changed."""
    by = "etag" if before.etag else "last-modified"
    columns = before.columns
    drift = Drift(before.drift, hash=hash_of(columns)) if columns else Drift()
    return Read(before, before.length, "unchanged", by, len(columns) if columns else None, drift)


def read(target: Target, before: Seen, exchange: Exchange, version: str | None, at: str) -> Read:
    """The facts of the body that came. ``at`` is the instant of the check, ISO 8601."""
    body = exchange.body
    assert body is not None
    format_ = (target.format or "").lower().rpartition("/")[2].lstrip(".")
    kind, whole = kind_of(body.sample), body.size <= len(body.sample) and not body.partial
    content_type = exchange.headers.get("content-type")
    packed = any(exchange.url.lower().endswith(f".{end}") or end in (content_type or "") for end in _PACKED)
    change, by = _change(before, exchange)
    columns = columns_of(body.sample, kind, format_, whole) if target.role == "data" else None
    drift, accepted, accepted_version = _drift(before, columns, version)
    length = exchange.announced if body.partial else body.size
    seen = Seen(
        url=target.url,
        etag=exchange.headers.get("etag"),
        last_modified=exchange.headers.get("last-modified"),
        length=length,
        checksum=body.sha256,
        partial=body.partial,
        matches_declared=_matches(target, exchange),
        content_type=content_type,
        sniffed=kind,
        fault=fault_of(body.sample, kind, format_=format_, role=target.role, packed=packed, whole=whole),
        columns=accepted,
        version=accepted_version,
        drift=drift.kind if drift.kind == "breaking" else "none",
        changed_at=before.changed_at if change == "unchanged" else at,
        fetchable=_fetchable(exchange),
        embedded_metadata=target.role == LANDING and kind == "html" and embeds_metadata(body.sample),
        described=target.role == "api" and describes_itself(body.sample, kind, target.url),
    )
    return Read(seen, body.size, change, by, len(columns) if columns else None, drift)


def _change(before: Seen, exchange: Exchange) -> tuple[str, str | None]:
    """By what says it most surely: the bytes, then what the host says of them."""
    body = exchange.body
    if not before.has_body or body is None:
        return "first", None
    if not (body.partial or before.partial):
        return ("unchanged" if body.sha256 == before.checksum else "changed"), "checksum"
    for name, was in (("etag", before.etag), ("last-modified", before.last_modified)):
        if was and exchange.headers.get(name):
            return ("unchanged" if exchange.headers[name] == was else "changed"), name
    return ("unchanged" if body.sha256 == before.checksum else "changed"), "length"


def _drift(before: Seen, columns: Columns | None, version: str | None) -> tuple[Drift, Columns | None, str | None]:
    """How the columns differ from the accepted ones, and which are accepted from now on.

    A break stays one until the dataset declares a new version: then what is there is what was meant.
    """
    if columns is None:
        return Drift(), before.columns, before.version
    if before.columns is None or before.version != version:
        return Drift(hash=hash_of(columns)), columns, version
    drift = drift_of(before.columns, columns)
    if drift.kind == "breaking":
        return drift, before.columns, before.version
    return drift, _merged(before.columns, columns), version


def _merged(before: Columns, after: Columns) -> Columns:
    """The later columns, those that were empty this time under the type they had."""
    known = dict(before)
    return tuple((name, kind or known.get(name, "")) for name, kind in after)


def _matches(target: Target, exchange: Exchange) -> bool | None:
    """Whether size and checksum are the declared ones; None when nothing is declared or nothing could be compared."""
    body = exchange.body
    if body is None or target.live:
        return None
    said: list[bool] = []
    if target.checksum and body.digest is not None:
        said.append(body.digest == target.checksum.strip().lower())
    size = exchange.announced if body.partial else body.size
    if target.size and size is not None:
        said.append(abs(size - target.size) * _TOLERANCE <= target.size)
    return all(said) if said else None


def _fetchable(exchange: Exchange) -> bool:
    """Whether a program finds the bytes by itself: readable from other origins, with a validator."""
    readable = exchange.headers.get("access-control-allow-origin", "") != ""
    return readable and any(exchange.headers.get(name) for name in ("etag", "last-modified"))
