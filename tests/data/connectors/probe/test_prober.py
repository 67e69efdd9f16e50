"""A server that lies in every way, and what a check makes of it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.data.connectors.probe.conftest import EAGER
from tests.factories.web import Asked, Reply, Site, serving_site

from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.guarded.errors import Cancelled
from parvis.data.connectors.probe import Check, Manners, Prober, Seen
from parvis.data.trust.states import Outcome
from parvis.data.trust.targets import LANDING, Target

CSV = b"id,name,height\n1,oak,12.5\n2,elm,9\n"
PAGE = b"<!DOCTYPE html><html><body>Sorry, something went wrong</body></html>"


def target(site: Site, path: str = "/trees.csv", **more: Any) -> Target:
    return Target(**{"id": "d0", "role": "data", "url": site.root + path, "format": "csv", **more})


def check(prober: Prober, site: Site, reply: Any, **more: Any) -> Check:
    site.routes["/trees.csv"] = reply
    return prober.check(target(site, **more))[0]


def test_a_good_file_is_ok_and_everything_about_it_is_told(site: Site, prober: Prober) -> None:
    headers = {"Content-Type": "text/csv; charset=utf-8", "ETag": '"a"', "Access-Control-Allow-Origin": "*"}
    found = check(
        prober, site, Reply(CSV, headers=headers), size=len(CSV), checksum=hashlib.md5(CSV).hexdigest(), algorithm="md5"
    )
    assert (found.outcome, found.status, found.method, found.faults) == (Outcome.OK, 200, "GET", ())
    assert (found.bytes, found.checksum, found.matches_declared) == (len(CSV), hashlib.sha256(CSV).hexdigest(), True)
    assert (found.charset, found.content_type_sniffed, found.columns, found.change) == (
        "utf-8",
        "text/plain",
        3,
        "first",
    )
    assert found.fetchable
    assert found.tls_expires is not None
    assert {"dns_ms", "connect_ms", "tls_ms", "ttfb_ms"} <= {k for k, v in found.to_dict().items() if v is not None}


@pytest.mark.parametrize(
    ("reply", "outcome", "fault"),
    [
        (Reply(b"gone", 404), Outcome.DOWN, None),
        (Reply(b"broken", 500), Outcome.DOWN, None),
        (Reply(b"no", 403), Outcome.FORBIDDEN, None),
        (Reply(b"not here", 451), Outcome.FORBIDDEN, None),
        (Reply(PAGE, headers={"Content-Type": "text/csv"}), Outcome.WRONG_CONTENT, "error_page"),
        (Reply(b'{"error": "quota", "status": 200}'), Outcome.WRONG_CONTENT, "error_page"),
        (Reply(b""), Outcome.WRONG_CONTENT, "empty"),
        (Reply(b"%PDF-1.7 a report"), Outcome.WRONG_CONTENT, "not_csv"),
        (Reply(b"\x00\x01\x02\x03"), Outcome.WRONG_CONTENT, "not_csv"),
    ],
)
def test_each_lie_has_its_outcome(
    site: Site, prober: Prober, reply: Reply, outcome: Outcome, fault: str | None
) -> None:
    found = check(prober, site, reply)
    assert (found.outcome, found.faults) == (outcome, (fault,) if fault else ())


def test_a_restricted_file_may_ask_who_you_are(site: Site, prober: Prober) -> None:
    assert check(prober, site, Reply(b"no", 401), restricted=True).outcome is Outcome.OK_RESTRICTED


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(headers={"Location": "/trees.csv"}, status=302), "FetchTooManyRedirects"),
        (Reply(CSV, drip=1.5), "FetchTimedOut"),
        (Reply(CSV, length=500), "FetchTruncated"),
    ],
    ids=["loop", "silent", "cut"],
)
def test_what_never_ends_ends(site: Site, prober: Prober, reply: Reply, code: str) -> None:
    found = check(prober, site, reply)
    assert (found.outcome, found.error) == (Outcome.DOWN, code)


def test_an_expired_certificate_impairs_a_file_that_is_there(expired: Path, prober: Prober) -> None:
    with serving_site(expired) as site:
        site.root = f"https://127.0.0.1:{site.port}"
        found = check(prober, site, Reply(CSV))
        assert (found.outcome, found.faults) == (Outcome.IMPAIRED, ("certificate",))
        assert found.tls_expires is not None
        assert found.tls_expires < datetime.now(UTC).date().isoformat()
        assert check(prober, site, Reply(b"gone", 404)).outcome is Outcome.DOWN


def test_clear_text_and_a_wrong_size_degrade_and_both_impair(prober: Prober, site: Site) -> None:
    assert check(prober, site, Reply(CSV), size=9999).faults == ("declared",)
    assert check(prober, site, Reply(CSV), size=9999, live=True).outcome is Outcome.OK
    with serving_site() as plain:
        assert check(prober, plain, Reply(CSV)).outcome is Outcome.DEGRADED
        assert check(prober, plain, Reply(CSV), size=9999).outcome is Outcome.IMPAIRED


def test_three_slow_checks_of_which_the_median_is_too_slow(prober: Prober, site: Site) -> None:
    site.routes["/trees.csv"] = Reply(CSV)
    seen = Seen(url=target(site).url, ttfb=(6000, 7000))
    assert prober.check(target(site), seen)[0].faults == ("slow",)
    assert prober.check(target(site), Seen(url=target(site).url, ttfb=(100, 7000)))[0].faults == ()


def test_an_unchanged_file_is_not_fetched_again(prober: Prober, site: Site) -> None:
    site.routes["/trees.csv"] = Reply(CSV, headers={"ETag": '"a"'})
    _, seen = prober.check(target(site))
    found, after = prober.check(target(site), Seen.from_dict(seen.to_dict()))
    assert (found.outcome, found.method, found.change, found.change_by) == (Outcome.OK, "HEAD", "unchanged", "etag")
    assert (found.checksum, found.columns, after.changed_at) == (seen.checksum, 3, seen.changed_at)
    assert [a.method for a in site.asked if a.path == "/trees.csv"] == ["GET", "HEAD"]
    assert site.asked[-1].headers["if-none-match"] == '"a"'


def test_not_modified_keeps_what_is_known_of_the_body(prober: Prober, site: Site) -> None:
    def answer(asked: Asked) -> Reply:
        known = "if-modified-since" in asked.headers
        return Reply(b"", 304) if known else Reply(PAGE, headers={"Last-Modified": "Thu, 02 Feb 2023 11:23:56 GMT"})

    site.routes["/trees.csv"] = answer
    first, seen = prober.check(target(site))
    found, after = prober.check(target(site), seen)
    assert (found.status, found.method, found.change, found.change_by) == (304, "HEAD", "unchanged", "last-modified")
    # A file that was wrong stays wrong until it changes.
    assert first.outcome is found.outcome is Outcome.WRONG_CONTENT
    assert (after.checksum, after.last_modified) == (seen.checksum, seen.last_modified)


def test_a_file_that_changes_without_saying_so_is_found_out(prober: Prober, site: Site) -> None:
    site.routes["/trees.csv"] = Reply(CSV)
    _, seen = prober.check(target(site))
    site.routes["/trees.csv"] = Reply(CSV.replace(b"oak", b"ash"))
    found, _ = prober.check(target(site), seen)
    assert (found.change, found.change_by, found.outcome) == ("changed", "checksum", Outcome.OK)


def test_a_head_that_fails_is_not_believed(prober: Prober, site: Site) -> None:
    def moody(asked: Asked) -> Reply:
        return Reply(b"", 405) if asked.method == "HEAD" else Reply(CSV, headers={"ETag": '"a"'})

    site.routes["/trees.csv"] = moody
    _, seen = prober.check(target(site))
    assert prober.check(target(site), seen)[0].outcome is Outcome.OK


def test_a_lost_column_impairs_until_a_new_version_is_declared(prober: Prober, site: Site) -> None:
    site.routes["/trees.csv"] = Reply(CSV)
    _, seen = prober.check(target(site), version="1")
    site.routes["/trees.csv"] = Reply(b"id,name\n1,oak\n")
    for _ in range(2):
        found, seen = prober.check(target(site), seen, version="1")
        assert (found.outcome, found.faults, found.drift.removed) == (Outcome.IMPAIRED, ("schema_drift",), ("height",))
    assert prober.check(target(site), seen, version="2")[0].outcome is Outcome.OK


def test_a_permanent_redirect_degrades_after_thirty_days(prober: Prober, site: Site, clock: list[datetime]) -> None:
    site.routes |= {"/old.csv": Reply(status=301, headers={"Location": "/trees.csv"}), "/trees.csv": Reply(CSV)}
    found, seen = prober.check(target(site, "/old.csv"))
    assert (found.outcome, found.redirects, found.final_url) == (Outcome.OK, 1, f"{site.root}/trees.csv")
    clock[0] += timedelta(days=31)
    assert prober.check(target(site, "/old.csv"), seen)[0].faults == ("permanent_redirect",)


def test_a_host_that_wants_rest_gets_it(prober: Prober, site: Site) -> None:
    found = check(prober, site, Reply(b"slower", 429))
    assert (found.outcome, found.status, found.rest_s) == (None, 429, 86400)
    count = len(site.asked)
    assert check(prober, site, Reply(CSV)).outcome is None
    assert len(site.asked) == count


def test_what_robots_may_not_read_is_not_read(prober: Prober, site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /trees")
    found = check(prober, site, Reply(CSV))
    assert (found.outcome, found.faults) == (Outcome.UNVERIFIED, ("robots",))
    assert [a.path for a in site.asked] == ["/robots.txt"]
    assert check(prober, site, Reply(CSV), hosted=True).outcome is Outcome.OK


def test_inside_addresses_and_unreadable_ones_are_not_asked() -> None:
    with serving_site() as site, Prober(Policy(ports=None), manners=Manners(EAGER)) as guarded:
        for url in (site.root, "http://169.254.169.254/", "ftp://example.org/a", "nonsense", "http://[::1"):
            found, _ = guarded.check(Target("d0", "data", url, "csv"))
            assert found.outcome is Outcome.UNVERIFIED, url
        assert site.asked == []


def test_a_landing_page_and_an_api_say_what_they_are(prober: Prober, site: Site) -> None:
    node = b'{"@type":"Dataset","name":"a","description":"b","distribution":[{}]}'
    script = b'<html><script type="application/ld+json">' + node + b"</script></html>"
    site.routes |= {"/page": Reply(script), "/openapi": Reply(b'{"openapi": "3.1.0", "paths": {}}')}
    assert prober.check(Target(LANDING, LANDING, f"{site.root}/page"))[0].embedded_metadata
    found, _ = prober.check(Target("api", "api", f"{site.root}/openapi"))
    assert (found.outcome, found.described) == (Outcome.OK, True)


def test_a_cancelled_check_ends(prober: Prober, site: Site) -> None:
    with pytest.raises(Cancelled):
        prober.check(target(site), cancel=lambda: True)
