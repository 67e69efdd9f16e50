"""Checks one address after the other, each from the question to the outcome."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx

from parvis.core.clock import iso, now
from parvis.data.connectors.guarded.client import GuardedClient
from parvis.data.connectors.guarded.deadline import Cancel, never
from parvis.data.connectors.guarded.errors import Cancelled, FetchError, UntrustedCertificate
from parvis.data.connectors.guarded.pace import asked_wait
from parvis.data.connectors.guarded.policy import Policy
from parvis.data.connectors.probe import judging
from parvis.data.connectors.probe.asking import Exchange, ask
from parvis.data.connectors.probe.exclusion import Exclusions
from parvis.data.connectors.probe.facts import Check, Seen
from parvis.data.connectors.probe.manners import Manners, host_of
from parvis.data.connectors.probe.reading import Read, carried, read
from parvis.data.trust.states import Outcome
from parvis.data.trust.targets import Target

REST_SECONDS = 86_400.0
_SMALL_PAGE = 4096
# Some hosts tell only browsers of another origin that they may read.
_ORIGIN = "https://www.parvis.org"


class Prober:
    """Checks addresses under a policy; safe to share between threads. ``tls`` replaces the system's authorities."""

    def __init__(
        self,
        policy: Policy,
        *,
        manners: Manners | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.manners = manners or Manners()
        self._client = GuardedClient(policy, tls=tls)
        self._trusting = GuardedClient(policy, tls=_trusting())
        self._exclusions = Exclusions(self.manners)
        self._clock = clock

    def __enter__(self) -> Prober:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._trusting.close()

    def check(
        self, target: Target, seen: Seen | None = None, *, version: str | None = None, cancel: Cancel = never
    ) -> tuple[Check, Seen]:
        """Look at an address, knowing what was ``seen``; ``version`` is the one that its dataset declares now.

        Whatever the host does, this ends within two minutes and raises nothing but Cancelled.
        """
        before = seen if seen is not None and seen.url == target.url else Seen(url=target.url)
        host, at = host_of(target.url), self._clock()
        if rest := self.manners.rests(host):
            return Check(iso(at), target.url, None, rest_s=round(rest)), before
        try:
            with self.manners.alone(host, cancel):
                if not target.hosted and self._excluded(target.url, cancel):
                    return Check(iso(at), target.url, Outcome.UNVERIFIED, faults=("robots",)), before
                exchange, untrusted = self._exchange(target, before, cancel)
        except Cancelled:
            raise
        except FetchError as error:
            return Check(iso(at), target.url, judging.of_error(error), error=error.code), before
        return self._judged(target, before, exchange, untrusted, at, version)

    def _excluded(self, url: str, cancel: Cancel) -> bool:
        return bool(host_of(url)) and self._exclusions.exclude(self._client, url, cancel)

    def _exchange(self, target: Target, before: Seen, cancel: Cancel) -> tuple[Exchange, bool]:
        """The answer, and whether its certificate had to be overlooked to get it."""
        try:
            return self._asked(self._client, target, before, cancel), False
        except UntrustedCertificate:
            return self._asked(self._trusting, target, before, cancel), True

    def _asked(self, client: GuardedClient, target: Target, before: Seen, cancel: Cancel) -> Exchange:
        """HEAD where it can be enough, GET where it is not."""
        host = host_of(target.url)
        headers = _conditions(before) | {"Origin": _ORIGIN}
        if before.has_body:
            try:
                with self.manners.turn(host, cancel):
                    head = ask(client, "HEAD", target.url, headers=headers, cancel=cancel)
                if head.status == 429 or _is_enough(head, before):
                    return head
            except (Cancelled, UntrustedCertificate):
                raise
            except FetchError:
                pass  # some hosts answer HEAD with anything
        with self.manners.turn(host, cancel):
            return ask(client, "GET", target.url, headers=headers, algorithm=target.algorithm, cancel=cancel)

    def _judged(
        self, target: Target, before: Seen, exchange: Exchange, untrusted: bool, at: datetime, version: str | None
    ) -> tuple[Check, Seen]:
        if exchange.status == 429:
            seconds = max(asked_wait(exchange.headers) or 0.0, REST_SECONDS)
            self.manners.rest(host_of(target.url), seconds)
            return _check(target, exchange, at, None, rest_s=round(seconds)), before
        outcome = judging.of_status(target, exchange.status)
        if outcome is not None:
            return _check(target, exchange, at, outcome), before
        found = carried(before) if exchange.body is None else read(target, before, exchange, version, iso(at))
        after = _after(found, before, exchange, at)
        faults = judging.faults_of(
            target, exchange, _with_times(after, before), untrusted=untrusted, at=at,
            matches=found.seen.matches_declared, drift=found.seen.drift,
        )  # fmt: skip
        fault = found.seen.fault
        outcome = judging.of_body(fault, faults)
        return _check(target, exchange, at, outcome, found=found, faults=(*((fault,) if fault else ()), *faults)), after


def _is_enough(head: Exchange, before: Seen) -> bool:
    """Whether the body is surely the one that was looked at."""
    if head.status == 304:
        return True
    if head.status != 200 or (before.sniffed != "html" and _looks_blocked(head)):
        return False
    if before.etag and head.headers.get("etag"):
        return bool(head.headers["etag"] == before.etag)
    if not before.last_modified or head.headers.get("last-modified") != before.last_modified:
        return False
    return head.announced is None or before.length is None or head.announced == before.length


def _looks_blocked(head: Exchange) -> bool:
    return head.headers.get("content-type", "").startswith("text/html") and (head.announced or 0) < _SMALL_PAGE


def _conditions(before: Seen) -> dict[str, str]:
    if not before.has_body:
        return {}
    stated = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in stated.items() if value}


def _after(found: Read, before: Seen, exchange: Exchange, at: datetime) -> Seen:
    """What the next check knows: this body, the redirect, the times."""
    permanent = exchange.url if judging.permanently(exchange) else None
    same = permanent is not None and permanent == before.permanent_to
    return found.next(
        ttfb=(*before.ttfb, exchange.ttfb_ms)[-2:],
        permanent_to=permanent,
        permanent_since=before.permanent_since if same else (iso(at) if permanent else None),
    )


def _with_times(after: Seen, before: Seen) -> Seen:
    return Read(after).next(ttfb=before.ttfb)


def _check(
    target: Target,
    exchange: Exchange,
    at: datetime,
    outcome: Outcome | None,
    *,
    found: Read | None = None,
    faults: tuple[str, ...] = (),
    rest_s: int | None = None,
) -> Check:
    headers = exchange.headers
    body: dict[str, Any] = {} if found is None else found.to_check()
    return Check(
        at=iso(at),
        url=target.url,
        outcome=outcome,
        method=exchange.method,
        final_url=exchange.url,
        redirects=len(exchange.redirects),
        status=exchange.status,
        dns_ms=exchange.steps.get("dns"),
        connect_ms=exchange.steps.get("connect"),
        tls_ms=exchange.steps.get("tls"),
        ttfb_ms=exchange.ttfb_ms,
        total_ms=exchange.total_ms,
        bytes_declared=target.size,
        charset=httpx.Response(200, headers={"content-type": headers.get("content-type", "")}).charset_encoding,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        cors=headers.get("access-control-allow-origin"),
        tls_expires=exchange.tls_expires,
        faults=faults,
        rest_s=rest_s,
        **{"content_type": headers.get("content-type"), **body},
    )


def _trusting() -> ssl.SSLContext:
    """For a second look at a host whose certificate is bad: is there anything behind it? Nothing secret is sent."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
