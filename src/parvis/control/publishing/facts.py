"""What a publication gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parvis.data.ingest.conformance import Conformance
from parvis.data.ingest.report import Report


@dataclass(frozen=True)
class Published:
    """One publication of a file.

    ``current`` false: a version that was begun later has been published meanwhile and stays; this one is kept.
    """

    uid: str
    domain: str
    dataset_id: str
    version: int
    revision: int
    current: bool
    report: Report
    conformance: Conformance | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return {
            "uid": self.uid,
            "domain": self.domain,
            "id": self.dataset_id,
            "version": self.version,
            "revision": self.revision,
            "current": self.current,
            "report": self.report.to_dict(),
            "conformance": self.conformance.to_dict() if self.conformance else None,
        }
