"""Published files as they come, against expectations written by hand from their documentation."""

from __future__ import annotations

import pytest
from tests.data.ingest.conftest import Ingest
from tests.factories.shared import SHARED, needs_shared

pytestmark = needs_shared

FILES = {
    "observatoire/indicateurs-odater-organisations-2022-12-31-echantillon.csv": (
        5,
        {"siren": "text", "nb_ptf": "int", "pop_insee": "int", "lat": "double", "geo_point_2d": "geo_point_2d"},
    ),
    "observatoire/odf.csv": (1_060, {"siren": "text", "techno_platform": "text"}),
    "territoires/communes.json": (
        37_590,
        {
            "code": "text",
            "codespostaux": "text[]",
            "anciensCodes".lower(): "text[]",
            "population": "int",
            "siren": "text",
        },
    ),
    "territoires/epci.json": (1_255, {"code": "text", "membres": "json_blob", "populationtotale": "int"}),
    "territoires/departements.json": (109, {"code": "text", "region": "text"}),
    "territoires/regions.json": (26, {"code": "text"}),
    "territoires/arrondissements.json": (333, {"code": "text"}),
    "territoires/ept.json": (11, {"code": "text"}),
    "geo/departements-version-simplifiee.geojson": (96, {"code": "text", "geo_shape": "geo_shape"}),
    "geo/communes-35-ille-et-vilaine.geojson": (345, {"code": "text", "geo_shape": "geo_shape"}),
    "covoiturage/bnlc-.csv": (
        2_473,
        {
            "insee": "text",
            "date_maj": "date",
            "ouvert": "boolean",
            "xlong": "double",
            "nbre_pl": "int",
            "source": "text",
        },
    ),
    "covoiturage/csv_latin1.csv": (60, {"insee": "text", "date_maj": "date", "ouvert": "boolean", "geo_point": "text"}),
    "calendrier/vacances-scolaires.csv": (
        14_245,
        {"date": "date", "vacances_zone_a": "boolean", "nom_vacances": "text"},
    ),
    "calendrier/jours_feries.csv": (508, {"date": "date", "zones": "text"}),
    "textes/CIS_HAS_SMR_bdpm.txt": (9_664, {"column_1": "int", "column_6": "text"}),
    "subventions/exemple_valide.csv": (
        29,
        {"idattribuant": "text", "dateconvention": "date", "montant": "double", "notificationue": "boolean"},
    ),
    "gares/liste-des-gares.csv": (
        3_819,
        {"code_uic": "text", "fret": "boolean", "pk": "text", "c_geo": "geo_point_2d", "geo_shape": "geo_shape"},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_file_has_the_right_types(read: Ingest, name: str) -> None:
    rows, types = FILES[name]
    found = read(SHARED / name)
    assert found.ingested.rows == rows
    assert found.ingested.report.rejected == 0
    assert {field: found.types.get(field) for field in types} == types


def test_multivalued_holidays(read: Ingest) -> None:
    found = read(SHARED / "calendrier/jours_feries.csv", fields=[{"name": "zones", "multivalued": "|"}])
    assert found.types["zones"] == "text[]"
    assert max(len(zones) for zones in found.column("zones")) > 5


def test_sheet_with_title_lines(read: Ingest) -> None:
    found = read(SHARED / "populations/ensemble.xlsx", sheet="Communes")
    assert found.ingested.report.options == {"sheet": "Communes", "header_row": 8}
    assert found.ingested.rows > 34_000
    assert found.types["population_municipale"] == "int"
    assert found.types["code_commune"] == "text"
