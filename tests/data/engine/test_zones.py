"""Tables of offsets say what the timezone database says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.tables import MakeTable
from tests.data.engine.builders import ref, schema

from parvis.data.engine.engine import Engine
from parvis.data.engine.lower.duckdb.zones import offsets
from parvis.data.odsql import typed
from parvis.data.odsql.typed import Column, Part, Query

S = schema(ts="datetime")
ZONES = ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"]
NEAR_CHANGES = st.sampled_from(
    ["2026-03-29T01:00:00", "2026-10-25T01:00:00", "2011-12-30T10:00:00", "1976-03-28T00:00:00"]
)
INSTANTS = st.one_of(
    # From 1950 on: before, the engine's own tables of zones are coarser than the database's.
    st.integers(-631_152_000, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)),
    st.builds(
        lambda near, seconds: datetime.fromisoformat(near + "+00:00") + timedelta(seconds=seconds),
        NEAR_CHANGES,
        st.integers(-7200, 7200),
    ),
)


@settings(max_examples=20, deadline=None)
@given(instants=st.lists(INSTANTS, min_size=5, max_size=40), zone=st.sampled_from(ZONES))
def test_wall_clock_parts(engine: Engine, make_table: MakeTable, instants: list[datetime], zone: str) -> None:
    table = make_table(S, [{"ts": i.isoformat()} for i in instants])
    parts = (Part.YEAR, Part.MONTH, Part.DAY, Part.HOUR, Part.MINUTE)
    query = Query(tuple(Column(p, typed.DatePart(p, ref(S, "ts"))) for p in parts), limit=None, timezone=zone)
    local = [i.astimezone(ZoneInfo(zone)) for i in instants]
    expected: list[Any] = [(v.year, v.month, v.day, v.hour, v.minute) for v in local]
    assert engine.select(table, query).values == expected


@pytest.mark.parametrize(
    ("zone", "tabled"), [("Europe/Paris", True), ("Asia/Kolkata", True), ("Africa/Casablanca", False)]
)
def test_a_zone_of_many_changes_a_year_has_no_table(zone: str, tabled: bool) -> None:
    assert (offsets(zone) is not None) is tabled
