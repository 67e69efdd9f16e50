"""What comes back, what is refused, and what never leaves."""

from __future__ import annotations

import dataclasses
import gzip
import socket
import threading
from ipaddress import ip_network

import pytest
from tests.data.connectors.conftest import LOCAL
from tests.factories.web import Reply, Site, serving_site

from parvis.data.connectors.guarded import FetchError, GuardedClient, Policy, connecting

LOOPBACK = (ip_network("127.0.0.0/8"),)


def code_of(client: GuardedClient, url: str, **asked: object) -> str:
    """The code of the error that a whole fetch ends with."""
    with pytest.raises(FetchError) as caught, client.stream("GET", url, **asked) as fetched:  # type: ignore[arg-type]
        for _ in fetched.chunks:
            pass
    return caught.value.code


def test_an_answer_is_given_whole_with_its_status_and_headers(site: Site, client: GuardedClient) -> None:
    site.routes["/a.csv"] = Reply(b"a;b\n1;2\n", headers={"ETag": '"x"'})
    answer = client.get(f"{site.root}/a.csv?q=1", headers={"X-Key": "k"}, auth=("ann", "secret"))
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"a;b\n1;2\n", '"x"')
    asked = site.asked[0]
    assert asked.path == "/a.csv?q=1"
    assert asked.headers["authorization"] == "Basic YW5uOnNlY3JldA=="
    assert asked.headers["host"] == f"127.0.0.1:{site.port}"
    assert asked.headers["user-agent"].startswith("Parvis/")


def test_an_error_status_is_an_answer(site: Site, client: GuardedClient) -> None:
    assert client.get(f"{site.root}/absent").status == 404


def test_a_body_is_sent(site: Site, client: GuardedClient) -> None:
    site.routes["/echo"] = lambda asked: Reply(asked.body)
    assert client.get(f"{site.root}/echo", method="POST", body=b"hello").body == b"hello"


def test_connections_are_kept_between_fetches(site: Site, client: GuardedClient) -> None:
    site.routes["/a"] = Reply(b"a" * 100_000)
    assert [len(client.get(f"{site.root}/a").body) for _ in range(3)] == [100_000] * 3


def test_private_addresses_are_refused_unless_allowed(site: Site) -> None:
    with GuardedClient(Policy(ports=None)) as guarded:
        for url in (site.root, f"http://localhost:{site.port}/", f"http://[::ffff:127.0.0.1]:{site.port}/"):
            assert code_of(guarded, url) == "FetchForbiddenAddress"
    assert site.asked == []


@pytest.mark.parametrize("name", ["2130706433", "0x7f000001", "127.1", "017700000001"])
def test_other_spellings_of_loopback_are_refused(name: str) -> None:
    with GuardedClient(Policy(ports=None)) as guarded:
        assert code_of(guarded, f"http://{name}/") in (
            "FetchForbiddenAddress",
            "FetchUnknownHost",
            "FetchInvalidAddress",
        )


def test_a_redirect_to_a_private_address_is_refused(client: GuardedClient) -> None:
    with serving_site() as outside:
        outside.routes["/go"] = Reply(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
        with GuardedClient(dataclasses.replace(LOCAL, allow_private=False, networks=LOOPBACK)) as guarded:
            assert code_of(guarded, f"{outside.root}/go") == "FetchForbiddenAddress"


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/", "http://user:pw@127.0.0.1/"]
)
def test_a_redirect_to_another_scheme_is_refused(site: Site, client: GuardedClient, location: str) -> None:
    site.routes["/go"] = Reply(status=302, headers={"Location": location})
    assert code_of(client, f"{site.root}/go") == "FetchInvalidAddress"


def test_redirects_are_followed_and_listed(site: Site, client: GuardedClient) -> None:
    site.routes["/1"] = Reply(status=301, headers={"Location": "/2"})
    site.routes["/2"] = Reply(b"here")
    with client.stream("GET", f"{site.root}/1") as fetched:
        assert (fetched.url, fetched.redirects) == (f"{site.root}/2", (f"{site.root}/1",))
        assert b"".join(fetched.chunks) == b"here"


def test_a_loop_of_redirects_ends(site: Site, client: GuardedClient) -> None:
    site.routes["/1"] = Reply(status=302, headers={"Location": "/1"})
    assert code_of(client, f"{site.root}/1") == "FetchTooManyRedirects"
    assert len(site.asked) == LOCAL.max_redirects + 1


def test_credentials_stay_with_their_host(site: Site, client: GuardedClient) -> None:
    with serving_site() as other:
        other.routes["/b"] = Reply(b"ok")
        site.routes["/a"] = Reply(status=302, headers={"Location": f"{other.root}/b"})
        client.get(f"{site.root}/a", auth="token", headers={"X-Api-Key": "k", "Cookie": "c", "Accept": "text/csv"})
        sent = other.asked[0].headers
    assert sent["accept"] == "text/csv"
    assert {"authorization", "x-api-key", "cookie"}.isdisjoint(sent)


