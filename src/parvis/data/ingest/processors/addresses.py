"""Addresses found: by the batch endpoint of a service as the BAN's, or in a local extract of the BAN."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from parvis.core.words import words
from parvis.data.connectors.guarded import FetchError, GuardedClient, Policy
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.resources import Address
from parvis.data.ingest.staging import literal

BATCH = 1_000
"""Addresses of one request."""


@dataclass(frozen=True)
class AddressService:
    """The batch endpoint of a service: a CSV is posted to ``url``, and comes back with coordinates and a score."""

    url: str
    policy: Policy

    def __call__(self, addresses: Sequence[str]) -> list[Address | None]:
        """One answer an address. Raises InvalidPipeline when the service does not answer as it should."""
        found: list[Address | None] = []
        try:
            with GuardedClient(self.policy) as client:
                for start in range(0, len(addresses), BATCH):
                    found += self._batch(client, addresses[start : start + BATCH])
        except FetchError as error:
            raise InvalidPipeline(f"the address service: {error.message}", hint=error.hint) from error
        return found

    def _batch(self, client: GuardedClient, addresses: Sequence[str]) -> list[Address | None]:
        kind, body = _form(addresses)
        answer = client.get(self.url, method="POST", headers={"content-type": kind}, body=body)
        if answer.status != 200:
            raise InvalidPipeline(f"the address service answered {answer.status}", hint="try again later")
        rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig", "replace"))))
        if len(rows) != len(addresses):
            raise InvalidPipeline(f"the address service answered {len(rows)} rows for {len(addresses)} addresses")
        return [_address(row) for row in rows]


def _form(addresses: Sequence[str]) -> tuple[str, bytes]:
    """A multipart form with a file ``data`` and the name of its column."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["adresse"])
    writer.writerows([" ".join(address.split())[:300]] for address in addresses)
    edge = secrets.token_hex(16)
    head = 'Content-Disposition: form-data; name="{}"'
    parts = (
        f'--{edge}\r\n{head.format("data")}; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n{text.getvalue()}\r\n'
        f"--{edge}\r\n{head.format('columns')}\r\n\r\nadresse\r\n--{edge}--\r\n"
    )
    return f"multipart/form-data; boundary={edge}", parts.encode()


def _address(row: dict[str, str]) -> Address | None:
    try:
        longitude, latitude = float(row["longitude"]), float(row["latitude"])
        score = float(row["result_score"])
    except (KeyError, TypeError, ValueError):
        return None
    return Address(longitude, latitude, score, row.get("result_label") or "", row.get("result_citycode") or "")


@dataclass(frozen=True)
class AddressFile:
    """An extract of the BAN (CSV with numero, rep, nom_voie, code_postal, nom_commune, lon, lat), read by the engine.

    An address is found when its words are those of one in the extract; scores are 1.
    """

    path: Path

    def __call__(self, addresses: Sequence[str]) -> list[Address | None]:
        """One answer an address."""
        asked = {_folded(address) for address in addresses}
        known = {key: address for key, address in self._rows() if key in asked}
        return [known.get(_folded(address)) for address in addresses]

    def _rows(self) -> Iterator[tuple[str, Address]]:
        connection = duckdb.connect(config={"threads": 1, "memory_limit": "128MiB"})
        try:
            rows = connection.execute(
                "SELECT concat_ws(' ', numero, rep, nom_voie, code_postal, nom_commune), lon::DOUBLE, lat::DOUBLE "
                f"FROM read_csv({literal(str(self.path))}, all_varchar := true) WHERE lon IS NOT NULL"
            )
            while batch := rows.fetchmany(10_000):
                for label, longitude, latitude in batch:
                    yield _folded(label), Address(longitude, latitude, 1.0, label)
        except duckdb.Error as error:
            raise InvalidPipeline("the extract of addresses cannot be read", hint="the operator sets it") from error
        finally:
            connection.close()


def _folded(address: str) -> str:
    return " ".join(words(address))
