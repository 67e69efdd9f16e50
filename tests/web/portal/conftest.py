"""A published portal on disk, read by the real reader; no control database exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata.description import Description
from parvis.data.serving.process import use
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DatasetPublished, DomainChanged
from parvis.data.store.keys import manifest_key
from parvis.data.store.manifest import DataFile, Grant, Manifest
from parvis.data.store.store import Store

SCHEMA = Schema.of(
    [
        Field("id", FieldType.INT, "Numéro", key=True),
        Field("espece", FieldType.TEXT, "Espèce", facet=True),
        Field("hauteur", FieldType.DOUBLE, "Hauteur", unit="mètres"),
        Field("plantation", FieldType.DATE, "Plantation"),
        Field("remarque", FieldType.TEXT, "Remarque"),
        Field("lieu", FieldType.GEO_POINT, "Lieu"),
    ]
)
ROWS = """
    SELECT i::BIGINT AS id, ['Chêne', 'Hêtre', 'Érable'][i % 3 + 1] AS espece, i / 2 AS hauteur,
           DATE '2020-01-01' + i::INTEGER AS plantation,
           CASE WHEN i = 7 THEN '<script>alert(7)</script>' END AS remarque,
           2.0 + i / 1000 AS "lieu.lon", 48.0 AS "lieu.lat"
    FROM range(1, 121) AS t(i)
"""
TREES = Description(
    title="Arbres remarquables",
    description="<h1>Les arbres</h1><p>Chaque arbre de la ville.</p><script>alert(1)</script>",
    publisher="Ville de Lyon",
    license="Licence Ouverte v2.0",
    license_url="https://example.org/licence",
    language="fr",
    theme=("Nature", "Ville"),
    keyword=("arbre",),
    modified="2026-03-15T10:00:00+00:00",
)


def publish(store: Store, uid: str, dataset_id: str, description: Description, **members: Any) -> None:
    """Publish one dataset; its rows are the trees unless ``data`` says None."""
    key = f"datasets/{uid}/1/data.duckdb"
    if "data" not in members:
        path = store.temporary / f"{uid}.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"CREATE TABLE rows AS {ROWS}")
        size = path.stat().st_size
        store.objects.put_file(key, path)
        members["data"] = DataFile(key, 120, size, "0" * 64)
    at = "2026-03-15T10:00:00.000000+00:00"
    base = Manifest(uid, dataset_id, "lyon", 1, 1, at, at, at, SCHEMA, description, (Grant("public"),))
    store.put_manifest(manifest_key(uid, 1), replace(base, **members))
    store.feed.append(DatasetPublished(uid, 1, manifest_key(uid, 1)))


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """On the domain `lyon`, three public datasets (one without data, one limited) and a private one."""
    home: Path = tmp_path_factory.mktemp("portal")
    store = Store.open(home)
    store.feed.append(DomainChanged("lyon", "Données de Lyon", ("testserver",), is_default=True, tagline="Ouvertes."))
    store.feed.append(DomainChanged("prive", "Réservé", ("prive.localhost",), private=True))
    publish(store, "da_hidden0001", "cache", replace(TREES, title="Caché"), domain="prive")
    some = (Grant("public", row_filter="espece = 'Chêne'", fields=("id", "espece")),)
    publish(store, "da_trees00001", "arbres", TREES)
    publish(store, "da_secret0001", "secret", replace(TREES, title="Secret"), grants=(Grant("staff"),), restricted=True)
    water = replace(TREES, title="Qualité de l’eau <b>", publisher="Métropole", theme=("Eau",), keyword=())
    publish(store, "da_water00001", "eau", water, data=None)
    english = replace(TREES, title="Bus stops", language="en", theme=("Transport",), keyword=())
    publish(store, "da_stops00001", "stops", english, grants=some)
    reader = Reader.open(home)
    yield reader
    reader.stop()


@pytest.fixture
def client(portal: Reader) -> Client:
    """A French visitor of that portal."""
    use(portal)
    return Client(headers={"accept-language": "fr"})
