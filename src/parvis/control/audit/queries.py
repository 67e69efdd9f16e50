"""Reading the log."""

from __future__ import annotations

from parvis.control.audit.facts import Line
from parvis.control.audit.models import AuditLine


def lines(*, domain: str | None = None, object: str | None = None, limit: int = 100) -> list[Line]:
    """Lines, newest first, of all domains or of one, of all objects or of one."""
    found = AuditLine.objects.all()
    if domain is not None:
        found = found.filter(domain=domain)
    if object is not None:
        found = found.filter(object=object)
    return [Line(a.at, a.actor, a.action, a.object, a.domain, a.detail) for a in found[:limit]]
