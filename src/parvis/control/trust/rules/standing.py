"""What a check makes of the standing of an address: whether it counts, and when the next one comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from parvis.control.trust.rules import schedule
from parvis.data.connectors.probe import Check, Seen
from parvis.data.trust.targets import Target


@dataclass(frozen=True, slots=True)
class Standing:
    """Failures in a row, the first at ``since``; ``confirmed``: the check counts; ``next_in`` until the next."""

    failures: int
    since: datetime | None
    confirmed: bool
    next_in: timedelta


def after(check: Check, seen: Seen, target: Target, *, failures: int, since: datetime | None, lively: bool) -> Standing:
    """The standing of an address after a check.

    A host that asked to be left alone keeps its standing; a failure counts once its tries have failed too.
    """
    at = datetime.fromisoformat(check.at)
    if check.outcome is None:
        return Standing(failures, since, False, timedelta(seconds=check.rest_s or 86_400))
    if schedule.is_failure(check.outcome):
        first = since or at
        count = schedule.counted(failures, first, at)
        pause = schedule.pause_after_failure(count, first, at)
        # The two tries that confirm a failure come when they are due.
        exact = count < schedule.CONFIRMED_FROM
        return Standing(count, first, not exact, pause if exact else schedule.jittered(pause))
    changed = datetime.fromisoformat(seen.changed_at) if seen.changed_at else None
    pause = schedule.pause(target, lively=lively, changed=changed, at=at)
    return Standing(0, None, True, schedule.jittered(pause))