def test_a_slow_drip_ends_with_the_whole_time(site: Site) -> None:
    site.routes["/drip"] = Reply(b"x" * 1000, drip=0.02)
    with GuardedClient(dataclasses.replace(LOCAL, total_seconds=0.3)) as guarded:
        assert code_of(guarded, f"{site.root}/drip") == "FetchTimedOut"


def test_a_silent_host_is_given_up(site: Site) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        GuardedClient(dataclasses.replace(LOCAL, read_seconds=0.2)) as guarded,
    ):
        assert code_of(guarded, f"http://127.0.0.1:{mute.getsockname()[1]}/") == "FetchTimedOut"


def test_a_cancelled_fetch_ends(site: Site, client: GuardedClient) -> None:
    site.routes["/drip"] = Reply(b"x" * 1000, drip=0.02)
    seen: list[bytes] = []
    assert code_of(client, f"{site.root}/drip", cancel=lambda: seen.append(b"") or len(seen) > 5) == "FetchCancelled"


@pytest.mark.parametrize(("length", "code"), [(20, "FetchTruncated"), (4, "FetchTruncated")])
def test_wrong_lengths_are_noticed(site: Site, client: GuardedClient, length: int, code: str) -> None:
    site.routes["/a"] = Reply(b"0123456789", length=length)
    assert code_of(client, f"{site.root}/a") == code


def test_an_answer_too_large_is_cut_off(site: Site) -> None:
    site.routes["/a"] = Reply(b"x" * 100_000)
    with GuardedClient(dataclasses.replace(LOCAL, max_bytes=50_000)) as guarded:
        assert code_of(guarded, f"{site.root}/a") == "FetchTooLarge"


def test_a_compressed_answer_is_given_decompressed(site: Site, client: GuardedClient) -> None:
    text = b"".join(b"%d;" % n for n in range(200_000))
    site.routes["/a"] = Reply(gzip.compress(text), headers={"Content-Encoding": "gzip"})
    assert client.get(f"{site.root}/a").body == text


def test_a_compressed_answer_that_swells_or_is_cut_is_refused(site: Site, client: GuardedClient) -> None:
    bomb = gzip.compress(bytes(20_000_000))
    site.routes["/bomb"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    site.routes["/cut"] = Reply(bomb[:-200], headers={"Content-Encoding": "gzip"})
    site.routes["/br"] = Reply(b"??", headers={"Content-Encoding": "br"})
    small = gzip.compress(b"hello world")
    site.routes["/short"] = Reply(small[:-9], headers={"Content-Encoding": "gzip"})
    assert code_of(client, f"{site.root}/bomb") == "FetchTooLarge"
    assert code_of(client, f"{site.root}/short") == "FetchTruncated"
    assert code_of(client, f"{site.root}/br") == "FetchUnreadableAnswer"


def test_addresses_that_cannot_be_read_are_refused(client: GuardedClient) -> None:
    for url in ("", "nothing", "/path", "http://", "http://a b/", "http://u:p@example.org/", "file:///etc/passwd"):
        assert code_of(client, url) == "FetchInvalidAddress"
    with GuardedClient(Policy()) as guarded:
        assert code_of(guarded, "http://example.org:6379/") == "FetchInvalidAddress"


def test_a_header_cannot_carry_another(site: Site, client: GuardedClient) -> None:
    assert code_of(client, site.root, headers={"X-A": "1\r\nX-B: 2"}) == "FetchInvalidAddress"
    assert code_of(client, site.root, headers={"Host": "inside"}) == "FetchInvalidAddress"


def test_what_is_not_http_is_said(client: GuardedClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as odd:
        thread = threading.Thread(target=_babble, args=(odd,))
        thread.start()
        assert code_of(client, f"http://127.0.0.1:{odd.getsockname()[1]}/") == "FetchUnreadableAnswer"
        thread.join()


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["127.0.0.1", "169.254.169.254"]

    def rebinding(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(connecting.socket, "getaddrinfo", rebinding)
    site.routes["/a"] = Reply(b"here")
    with GuardedClient(dataclasses.replace(LOCAL, allow_private=False, networks=LOOPBACK)) as guarded:
        assert guarded.get(f"http://portal.test:{site.port}/a").body == b"here"
    assert answers == ["169.254.169.254"]
    assert site.asked[0].headers["host"] == f"portal.test:{site.port}"


def _babble(odd: socket.socket) -> None:
    connected, _ = odd.accept()
    connected.sendall(b"220 smtp ready\r\n\r\n")
    connected.close()
