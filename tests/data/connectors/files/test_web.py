"""Files at addresses, and paged APIs."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.data.connectors.files.conftest import Fetching, texts
from tests.factories.web import Asked, Reply, Site, serving_site

from parvis.data.connectors.files.interface import InvalidSource
from parvis.data.connectors.guarded import FetchError

ROWS = [{"id": number} for number in range(7)]


def versioned(tag: str, body: bytes) -> object:
    """A file with an ETag, answered 304 when asked for with it."""
    return lambda asked: (
        Reply(status=304) if asked.headers.get("if-none-match") == tag else Reply(body, headers={"ETag": tag})
    )


def query(asked: Asked, name: str, default: str) -> str:
    """A parameter of the request."""
    return parse_qs(urlsplit(asked.path).query).get(name, [default])[0]


def rows(text: str) -> list[object]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in text.splitlines()]


def test_a_file_is_fetched_once_and_again_when_it_changes(site: Site, fetch: Fetching) -> None:
    site.routes["/trees.csv"] = versioned('"1"', b"a\n1\n")  # type: ignore[assignment]
    first = fetch("url", url=f"{site.root}/trees.csv")
    assert (texts(first), first.paths[0].name) == (["a\n1\n"], "trees.csv")
    second = fetch("url", first.state, url=f"{site.root}/trees.csv")
    assert (second.unchanged, second.paths, second.files[0].status) == (True, (), "unchanged")
    site.routes["/trees.csv"] = versioned('"2"', b"a\n2\n")  # type: ignore[assignment]
    assert texts(fetch("url", second.state, url=f"{site.root}/trees.csv")) == ["a\n2\n"]


def test_the_same_content_without_marks_is_unchanged(site: Site, fetch: Fetching) -> None:
    site.routes["/trees.csv"] = Reply(b"a\n1\n")
    first = fetch("url", url=f"{site.root}/trees.csv")
    second = fetch("url", first.state, url=f"{site.root}/trees.csv")
    assert (second.unchanged, second.paths) == (True, ())


def test_names_come_from_the_answer_and_stay_in_the_folder(site: Site, fetch: Fetching) -> None:
    site.routes["/get"] = Reply(b"a", headers={"Content-Disposition": 'attachment; filename="../../etc/passwd.csv"'})
    site.routes["/export"] = Reply(b"a", headers={"Content-Type": "text/csv; charset=utf-8"})
    assert fetch("url", url=f"{site.root}/get").paths[0].name == "passwd.csv"
    assert fetch("url", url=f"{site.root}/export").paths[0].name == "export.csv"


def test_a_refusal_is_said_without_the_query(site: Site, fetch: Fetching) -> None:
    site.routes["/a"] = Reply(status=401)
    with pytest.raises(FetchError, match="401") as caught:
        fetch("url", url=f"{site.root}/a?key=secret")
    assert "secret" not in caught.value.message


def test_headers_and_credentials_are_sent(site: Site, fetch: Fetching) -> None:
    site.routes["/a.csv"] = Reply(b"a")
    fetch("url", url=f"{site.root}/a.csv", token="t", headers="X-Key: 12\nX-Other: b")
    assert site.asked[0].headers["authorization"] == "Bearer t"
    assert site.asked[0].headers["x-other"] == "b"


@pytest.mark.parametrize("paging", ["page", "offset"])
def test_numbered_pages_are_read_to_the_end(site: Site, fetch: Fetching, paging: str) -> None:
    def page(asked: Asked) -> Reply:
        at, size = int(query(asked, "p", "0")), int(query(asked, "n", "3"))
        start = at * size if paging == "page" else at
        return Reply(json.dumps({"data": {"rows": ROWS[start : start + size]}}).encode())

    site.routes["/api"] = page
    options = {"records_path": "data.rows", "page_parameter": "p", "size_parameter": "n", "page_size": "3"}
    fetched = fetch("url", url=f"{site.root}/api", paging=paging, page_start="0", **options)
    assert rows(texts(fetched)[0]) == ROWS


def test_links_and_cursors_are_followed(site: Site, fetch: Fetching) -> None:
    def page(asked: Asked) -> Reply:
        start = int(query(asked, "from", "0"))
        after = start + 3 if start + 3 < len(ROWS) else None
        following = {"next": f"/api?from={after}" if after else None, "at": after}
        return Reply(json.dumps({"rows": ROWS[start : start + 3], **following}).encode())

    site.routes["/api"] = page
    by_link = fetch("url", url=f"{site.root}/api", paging="next", next_path="next", records_path="rows")
    by_cursor = fetch("url", url=f"{site.root}/api", paging="cursor", next_path="at", page_parameter="from")
    assert rows(texts(by_link)[0]) == rows(texts(by_cursor)[0]) == ROWS


def test_link_headers_are_followed_without_credentials_to_another_host(site: Site, fetch: Fetching) -> None:
    with serving_site() as other:
        other.routes["/2"] = Reply(b'[{"id": 1}]')
        site.routes["/1"] = Reply(b'[{"id": 0}]', headers={"Link": f'<{other.root}/2>; rel="next"'})
        fetched = fetch("url", url=f"{site.root}/1", paging="next", token="t")
        assert rows(texts(fetched)[0]) == ROWS[:2]
        assert "authorization" not in other.asked[0].headers


def test_an_api_that_gives_the_same_page_for_ever_is_noticed(site: Site, fetch: Fetching) -> None:
    site.routes["/api"] = Reply(b'[{"id": 0}]')
    with pytest.raises(FetchError, match="same page"):
        fetch("url", url=f"{site.root}/api", paging="page", page_parameter="p")


@pytest.mark.parametrize("body", [b"<html>", b'{"error": "x"}', b'[{"id"'])
def test_a_page_that_is_no_list_is_said(site: Site, fetch: Fetching, body: bytes) -> None:
    site.routes["/api"] = Reply(body)
    with pytest.raises(FetchError):
        fetch("url", url=f"{site.root}/api", paging="page", page_parameter="p")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"url": "nothing"},
        {"url": "http://a/", "what": "x"},
        {"url": "http://a/", "paging": "scroll"},
        {"url": "http://a/", "paging": "page"},
        {"url": "http://a/", "paging": "cursor"},
        {"url": "http://a/", "page_size": "many"},
        {"url": "http://a/", "headers": "no colon"},
    ],
)
def test_options_that_cannot_be_used_are_refused(fetch: Fetching, options: dict[str, str]) -> None:
    with pytest.raises((InvalidSource, FetchError)):
        fetch("url", **options)
