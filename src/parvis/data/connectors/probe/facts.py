"""What a check found, and what it leaves for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from parvis.data.connectors.probe.columns import Columns, Drift
from parvis.data.trust.states import Outcome


@dataclass(frozen=True, slots=True)
class Seen:
    """What earlier checks of one address left. Empty: it was never seen.

    ``length`` in bytes; ``columns`` is the schema that later ones are compared with, accepted under the declared
    ``version``; ``permanent_to`` is where a permanent redirect leads, since ``permanent_since``; ``ttfb`` holds the
    last two times to first byte, in milliseconds; ``fault`` is what was wrong with the body.
    """

    url: str = ""
    etag: str | None = None
    last_modified: str | None = None
    length: int | None = None
    checksum: str | None = None
    partial: bool = False
    matches_declared: bool | None = None
    content_type: str | None = None
    sniffed: str | None = None
    fault: str | None = None
    columns: Columns | None = None
    version: str | None = None
    drift: str = "none"
    changed_at: str | None = None
    permanent_to: str | None = None
    permanent_since: str | None = None
    ttfb: tuple[int, ...] = ()
    fetchable: bool = False
    embedded_metadata: bool = False
    described: bool = False

    @property
    def has_body(self) -> bool:
        """Whether a body was looked at."""
        return self.checksum is not None

    def to_dict(self) -> dict[str, Any]:
        """JSON object without empty members."""
        return {name: value for name, value in asdict(self).items() if value not in (None, (), "", False)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Seen:
        """The inverse of :meth:`to_dict`; unknown members are ignored."""
        known = {f.name for f in fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        if kept.get("columns") is not None:
            kept["columns"] = tuple((str(name), str(kind)) for name, kind in kept["columns"])
        kept["ttfb"] = tuple(kept.get("ttfb", ()))
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one address. Instants are ISO 8601, times in milliseconds, sizes in bytes.

    ``outcome`` None: nothing was learnt, the host asked to be left alone for ``rest_s`` seconds. ``error`` is the code
    of a fetch that failed. ``faults`` say what keeps the outcome from being OK.
    """

    at: str
    url: str
    outcome: Outcome | None
    method: str | None = None
    final_url: str | None = None
    redirects: int = 0
    status: int | None = None
    error: str | None = None
    dns_ms: int | None = None
    connect_ms: int | None = None
    tls_ms: int | None = None
    ttfb_ms: int | None = None
    total_ms: int | None = None
    bytes: int | None = None
    bytes_declared: int | None = None
    content_type: str | None = None
    content_type_sniffed: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    checksum: str | None = None
    partial: bool = False
    matches_declared: bool | None = None
    cors: str | None = None
    tls_expires: str | None = None
    change: str | None = None
    change_by: str | None = None
    columns: int | None = None
    drift: Drift = field(default_factory=Drift)
    faults: tuple[str, ...] = ()
    fetchable: bool = False
    embedded_metadata: bool = False
    described: bool = False
    rest_s: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The record of the check, as kept and shown."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        checksum = None
        if self.checksum is not None:
            checksum = {
                "algorithm": "sha256",
                "value": self.checksum,
                "partial": self.partial,
                "matches_declared": self.matches_declared,
            }
        schema = None if self.columns is None else {"fields": self.columns, **self.drift.to_dict()}
        outcome = None if self.outcome is None else self.outcome.value
        return {**plain, "checksum": checksum, "schema": schema, "faults": list(self.faults), "outcome": outcome}


_PLAIN = tuple(
    f.name
    for f in fields(Check)
    if f.name not in ("checksum", "partial", "matches_declared", "columns", "drift", "faults", "outcome")
)
