"""What browsers tell of a policy that was broken: counted in the log, without addresses or readers."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

log = logging.getLogger(__name__)
LONGEST = 16_384
MOST = 20
# At most one line so many seconds: the endpoint is open to everybody.
EVERY = 10.0


class Sample:
    """Lets one report through in a while, and counts the others."""

    def __init__(self, every: float = EVERY) -> None:
        self._every = every
        self._next = 0.0
        self._missed = 0
        self._lock = threading.Lock()

    def take(self, now: float) -> int | None:
        """How many went by since the last one that was let through, or None to let this one go by."""
        with self._lock:
            if now < self._next:
                self._missed += 1
                return None
            missed, self._missed, self._next = self._missed, 0, now + self._every
            return missed


SAMPLE = Sample()


@csrf_exempt
@require_POST
def policy_reports(request: HttpRequest) -> HttpResponse:
    """``/policy-reports``: 204 whatever is sent; only the directive and the host of what was blocked are kept."""
    if int(request.headers.get("Content-Length") or 0) <= LONGEST:
        for directive, blocked in list(violations(request.read(LONGEST + 1)))[:MOST]:
            missed = SAMPLE.take(time.monotonic())
            if missed is not None:
                log.warning("content security policy: %s blocked %s (%d more not shown)", directive, blocked, missed)
    return HttpResponse(status=204)


def violations(body: bytes) -> Iterator[tuple[str, str]]:
    """Directive and blocked source of each report, in either form browsers use; nothing for what is no report."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return
    for report in told if isinstance(told, list) else [told]:
        if isinstance(report, dict):
            inner = report.get("csp-report") or report.get("body")
            if isinstance(inner, dict):
                yield (
                    plain(first(inner, "effective-directive", "violated-directive", "effectiveDirective")),
                    source(inner),
                )


def source(report: dict[str, Any]) -> str:
    """The host of what was blocked, or the keyword that stands for it (`inline`, `eval`)."""
    text = first(report, "blocked-uri", "blockedURL")
    try:
        return plain(urlsplit(text).hostname or text)
    except ValueError:
        return "?"


def first(report: dict[str, Any], *names: str) -> str:
    """The first of these members that is a text."""
    return next((report[name] for name in names if isinstance(report.get(name), str)), "?")


def plain(text: str) -> str:
    """At most 80 characters that cannot forge a line of the log."""
    return "".join(c for c in text[:80] if c.isalnum() or c in "-.:'")
