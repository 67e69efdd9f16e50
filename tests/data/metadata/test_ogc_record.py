"""Records of OGC API – Records and of CSW, from one description."""

from __future__ import annotations

from tests.data.metadata.dialects.full import FULL

from parvis.data.metadata.description import Description
from parvis.data.metadata.dublin_core import NAMESPACES
from parvis.data.metadata.dublin_core import record as dublin_core
from parvis.data.metadata.ogc_record import record


def test_a_record_has_the_required_members_and_no_empty_one() -> None:
    found = record(Description(title="Sols"), "sols", [])
    assert set(found) == {"type", "id", "conformsTo", "geometry", "time", "properties", "links"}
    assert (found["geometry"], found["time"]) == (None, None)
    assert found["properties"] == {"type": "dataset", "title": "Sols"}


def test_a_full_description_keeps_its_place_period_themes_and_contacts() -> None:
    found = record(FULL, "full", [])
    assert found["geometry"]["type"] == "Polygon"
    assert found["time"]["interval"][0]
    assert all(theme["scheme"] and theme["concepts"] for theme in found["properties"]["themes"])
    assert {role for contact in found["properties"]["contacts"] for role in contact["roles"]} >= {"publisher"}
    assert {link["rel"] for link in found["links"]} >= {"enclosure", "license"}


def test_a_brief_record_is_part_of_the_full_one() -> None:
    brief, full = dublin_core(FULL, "brief"), dublin_core(FULL, "full")
    told = {(child.tag, child.text) for child in full}
    assert {(child.tag, child.text) for child in brief} <= told
    corner = full.find("ows:BoundingBox/ows:LowerCorner", NAMESPACES)
    assert corner is not None
    assert FULL.bbox is not None
    assert corner.text == f"{FULL.bbox[1]!r} {FULL.bbox[0]!r}"
