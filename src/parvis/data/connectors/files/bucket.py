"""Files of a bucket of an S3-compatible object storage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from lxml import etree

from parvis.core.clock import now
from parvis.data.connectors.files.interface import Fetch, InvalidSource, Option, Reach
from parvis.data.connectors.files.listing import PATTERN, TAKE, Remote, bring
from parvis.data.connectors.files.signing import Credentials, path_of, query_of, signed
from parvis.data.connectors.guarded import Fetched
from parvis.data.connectors.guarded.decoding import limited
from parvis.data.connectors.guarded.errors import RefusedByHost, UnreadableAnswer
from parvis.data.connectors.guarded.pace import PoliteClient

_MOST_PAGES = 1000


class Bucket:
    """A bucket, or what lies below a prefix of it."""

    name: ClassVar[str] = "s3"
    title: ClassVar[str] = "Bucket (S3)"
    help: ClassVar[str] = "Files of a bucket of an S3-compatible object storage."
    options: ClassVar[tuple[Option, ...]] = (
        Option("endpoint", "Address of the storage.", required=True, example="https://s3.fr-par.scw.cloud"),
        Option("bucket", "Name of the bucket.", required=True, example="open-data"),
        Option("prefix", "Only what lies below.", example="exports/"),
        Option("region", "Region of the signature.", default="us-east-1"),
        Option("access_key", "Access key; none for a public bucket."),
        Option("secret_key", "Secret key.", secret=True),
        PATTERN,
        TAKE,
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given = options
        self._root = f"{options['endpoint'].rstrip('/')}/{path_of(options['bucket'])}"
        self._credentials = Credentials(options["access_key"], options["secret_key"], options["region"])
        if not options["endpoint"].startswith(("https://", "http://")):
            raise InvalidSource("endpoint is not an address", hint="write https://host")

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        with reach.client() as client:
            found = list(self._listed(client, reach))

            def read(remote: Remote) -> Iterator[bytes]:
                url = f"{self._root}/{path_of(self._given['prefix'] + remote.name)}"
                with self._answer(client, url, reach) as fetched:
                    yield from fetched.chunks

            return bring(found, self._given["pattern"], self._given["take"], state, target, reach, read)

    def _listed(self, client: PoliteClient, reach: Reach) -> Iterator[Remote]:
        parameters = {"list-type": "2", "prefix": self._given["prefix"]}
        for _ in range(_MOST_PAGES):
            with self._answer(client, f"{self._root}?{query_of(parameters)}", reach) as fetched:
                page = _parsed(b"".join(limited(fetched.chunks, reach.policy.max_page_bytes)))
            for row in page.iterfind("{*}Contents"):
                yield self._remote(row)
            following = page.findtext("{*}NextContinuationToken")
            if page.findtext("{*}IsTruncated") != "true" or not following:
                return
            parameters["continuation-token"] = following
        raise UnreadableAnswer("The listing of the bucket does not end")

    def _remote(self, row: etree._Element) -> Remote:
        name = (row.findtext("{*}Key") or "").removeprefix(self._given["prefix"])
        changed, size = row.findtext("{*}LastModified") or "", int(row.findtext("{*}Size") or 0)
        instant = datetime.fromisoformat(changed).timestamp() if changed else 0.0
        return Remote(name, size, instant, f"{row.findtext('{*}ETag') or changed}:{size}")

    @contextmanager
    def _answer(self, client: PoliteClient, url: str, reach: Reach) -> Iterator[Fetched]:
        headers = signed(url, self._credentials, now())
        with client.stream("GET", url, headers=headers, cancel=reach.cancel) as fetched:
            if fetched.status != 200:
                raise RefusedByHost(
                    f"The storage answers {fetched.status} for the bucket {self._given['bucket']}",
                    status_code=fetched.status,
                    hint="look at the keys, the region and the rights of the bucket",
                )
            yield fetched


def _parsed(body: bytes) -> etree._Element:
    try:
        return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise UnreadableAnswer("The storage does not answer with a listing") from error
