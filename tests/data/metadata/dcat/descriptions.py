"""Descriptions that say all there is to say, and as little as possible."""

from parvis.data.metadata.dcat.catalogs import Catalog
from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Agent, Contact, Distribution, Period, Place

ROOT = "https://data.lyon.test"
PAGE = f"{ROOT}/explore/dataset/stations/"
API = f"{ROOT}/api/explore/v2.1/catalog/datasets/stations"
CSV = Distribution(
    url=f"{API}/exports/csv",
    id="csv",
    title="stations.csv",
    description="Stations (csv)",
    format="csv",
    media_type="text/csv",
    size=1_204,
    checksum="ab" * 32,
    algorithm="sha256",
    modified="2026-03-01",
    conforms_to="https://schema.data.gouv.fr/schemas/etalab/schema-irve/2.0.0/schema.json",
)
PARQUET = Distribution(url=f"{API}/exports/parquet", id="parquet", title="stations.parquet", format="parquet")
NOTICE = Distribution(url=f"{ROOT}/notice.pdf", title="Notice", format="pdf", role="documentation")
ASKED = Distribution(
    url=f"{API}/records", id="api", title="API", role="api", access_url=f"{ROOT}/swagger.json", format="json"
)
SCORE = {
    "score": 67.7,
    "axes": {"officialness": 50, "availability": 100, "completeness": 46, "license": 100, "agent": 40},
    "method": "1.0.0",
    "computed_at": "2026-03-01T06:00:00Z",
}
WHOLE = Description(
    title="Stations de vélos",
    description="<p>Où garer un vélo & « reprendre » un autre.</p>",
    publisher="Ville de Lyon",
    publisher_url="https://www.lyon.test/",
    publisher_id="216901231",
    publisher_type="LocalAuthority",
    license="Licence Ouverte v2.0 (Etalab)",
    license_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    language="fr",
    theme=("Transports, Déplacements",),
    keyword=("vélo", "station"),
    territory=("Lyon",),
    references="https://lyon.test/velos",
    update_frequency="quotidienne",
    created="2020",
    issued="2020-05",
    modified="2026-03-01T10:00:00+01:00",
    metadata_modified="2026-03-02T10:00:00+00:00",
    bbox=(4.7, 45.7, 4.9, 45.8),
    translations={"en": {"title": "Bike stations", "keyword": ["bike"]}},
    name="stations",
    identifier=PAGE,
    iri=PAGE,
    other_ids=("da_abc123",),
    landing_page=PAGE,
    creators=(Agent("Service des mobilités", "https://lyon.test/mobilites", "mobilites@lyon.test"),),
    contributors=(Agent("Métropole"),),
    contacts=(Contact("Guichet", "guichet@lyon.test", "https://lyon.test/contact"),),
    temporal=(Period("2020-01-01", "2026-12-31"),),
    temporal_resolution="P1D",
    places=(Place("Rhône", "https://www.geonames.org/2987410/"),),
    spatial_resolution=10.0,
    access_rights="PUBLIC",
    rights="Sauf mention contraire",
    conforms_to=("https://schema.data.gouv.fr/schemas/etalab/schema-irve",),
    documentation=("https://lyon.test/notice",),
    relations=("https://data.lyon.test/explore/dataset/pistes/",),
    provenance="Relevé de terrain",
    version="1.2",
    version_notes="Ajout des stations du nord",
    distributions=(CSV, PARQUET, NOTICE, ASKED),
    extras={"trust": SCORE},
)
_BARE = f"{ROOT}/explore/dataset/rien/"
BARE = Description(title="Rien", identifier=_BARE, iri=_BARE, metadata_modified="2026-03-02T10:00:00+00:00")


def catalog(*descriptions: Description) -> Catalog:
    """The portal of these datasets."""
    iris = [d.iri or "" for d in descriptions]
    return Catalog(ROOT, "Lyon", "Les données de Lyon", "fr", iris, iris, "2026-03-02T10:00:00+00:00")
