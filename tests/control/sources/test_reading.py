"""How the files of a source are read, and changing a source."""

from __future__ import annotations

from typing import Any

import pytest
from tests.control.sources.conftest import a_source, run
from tests.factories.actors import STRANGER, SYSTEM
from tests.factories.outcomes import audited
from tests.factories.web import Reply, Site

from parvis.control.catalog import queries as catalog
from parvis.control.sources import actions, queries
from parvis.control.sources.facts import InvalidSchedule, RunState, SourceBusy, SourceFacts
from parvis.control.sources.models import Source
from parvis.control.sources.reading import checked_reading
from parvis.core.errors import Forbidden
from parvis.data.connectors.files.interface import InvalidSource

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("domain")]
TITLED = Reply("Arbres|2024\nnom|hauteur\nChêne|12\n".encode("cp1252"))


def changed(**values: Any) -> SourceFacts:
    return actions.set_source(**{"actor": SYSTEM, "domain": "lyon", "dataset_id": "trees", **values})


def fields() -> list[str]:
    return [field.name for field in catalog.dataset("lyon", "trees").schema]


def test_files_are_read_as_the_source_says(site: Site) -> None:
    a_source(site, reading={"header_row": 2, "delimiter": "|", "encoding": "cp1252"})
    site.routes["/trees.csv"] = TITLED
    assert run().state == RunState.PUBLISHED
    assert fields() == ["nom", "hauteur"]
    assert catalog.versions("lyon", "trees")[0].report["options"]["encoding"] == "cp1252"


def test_another_way_to_read_takes_everything_again(site: Site) -> None:
    a_source(site, reading={"delimiter": ";"})
    site.routes["/trees.csv"] = Reply(TITLED.body, headers={"ETag": "1"})
    run()
    assert run().state == RunState.UNCHANGED
    assert changed(reading={"delimiter": "|", "header_row": 2}).reading == {"delimiter": "|", "header_row": 2}
    assert run().state == RunState.PUBLISHED
    assert fields() == ["nom", "hauteur"]
    assert changed(reading={"header_row": None}).reading == {"delimiter": "|"}


def test_what_is_not_said_stays(site: Site) -> None:
    a_source(site, schedule="1d", silent_after="2d")
    Source.objects.update(state={"etag": "1"})
    found = changed(schedule="1h", owner="a@town.fr")
    assert (found.schedule, found.silent_after, found.owner) == ("1h", "2d", "a@town.fr")
    assert found.options["url"] == f"{site.root}/trees.csv"
    assert Source.objects.get().state == {"etag": "1"}
    assert changed(schedule="").next_run is None
    assert [action for action, _ in audited()].count("source.update") == 2


def test_options_and_secrets_change_together(site: Site) -> None:
    a_source(site)
    found = changed(options={"url": f"{site.root}/other.csv", "password": "s3cret"})
    assert (found.options["url"], found.secrets) == (f"{site.root}/other.csv", ("password",))
    assert "s3cret" not in str(queries.source("lyon", "trees").to_dict())
    assert changed(options={"password": ""}).secrets == ()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"options": {"uri": "x"}}, InvalidSource),
        ({"options": {"url": ""}}, InvalidSource),
        ({"reading": {"sheets": "1"}}, InvalidSource),
        ({"schedule": "often"}, InvalidSchedule),
        ({"timezone": "Europe/Lyon"}, InvalidSchedule),
        ({"actor": STRANGER}, Forbidden),
    ],
)
def test_wrong_choices_change_nothing(site: Site, values: dict[str, Any], error: type[Exception]) -> None:
    a_source(site, schedule="1d")
    before = queries.source("lyon", "trees")
    with pytest.raises(error):
        changed(**values)
    assert queries.source("lyon", "trees") == before


def test_a_source_does_not_change_under_its_run(site: Site) -> None:
    a_source(site)
    actions.run_now(actor=SYSTEM, domain="lyon", dataset_id="trees")
    with pytest.raises(SourceBusy):
        changed(schedule="1h")


@pytest.mark.parametrize(
    "values",
    [
        {"encoding": "klingon"},
        {"delimiter": "||"},
        {"header_row": -1},
        {"header_row": True},
        {"header_row": "2"},
        {"epsg": 0},
        {"sheet": 3},
        {"record_path": "a\0"},
        {"sheet": "x" * 300},
        {"timezone": "UTC"},
    ],
)
def test_wrong_reading_options_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(InvalidSource):
        checked_reading(values)


def test_reading_options_that_are_empty_are_left_to_be_found() -> None:
    assert checked_reading({"sheet": "", "epsg": None, "header_row": 0}) == {"header_row": 0}


def test_rows_of_a_run_join_those_that_are_there(site: Site) -> None:
    a_source(site, reading={"mode": "upsert", "key": "code"})
    for body in (b"code,n\na,1\nb,2\n", b"code,n\nb,3\nc,4\n"):
        site.routes["/trees.csv"] = Reply(body)
        assert run().state == RunState.PUBLISHED
    newest = catalog.versions("lyon", "trees")[0]
    assert (newest.rows, newest.mode) == (3, "upsert")
    changed(reading={"mode": "append", "key": None})
    site.routes["/trees.csv"] = Reply(b"code,n\nb,3\n")
    assert run().state == RunState.PUBLISHED
    assert catalog.versions("lyon", "trees")[0].rows == 4
    with pytest.raises(InvalidSource, match="no mode"):
        changed(reading={"mode": "sideways"})
