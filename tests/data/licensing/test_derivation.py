"""The ledger of derived datasets and the share-alike radar."""

from __future__ import annotations

from dataclasses import replace

from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.territory import Territory
from parvis.data.licensing.decisions import Verdict
from parvis.data.licensing.derivation.ledger import Column, Derivation, Operation, Parent, outcome, reopened
from parvis.data.licensing.derivation.radar import Offer, Standing, radar

TOWN, COUNTY = Territory.of(["fr/31/Toulouse"]), Territory.of(["FR/31"])
BUS = Parent("bus", "v3", "ODbL-1.0", Profile.ODF_2018, ("bus", "horaires"), TOWN)
COACH = Parent("coach", "v1", "etalab-2.0", keywords=("cars",), territory=COUNTY)
COLUMNS = (
    Column("departure", ("bus",)),
    Column("delay", keywords=("Horaire",)),
    Column("budget", keywords=("finances",)),
    Column("comment", linked=True),
)
TABLE = Derivation("both", Operation.JOIN, (BUS, COACH), COLUMNS, COUNTY)


def test_lawful_licence_is_computed_and_another_one_blocked() -> None:
    assert not outcome(TABLE, chosen="ODbL-1.0").blocked
    found = outcome(TABLE, chosen="etalab-2.0")
    assert found.blocked
    assert found.reasons[0].code == "refuses_odbl"


def test_conflict_blocks_with_its_ways_out() -> None:
    clash = replace(TABLE, parents=(BUS, replace(COACH, license_id="CC-BY-SA-4.0")))
    found = outcome(clash)
    assert (found.blocked, found.combination.verdict) == (True, Verdict.CONFLICT)
    assert [way.code for way in found.ways_out] == [
        *["ask_permission"] * 2,
        "keep_separate",
        *["drop_source"] * 2,
        "publish_only_work",
    ]


def test_a_change_of_licence_reopens_a_new_version_alone_does_not() -> None:
    assert reopened(TABLE, (replace(BUS, version="v4"), COACH)) == ()
    assert reopened(TABLE, (replace(BUS, license_id="CC-BY-4.0"), COACH)) == ("bus",)
    assert reopened(TABLE, (BUS,)) == ("coach",)


def test_radar_shows_columns_rows_and_what_satisfies() -> None:
    (blip,) = radar(TABLE, version="v1")
    assert blip.in_scope() == ("departure", "delay", "comment")
    assert (blip.rows.inside, blip.rows.outside) == ("ODbL-1.0", "etalab-2.0")
    assert (blip.standing, blip.url) == (Standing.DUE, None)
    assert blip.duty.price.code == "free_online"


def test_offer_follows_the_version() -> None:
    offer = Offer("https://portal.example/both.csv", "v1")
    assert radar(TABLE, version="v1", offer=offer)[0].standing is Standing.MET
    assert radar(TABLE, version="v2", offer=offer)[0].standing is Standing.LATE


def test_without_a_reading_everything_is_in_scope() -> None:
    (blip,) = radar(replace(TABLE, parents=(replace(BUS, profile=Profile.STRICT), COACH)), version="v1")
    assert len(blip.in_scope()) == len(COLUMNS)
    assert blip.rows.whole
