"""A description that states all there is to state, with columns of every type."""

from dataclasses import replace

from tests.data.metadata.dcat.descriptions import BARE, CSV, NOTICE, PARQUET, WHOLE

from parvis.core.fields import Field, FieldType
from parvis.data.metadata.parts import Distribution

FIELDS = (
    Field("code", FieldType.TEXT, "Code", "Code de la station", key=True),
    Field("capacity", FieldType.INT, "Capacité", facet=True, unit="place"),
    Field("rate", FieldType.DOUBLE, "Taux", decimals=2),
    Field("open", FieldType.BOOLEAN, "Ouverte", facet=True, disjunctive=True),
    Field("tags", FieldType.TEXT, "Étiquettes", multivalued=";", facet=True, facet_sort="-count"),
    Field("built", FieldType.DATE, "Construction", precision="year"),
    Field("updated", FieldType.DATETIME, "Mise à jour", sortable=True),
    Field("coord", FieldType.GEO_POINT, "Position"),
    Field("shape", FieldType.GEO_SHAPE),
    Field("zone", FieldType.TEXT, "Zone", hierarchical="/"),
    Field("more", FieldType.JSON, "Autres"),
    Field("photo", FieldType.FILE, "Photo"),
)
LIVE = Distribution(
    url=f"{CSV.url.removesuffix('csv')}jsonl", id="jsonl", title="stations.jsonl", format="jsonl", live=True
)
FILES = (
    CSV,
    replace(PARQUET, media_type="application/vnd.apache.parquet"),
    replace(LIVE, media_type="application/jsonl"),
    replace(NOTICE, media_type="application/pdf"),
)
FULL = replace(
    WHOLE,
    description="<p>Où garer un vélo &amp; « reprendre » un autre.</p>\n<p>Chaque jour.</p>",
    created="2020-01-02T00:00:00Z",
    issued="2020-05-01",
    sources=("https://lyon.test/releve",),
    citation="Ville de Lyon, Stations de vélos",
    eu_themes=("TRAN",),
    inspire_themes=("tn",),
    topics=("transportation",),
    hvd_categories=("c_b79e35eb",),
    distributions=FILES,
    fields=FIELDS,
)
EMPTY = BARE
