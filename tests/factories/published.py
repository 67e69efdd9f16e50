"""A published installation on disk without a control plane: what publishing would have left in the store."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.cases.tables import write_duckdb

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.store.entries import DatasetPublished, DomainChanged, KeyChanged
from parvis.data.store.keys import data_key, manifest_key
from parvis.data.store.manifest import OPERATOR, DataFile, Grant, Manifest
from parvis.data.store.store import Store

AT = "2026-03-15T10:00:00.000000+00:00"
PUBLIC = Grant("public")
Rows = Sequence[Mapping[str, Any]]

STATIONS = Schema.of(
    [
        Field("code", FieldType.TEXT, "Code", key=True),
        Field("city", FieldType.TEXT, "Ville", facet=True),
        Field("capacity", FieldType.INT, "Capacité"),
        Field("rate", FieldType.DOUBLE, "Taux"),
        Field("open", FieldType.BOOLEAN, "Ouverte", facet=True),
        Field("tags", FieldType.TEXT, "Étiquettes", multivalued=",", facet=True),
        Field("built", FieldType.DATE, "Construction", precision="year"),
        Field("updated", FieldType.DATETIME, "Mise à jour", facet=True),
        Field("coord", FieldType.GEO_POINT, "Position"),
        Field("zone", FieldType.TEXT, "Zone", facet=True, hierarchical="/"),
    ]
)
CITIES = ("Paris", "Lyon", "Clichy", None)


def station(number: int) -> dict[str, Any]:
    """One row; numbers count from 0."""
    return {
        "code": f"s{number:03}",
        "city": CITIES[number % 4],
        "capacity": number,
        "rate": number / 4,
        "open": number % 2 == 0,
        "tags": ["covered", "night"] if number % 3 == 0 else ["night"] if number % 3 == 1 else None,
        "built": f"{2000 + number % 5}-01-01",
        "updated": f"202{5 + number % 2}-0{1 + number % 9}-15T08:30:00+00:00",
        "coord": {"lon": 2 + number / 100, "lat": 48.5} if number != 7 else None,
        "zone": f"Europe/{'France' if number % 2 else 'Belgique'}",
    }


STATION_ROWS: Rows = [station(number) for number in range(120)]
TITLE = "Stations de vélos"
DESCRIBED = Description(
    title=TITLE,
    description="<p>Où garer un vélo.</p>",
    publisher="Ville de Lyon",
    license="Licence Ouverte v2.0",
    language="fr",
    theme=("Transport", "Ville"),
    keyword=("vélo", "station"),
    modified="2026-03-01T00:00:00+00:00",
    translations={"en": {"title": "Bike stations"}},
    templates={"custom": {"budget": "élevé"}, "dcat": {"creator": "Service des mobilités"}},
)
STAFF_SECRET, OPERATOR_SECRET, REVOKED_SECRET, FOREIGN_SECRET = "pk_staff", "pk_operator", "pk_revoked", "pk_foreign"


class Installation:
    """A store that fills up."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store.open(home)

    def domain(self, slug: str, *hosts: str, **members: Any) -> None:
        """Announce a domain."""
        self.store.feed.append(DomainChanged(slug, slug.title(), hosts, **members))

    def key(self, secret: str, domain: str | None, *groups: str, revoked: bool = False) -> None:
        """Announce a key."""
        hashed = hashlib.sha256(secret.encode()).hexdigest()
        self.store.feed.append(KeyChanged(secret, hashed, domain, groups, revoked))

    def dataset(
        self,
        dataset_id: str,
        *,
        domain: str = "lyon",
        schema: Schema = STATIONS,
        rows: Rows | None = STATION_ROWS,
        description: Description = DESCRIBED,
        grants: Sequence[Grant] = (PUBLIC,),
        revision: int = 1,
        uid: str | None = None,
        **members: Any,
    ) -> Manifest:
        """Publish a dataset; without ``rows`` it has metadata only."""
        uid = uid or f"da_{domain}_{dataset_id}"
        manifest = Manifest(
            uid=uid,
            id=dataset_id,
            domain=domain,
            revision=revision,
            version=revision,
            published_at=AT,
            data_processed=AT,
            metadata_processed=AT,
            schema=schema,
            description=description,
            grants=tuple(grants),
            data=None if rows is None else self._data(uid, revision, schema, rows),
            restricted=all(grant.group != "public" for grant in grants),
        )
        manifest = replace(manifest, **members)
        self.store.put_manifest(manifest_key(uid, revision), manifest)
        self.store.feed.append(DatasetPublished(uid, revision, manifest_key(uid, revision)))
        return manifest

    def _data(self, uid: str, version: int, schema: Schema, rows: Rows) -> DataFile:
        path = self.store.temporary / f"{uid}-{version}.duckdb"
        write_duckdb(path, schema, rows)
        size = path.stat().st_size
        self.store.objects.put_file(data_key(uid, version), path)
        return DataFile(data_key(uid, version), len(rows), size, "0" * 64)


def portal(home: Path) -> Installation:
    """Two public domains and a private one; on ``lyon`` one dataset for each kind of right.

    ``limited`` shows to the public the open stations without capacity and coordinates, to staff everything;
    ``described`` shows its metadata only; ``secret`` is for staff.
    """
    made = Installation(home)
    made.domain("lyon", "lyon.test", is_default=True)
    made.domain("nord", "nord.test", language="en")
    made.domain("closed", "closed.test", private=True)
    made.key(STAFF_SECRET, "lyon", "staff")
    made.key(OPERATOR_SECRET, None, OPERATOR)
    made.key(REVOKED_SECRET, "lyon", "staff", revoked=True)
    made.key(FOREIGN_SECRET, "nord", "staff")
    made.dataset("stations")
    hidden = tuple(f.name for f in STATIONS if f.name not in ("capacity", "coord"))
    limited = [Grant("public", "open is true and capacity < 100", hidden), Grant("staff")]
    made.dataset("limited", description=replace(DESCRIBED, title="Stations limitées"), grants=limited)
    metadata_only = [Grant("public", records=False), Grant("staff")]
    made.dataset("described", description=Description(title="Décrites seulement"), grants=metadata_only)
    made.dataset("secret", description=replace(DESCRIBED, title="Secret", publisher="X"), grants=[Grant("staff")])
    made.dataset("notice", description=Description(title="Notice", theme=("Eau",)), rows=None)
    made.dataset("stations", domain="nord", description=Description(title="Northern stations"), rows=STATION_ROWS[:3])
    made.dataset("vault", domain="closed", rows=STATION_ROWS[:3])
    return made
