"""Datasets of other portals: Parvis and Opendatasoft by the Explore API, CKAN resources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import orjson

from parvis.data.connectors.files.interface import Fetch, FileOutcome, InvalidSource, Option, Reach
from parvis.data.connectors.files.paging import require_success, value_at, with_query
from parvis.data.connectors.files.web import fetch_file
from parvis.data.connectors.guarded.decoding import limited
from parvis.data.connectors.guarded.errors import RefusedByHost, UnreadableAnswer
from parvis.data.connectors.guarded.pace import PoliteClient
from parvis.data.connectors.guarded.requests import Auth


class ExploreDataset:
    """A dataset of a portal of the Explore API, fetched when its version changes."""

    name: ClassVar[str] = "explore"
    title: ClassVar[str] = "Dataset of another portal"
    help: ClassVar[str] = "A dataset of another Parvis, Opendatasoft or Huwise portal, by its Explore API."
    options: ClassVar[tuple[Option, ...]] = (
        Option("portal", "Address of the portal.", required=True, example="https://data.example.org"),
        Option("dataset", "Identifier of the dataset there.", required=True, example="trees"),
        Option("format", "Format of the export.", default="parquet", choices=("parquet", "jsonl", "csv", "geojson")),
        Option("where", "Only the records of this condition (ODSQL).", example="height > 10"),
        Option("key", "API key of the portal.", secret=True),
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given = options
        _require_address(options["portal"])

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        given = self._given
        root = f"{given['portal'].rstrip('/')}/api/explore/v2.1/catalog/datasets/{quote(given['dataset'], '')}"
        headers = {"Authorization": f"Apikey {given['key']}"} if given["key"] else {}
        with reach.client() as client:
            mark = self._mark(document(client, root, reach, headers=headers))
            if mark and mark == state.get("mark"):
                return Fetch((FileOutcome(given["dataset"], "unchanged", note="same version"),), state, unchanged=True)
            url = f"{root}/exports/{given['format']}"
            url = with_query(url, where=given["where"]) if given["where"] else url
            name = f"{given['dataset']}.{given['format']}"
            fetched = fetch_file(client, url, state, target, reach, headers=headers, name=name)
        return Fetch(fetched.files, {**fetched.state, "mark": mark}, fetched.unchanged)

    def _mark(self, dataset: Any) -> str:
        default = value_at(dataset, "metas.default") or {}
        seen = [str(default.get(name) or "") for name in ("data_processed", "records_count")]
        return "|".join([*seen, self._given["format"], self._given["where"]]) if seen[0] else ""


class CkanResource:
    """A resource of a CKAN portal: its file, wherever it lies."""

    name: ClassVar[str] = "ckan"
    title: ClassVar[str] = "CKAN resource"
    help: ClassVar[str] = "A resource of a CKAN portal; its file is fetched when the resource changes."
    options: ClassVar[tuple[Option, ...]] = (
        Option("portal", "Address of the portal.", required=True, example="https://catalog.example.org"),
        Option("resource", "Identifier of the resource.", required=True, example="5d7b7c1e-3f3c-4f7a-9a37"),
        Option("key", "API key of the portal.", secret=True),
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given = options
        _require_address(options["portal"])

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind. The key is sent to the portal only."""
        portal = self._given["portal"].rstrip("/")
        headers = {"Authorization": self._given["key"]} if self._given["key"] else {}
        url = with_query(f"{portal}/api/3/action/resource_show", id=self._given["resource"])
        with reach.client() as client:
            shown = document(client, url, reach, headers=headers)
            resource = shown.get("result") if isinstance(shown, dict) and shown.get("success") else None
            if not isinstance(resource, dict) or not isinstance(resource.get("url"), str) or not resource["url"]:
                raise RefusedByHost("The portal does not show this resource, or it has no file", status_code=404)
            at_home = resource["url"].startswith(portal + "/")
            name = _file_name(resource)
            return fetch_file(
                client, resource["url"], state, target, reach, headers=headers if at_home else {}, name=name
            )


def _file_name(resource: Mapping[str, Any]) -> str:
    """Empty when the address tells the format itself."""
    last = str(resource["url"]).partition("?")[0].rpartition("/")[2]
    kind = str(resource.get("format") or "").strip().lower()
    if "." in last or not kind.isalnum():
        return ""
    return f"{resource.get('name') or 'data'}.{kind}"


def _require_address(text: str) -> None:
    if not text.startswith(("https://", "http://")):
        raise InvalidSource("portal is not an address", hint="write https://host")


def document(
    client: PoliteClient, url: str, reach: Reach, *, headers: Mapping[str, str] | None = None, auth: Auth | None = None
) -> Any:
    """One JSON document. Raises RefusedByHost, UnreadableAnswer."""
    sent = {"Accept": "application/json", **(headers or {})}
    with client.stream("GET", url, headers=sent, auth=auth, cancel=reach.cancel) as fetched:
        require_success(fetched.status, fetched.url)
        body = b"".join(limited(fetched.chunks, reach.policy.max_page_bytes))
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise UnreadableAnswer("The portal does not answer with JSON") from error
