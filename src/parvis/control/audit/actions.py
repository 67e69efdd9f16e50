"""Writing the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.control.audit.models import AuditLine


def record(
    *, actor: str, action: str, object: str, domain: str | None = None, detail: Mapping[str, Any] | None = None
) -> None:
    """Write one line, in the transaction of the caller. ``action`` is ``noun.verb``; ``detail`` is JSON, no secrets."""
    AuditLine.objects.create(
        actor=actor[:254], action=action, object=object[:254], domain=domain or "", detail=dict(detail or {})
    )
