"""Pages of an API, one after the other, until the last; a page that comes again ends in an error, not in a loop."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

from parvis.data.connectors.files.interface import InvalidSource, Reach
from parvis.data.connectors.guarded.decoding import limited
from parvis.data.connectors.guarded.errors import RefusedByHost, UnreadableAnswer
from parvis.data.connectors.guarded.pace import PoliteClient
from parvis.data.connectors.guarded.requests import Auth

MOST_PAGES = 100_000
_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its records, the whole document, and the address it came from."""

    records: list[Any]
    document: Any
    headers: httpx.Headers
    url: str


# The address of the page after this one, None at the end; ``seen`` counts the records so far, this page's included.
Following = Callable[[Page, int], str | None]


def pages(
    client: PoliteClient,
    url: str,
    path: str,
    following: Following,
    reach: Reach,
    *,
    headers: dict[str, str] | None = None,
    auth: Auth | None = None,
) -> Iterator[Page]:
    """Every page. ``path`` leads to the list of records in the document. Raises FetchError.

    A next address on another host is followed without the credentials.
    """
    origin, seen, before = _origin(url), 0, b""
    for _ in range(MOST_PAGES):
        reach.check()
        at_home = _origin(url) == origin
        page, digest = _page(client, url, path, reach, headers if at_home else None, auth if at_home else None)
        if digest == before and page.records:
            raise UnreadableAnswer("The API gives the same page again", hint="look at the paging options")
        seen, before = seen + len(page.records), digest
        yield page
        after = following(page, seen)
        if after is None:
            return
        url = str(httpx.URL(page.url).join(after))
    raise UnreadableAnswer(f"The API has more than {MOST_PAGES:,} pages")


def _page(
    client: PoliteClient, url: str, path: str, reach: Reach, headers: dict[str, str] | None, auth: Auth | None
) -> tuple[Page, bytes]:
    sent = {"Accept": "application/json", **(headers or {})}
    with client.stream("GET", url, headers=sent, auth=auth, cancel=reach.cancel) as fetched:
        require_success(fetched.status, fetched.url)
        body = b"".join(limited(fetched.chunks, reach.policy.max_page_bytes))
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise UnreadableAnswer("A page of the API is not JSON") from error
    return Page(records_of(document, path), document, fetched.headers, fetched.url), hashlib.sha256(body).digest()


def require_success(status: int, url: str) -> None:
    """Raises RefusedByHost unless the status is a success; the query of the address is left out, it may hold a key."""
    if not 200 <= status < 300:
        shown = str(httpx.URL(url).copy_with(query=None))
        raise RefusedByHost(f"{shown} answers {status}", status_code=status)


def value_at(document: Any, path: str) -> Any:
    """The value at a dotted path, None where it ends early."""
    for name in path.split(".") if path else ():
        if not isinstance(document, dict) or name not in document:
            return None
        document = document[name]
    return document


def records_of(document: Any, path: str) -> list[Any]:
    """The list at the path; without path, the document itself or the one list of objects that it holds."""
    found = value_at(document, path)
    if not path and isinstance(document, dict):
        lists = [v for v in document.values() if isinstance(v, list) and all(isinstance(r, dict) for r in v)]
        found = lists[0] if len(lists) == 1 else None
    if not isinstance(found, list):
        raise UnreadableAnswer(
            f"No list of records at {path or 'the top'!r} of the page", hint="say where with records_path"
        )
    return found


def _origin(url: str) -> tuple[str, str]:
    parsed = httpx.URL(url)
    return parsed.scheme, parsed.netloc.decode("ascii")


def with_query(url: str, **values: str | int) -> str:
    """The address with these parameters set."""
    return str(httpx.URL(url).copy_merge_params({name: str(value) for name, value in values.items()}))


def following_of(kind: str, parameter: str, *, start: int, path: str) -> Following:
    """How the next page is found: ``page``, ``offset``, ``next`` (a link), ``cursor``. Raises InvalidSource."""

    def by_page(page: Page, seen: int) -> str | None:
        number = int(httpx.URL(page.url).params.get(parameter, str(start)))
        return with_query(page.url, **{parameter: number + 1}) if page.records else None

    def by_offset(page: Page, seen: int) -> str | None:
        return with_query(page.url, **{parameter: start + seen}) if page.records else None

    def by_link(page: Page, seen: int) -> str | None:
        if (found := _NEXT.search(page.headers.get("link", ""))) and not path:
            return found[1]
        value = value_at(page.document, path or "next")
        return value if isinstance(value, str) and value else _linked(page.document)

    def by_cursor(page: Page, seen: int) -> str | None:
        value = value_at(page.document, path)
        return with_query(page.url, **{parameter: value}) if value not in (None, "", False) else None

    ways: dict[str, Following] = {"page": by_page, "offset": by_offset, "next": by_link, "cursor": by_cursor}
    if kind not in ways or (kind == "cursor" and not (path and parameter)):
        raise InvalidSource("paging by cursor needs next_path and page_parameter")
    return ways[kind]


def _linked(document: Any) -> str | None:
    links = document.get("links") if isinstance(document, dict) else None
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            return str(link["href"])
    return None
