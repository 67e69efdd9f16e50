"""From an answer to an outcome: what each status, fault and content is worth."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from parvis.data.connectors.guarded.errors import FetchError, ForbiddenAddress, InvalidAddress
from parvis.data.connectors.probe.asking import Exchange
from parvis.data.connectors.probe.facts import Seen
from parvis.data.trust.states import Outcome
from parvis.data.trust.targets import Target

SLOW_MS = 5000
PERMANENT_FOR = timedelta(days=30)
_REFUSED = frozenset({401, 403, 407, 451})
_SEVERE = frozenset({"certificate", "schema_drift"})
_PERMANENT = frozenset({301, 308})


def of_error(error: FetchError) -> Outcome:
    """What a fetch without an answer means: our own policy says nothing of the host."""
    return Outcome.UNVERIFIED if isinstance(error, ForbiddenAddress | InvalidAddress) else Outcome.DOWN


def of_status(target: Target, status: int) -> Outcome | None:
    """What a status means by itself; None for a success, whose body decides."""
    if 200 <= status < 300 or status == 304:
        return None
    if target.restricted and status in (401, 403):
        return Outcome.OK_RESTRICTED
    return Outcome.FORBIDDEN if status in _REFUSED else Outcome.DOWN


def of_body(fault: str | None, faults: tuple[str, ...]) -> Outcome:
    """What a success is worth: the fault of its body, else how many things are amiss."""
    if fault is not None:
        return Outcome.WRONG_CONTENT
    if len(faults) > 1 or _SEVERE.intersection(faults):
        return Outcome.IMPAIRED
    return Outcome.DEGRADED if faults else Outcome.OK


def faults_of(
    target: Target, exchange: Exchange, seen: Seen, *, untrusted: bool, at: datetime, matches: bool | None, drift: str
) -> tuple[str, ...]:
    """What keeps an answer with the right content from being OK. ``seen`` is what the next check will know."""
    found = {
        "slow": median((*seen.ttfb, exchange.ttfb_ms)) > SLOW_MS,
        "permanent_redirect": seen.permanent_since is not None
        and at - datetime.fromisoformat(seen.permanent_since) > PERMANENT_FOR,
        "plain_http": exchange.url.startswith("http://"),
        "declared": matches is False and not target.live,
        "certificate": untrusted,
        "schema_drift": drift == "breaking",
    }
    return tuple(name for name, is_so in found.items() if is_so)


def permanently(exchange: Exchange) -> bool:
    """Whether the address leads elsewhere for good."""
    statuses = exchange.redirect_statuses
    return bool(statuses) and all(status in _PERMANENT for status in statuses)
