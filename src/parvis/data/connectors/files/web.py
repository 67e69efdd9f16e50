"""A file at an address, or the records of a paged API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import httpx
import orjson

from parvis.data.connectors.files.interface import (
    Fetch,
    FileOutcome,
    InvalidSource,
    Option,
    Reach,
    number,
    safe_name,
    save,
)
from parvis.data.connectors.files.listing import settled
from parvis.data.connectors.files.paging import following_of, pages, require_success, with_query
from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.guarded.pace import PoliteClient
from parvis.data.connectors.guarded.requests import Auth, readable_url

_ACCESS = (
    Option("user", "User name, for a server that asks for one."),
    Option("password", "Password.", secret=True),
    Option("token", "Bearer token, instead of a user.", secret=True),
    Option("headers", "More headers, `Name: value`, one a line; they may hold keys.", secret=True),
)


class WebAddress:
    """A file, or a paged JSON API whose records become one JSON Lines file."""

    name: ClassVar[str] = "url"
    title: ClassVar[str] = "Web address"
    help: ClassVar[str] = "A file at an address, fetched only when it has changed, or the records of a paged API."
    options: ClassVar[tuple[Option, ...]] = (
        Option("url", "The address.", required=True, example="https://example.org/exports/trees.csv"),
        Option(
            "paging",
            "How an API is paged: `page` or `offset` number, `next` link, `cursor`; `none`: one file.",
            default="none",
            choices=("none", "page", "offset", "next", "cursor"),
        ),
        Option("records_path", "Where the list of records lies in a page.", example="result.records"),
        Option("page_parameter", "Query parameter of the page number, offset or cursor.", example="page"),
        Option("page_start", "Number of the first page, or first offset.", default="1"),
        Option("size_parameter", "Query parameter of the page size.", example="per_page"),
        Option("page_size", "Records asked for in a page.", default="100"),
        Option("next_path", "Where a page holds the next address or cursor.", example="meta.next"),
        Option("file_name", "Name of the file, when the address does not tell its format.", example="trees.csv"),
        *_ACCESS,
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given = options
        self._size = number(options, "page_size", 1, 100_000)
        self._start = number(options, "page_start", 0, 1_000_000)
        self._headers = headers_of(options["headers"])
        readable_url(options["url"], Policy(ports=None))
        if options["paging"] != "none":
            self._following()
            if options["paging"] in ("page", "offset") and not options["page_parameter"]:
                raise InvalidSource("paging needs page_parameter")

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        with reach.client() as client:
            if self._given["paging"] == "none":
                return fetch_file(
                    client, self._given["url"], state, target, reach,
                    headers=self._headers, auth=auth_of(self._given), name=self._given["file_name"],
                )  # fmt: skip
            return self._paged(client, state, target, reach)

    def _paged(self, client: PoliteClient, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        found = pages(
            client, self._first(), self._given["records_path"], self._following(), reach,
            headers=self._headers, auth=auth_of(self._given),
        )  # fmt: skip
        name = safe_name(self._given["file_name"], "records.jsonl")
        return fetch_records((page.records for page in found), name, state, target, reach)

    def _first(self) -> str:
        url, given = self._given["url"], self._given
        if given["size_parameter"]:
            url = with_query(url, **{given["size_parameter"]: self._size})
        if given["paging"] in ("page", "offset"):
            url = with_query(url, **{given["page_parameter"]: self._start})
        return url

    def _following(self) -> Any:
        given = self._given
        return following_of(given["paging"], given["page_parameter"], start=self._start, path=given["next_path"])


def auth_of(options: Mapping[str, str]) -> Auth | None:
    """The credentials of the options."""
    if options["token"]:
        return options["token"]
    return (options["user"], options["password"]) if options["user"] else None


def headers_of(text: str) -> dict[str, str]:
    """Headers written one a line. Raises InvalidSource."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not name.strip().replace("-", "").isalnum():
            raise InvalidSource("headers are written `Name: value`, one a line")
        found[name.strip()] = value.strip()
    return found


def fetch_file(
    client: PoliteClient,
    url: str,
    state: Mapping[str, Any],
    target: Path,
    reach: Reach,
    *,
    headers: Mapping[str, str] | None = None,
    auth: Auth | None = None,
    name: str = "",
) -> Fetch:
    """One file, asked for only if it has changed since the state. Raises FetchError."""
    same = state.get("url") == url
    conditions = {"If-None-Match": state.get("etag"), "If-Modified-Since": state.get("modified")} if same else {}
    sent = {**(headers or {}), **{k: v for k, v in conditions.items() if v}}
    with client.stream("GET", url, headers=sent, auth=auth, cancel=reach.cancel) as fetched:
        if fetched.status == 304 and same:
            kept = str(state.get("name", "data"))
            return Fetch((FileOutcome(kept, "unchanged", note="not modified"),), state, unchanged=True)
        require_success(fetched.status, fetched.url)
        file = target / (safe_name(name) if name else name_of(fetched.url, fetched.headers))
        size, digest = save(fetched.chunks, file, reach)
    found = {
        "url": url,
        "name": file.name,
        "etag": fetched.headers.get("etag", ""),
        "modified": fetched.headers.get("last-modified", ""),
        "digest": digest,
    }
    return settled([FileOutcome(file.name, "fetched", size, file)], found, state)


def fetch_records(
    batches: Iterable[list[Any]], name: str, state: Mapping[str, Any], target: Path, reach: Reach
) -> Fetch:
    """Records of many pages in one JSON Lines file."""
    path = target / (name if name.endswith((".jsonl", ".ndjson")) else f"{name.rpartition('.')[0] or name}.jsonl")

    def lines() -> Iterator[bytes]:
        for batch in batches:
            yield b"".join(orjson.dumps(record) + b"\n" for record in batch)

    size, digest = save(lines(), path, reach)
    return settled([FileOutcome(path.name, "fetched", size, path)], {"digest": digest}, state)


def name_of(url: str, headers: httpx.Headers) -> str:
    """The name that the server gives, else the last part of the address, with an extension where the type tells it."""
    disposition = headers.get("content-disposition", "")
    stated = disposition.partition("filename=")[2].partition(";")[0].strip(' "')
    name = safe_name(stated or httpx.URL(url).path)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return name if "." in name else name + _EXTENSIONS.get(kind, "")


_EXTENSIONS = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/geo+json": ".geojson",
    "application/x-ndjson": ".jsonl",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/calendar": ".ics",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/vnd.apache.parquet": ".parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/geopackage+sqlite3": ".gpkg",
}
