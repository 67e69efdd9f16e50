"""Grants against callers."""

from dataclasses import replace

import pytest
from tests.factories.published import STATIONS

from parvis.data.metadata.description import Description
from parvis.data.odsql.typed import Always, Or
from parvis.data.serving.access import ANONYMOUS, NO_ROW, Access, Caller, access, depends_on_time
from parvis.data.store.manifest import OPERATOR, Grant, Manifest

MANIFEST = Manifest("da_1", "trees", "lyon", 1, 1, "", "", "", STATIONS, Description(), ())
BOTH = Caller(frozenset({"public", "staff", "partner"}))


def seen(*grants: Grant, caller: Caller = BOTH) -> Access | None:
    return access(replace(MANIFEST, grants=grants), caller)


def test_without_a_grant_the_dataset_is_hidden() -> None:
    assert seen(Grant("staff"), caller=ANONYMOUS) is None
    assert seen(caller=BOTH) is None


def test_the_operator_sees_everything_whatever_the_grants() -> None:
    found = seen(Grant("public", "open", ("code",), records=False), caller=Caller(frozenset({OPERATOR})))
    assert found is not None
    assert (found.records, found.row_filter, len(found.schema)) == (True, Always(True), len(STATIONS))


def test_grants_add_up() -> None:
    found = seen(Grant("public", "open", ("code",)), Grant("staff", "capacity > 5", ("city", "code")))
    assert found is not None
    assert isinstance(found.row_filter, Or)
    assert [f.name for f in found.schema] == ["code", "city"]
    wider = seen(Grant("public", "open", ("code",)), Grant("staff"))
    assert wider is not None
    assert (wider.row_filter, len(wider.schema)) == (Always(True), len(STATIONS))


def test_a_grant_on_metadata_opens_no_row_beside_one_that_does() -> None:
    found = seen(Grant("public", records=False), Grant("staff", "open", ("code",)))
    assert found is not None
    assert found.records
    assert found.row_filter != Always(True)
    assert [f.name for f in found.schema] == ["code"]


def test_metadata_only() -> None:
    found = seen(Grant("public", records=False))
    assert found is not None
    assert (found.records, found.row_filter) == (False, NO_ROW)


@pytest.mark.parametrize("row_filter", ["no_such_field = 1", "((((", "capacity = 'x'"])
def test_a_filter_that_cannot_be_read_opens_no_row(row_filter: str) -> None:
    found = seen(Grant("public", row_filter))
    assert found is not None
    assert found.row_filter == NO_ROW


def test_callers_of_different_grants_never_share_results() -> None:
    grants = (Grant("a,b"), Grant("a", "open"), Grant("b"))
    prints = {
        found.fingerprint
        for groups in (["a,b"], ["a", "b"], ["a"], ["b"])
        if (found := seen(*grants, caller=Caller(frozenset(groups)))) is not None
    }
    assert len(prints) == 4


def test_a_filter_on_the_present_makes_rights_change_with_time() -> None:
    assert depends_on_time(replace(MANIFEST, grants=(Grant("public", "updated < NOW(days=-1)"),)))
    assert not depends_on_time(replace(MANIFEST, grants=(Grant("public", "open"), Grant("staff"))))
