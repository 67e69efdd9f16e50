"""What is verified of a dataset, and what the last checks found."""

from __future__ import annotations

from dataclasses import dataclass, field

from parvis.data.trust.states import Outcome

LANDING, LICENSE, PACKAGE = "landing", "license", "package"


@dataclass(frozen=True, slots=True)
class Target:
    """One address to verify; ``size`` in bytes.

    ``role``: data, api, documentation, alternative, landing, license or package.

    ``live``: the bytes follow the dataset, so that no lasting size or checksum is declared. ``hosted``: ours.
    """

    id: str
    role: str
    url: str
    format: str | None = None
    size: int | None = None
    checksum: str | None = None
    algorithm: str | None = None
    live: bool = False
    hosted: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The last confirmed check of a target, with the count of 30 days. ``interval_s`` is planned, in seconds."""

    outcome: Outcome
    at: str
    interval_s: int = 86_400
    checks: int = 0
    ok: int = 0
    status: int | None = None
    url: str | None = None
    checksum: str | None = None
    fetchable: bool = False
    embedded_metadata: bool = False
    described: bool = False
    faults: tuple[str, ...] = field(default=())
