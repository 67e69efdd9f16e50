"""The Explore dialect of metadata."""

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.metadata import ods
from parvis.data.metadata.description import Description

KNOWN = {"modified": "2026-01-01", "data_processed": "d", "metadata_processed": "m", "records_count": 3}
DESCRIPTION = Description(
    title="Arbres",
    keyword=("arbre",),
    bbox=(1.0, 2.0, 3.0, 4.0),
    created="2020-01-01",
    templates={"dcat": {"creator": "Ville"}, "custom": {"budget": "élevé"}},
    translations={"en": {"title": "Trees", "keyword": ["tree"]}},
)


def test_annotations_are_scalars_and_only_those_set() -> None:
    field = Field("zone", FieldType.TEXT, facet=True, hierarchical="/", multivalued=",", unit="m", decimals=0)
    expected = {"facet": True, "hierarchical": "/", "multivalued": ",", "unit": "m", "decimals": 0}
    assert ods.field_object(field) == {
        "name": "zone",
        "label": "zone",
        "type": "text",
        "description": None,
        "annotations": expected,
    }


def test_features_come_from_fields_and_rows() -> None:
    schema = Schema.of([Field("n", FieldType.INT), Field("d", FieldType.DATE), Field("p", FieldType.GEO_POINT)])
    assert ods.features(schema, 5) == ["analyze", "timeserie", "geo"]
    assert ods.features(schema, 0) == ["timeserie", "geo"]
    assert ods.features(Schema.of([Field("t", FieldType.TEXT)]), 5) == []


def test_unset_metadata_are_null_and_present() -> None:
    found = ods.default_metas(Description(title="Arbres"), KNOWN)
    assert (found["title"], found["publisher"], found["theme"]) == ("Arbres", None, None)
    assert found["records_count"] == 3


def test_texts_follow_the_language_and_variants_stay_beside() -> None:
    english = ods.default_metas(DESCRIPTION, KNOWN, "en")
    assert (english["title"], english["keyword"], english["title_en"]) == ("Trees", ["tree"], "Trees")
    assert ods.default_metas(DESCRIPTION, KNOWN, "de")["title"] == "Arbres"


def test_templates_stand_beside_the_default_one() -> None:
    found = ods.metas(DESCRIPTION, KNOWN)
    assert found["dcat"] == {"created": "2020-01-01", "creator": "Ville"}
    assert found["custom"] == {"budget": "élevé"}
    assert "explore" not in found
    assert ods.metas(DESCRIPTION, KNOWN, usage=True)["explore"]["records_count"] == 3


def test_the_box_is_a_feature_and_not_for_who_sees_a_part() -> None:
    box = ods.default_metas(DESCRIPTION, KNOWN)["bbox"]
    assert box["geometry"]["coordinates"][0][0] == [1.0, 2.0]
    assert ods.default_metas(DESCRIPTION, {**KNOWN, "whole": False})["bbox"] is None
