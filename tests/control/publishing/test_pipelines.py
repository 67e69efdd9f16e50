"""A dataset keeps its pipeline, and each publication runs it."""

from pathlib import Path

import pytest
from tests.factories.actors import STRANGER, SYSTEM
from tests.factories.outcomes import audited
from tests.factories.portals import a_domain

from parvis.control.catalog import pipelines, queries
from parvis.control.publishing import actions, processing
from parvis.core.errors import Forbidden
from parvis.data.ingest.processors import InvalidPipeline, Pipeline
from parvis.data.store.store import Store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(store: Store):
    a_domain("lyon")


def a_csv(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def pipeline(*steps: tuple[str, dict]) -> Pipeline:
    return Pipeline.from_dict({"steps": [{"processor": name, "parameters": p} for name, p in steps]})


def publish(source: Path, **values):
    return actions.publish_file(**{"actor": SYSTEM, "domain": "lyon", "source": source, **values})


HASH = pipeline(("hash", {"field": "name"}))


def test_the_stated_pipeline_is_kept_and_run_again(tmp_path: Path):
    source = a_csv(tmp_path, "trees.csv", "name,n\nElm,1\n")
    publish(source, pipeline=pipeline(("filter", {"where": "n > 1"})))
    publish(a_csv(tmp_path, "trees.csv", "name,n\nElm,1\nOak,2\n"))
    assert [version.rows for version in queries.versions("lyon", "trees")] == [1, 0]
    assert pipelines.pipeline("lyon", "trees").number == 1


def test_every_state_of_a_pipeline_is_kept(tmp_path: Path):
    publish(a_csv(tmp_path, "trees.csv", "name,n\nElm,1\n"))
    assert pipelines.pipeline("lyon", "trees").number == 0
    for steps in (HASH, HASH, Pipeline()):
        pipelines.set_pipeline(actor=SYSTEM, domain="lyon", dataset_id="trees", pipeline=steps)
    assert [state.pipeline for state in pipelines.history("lyon", "trees")] == [Pipeline(), HASH]
    assert [action for action, _ in audited()].count("dataset.pipeline") == 2


def test_a_stranger_and_a_wrong_pipeline_are_refused(tmp_path: Path):
    publish(a_csv(tmp_path, "trees.csv", "name,n\nElm,1\n"))
    with pytest.raises(Forbidden):
        pipelines.set_pipeline(actor=STRANGER, domain="lyon", dataset_id="trees", pipeline=HASH)
    with pytest.raises(InvalidPipeline, match="step 1"):
        pipelines.set_pipeline(actor=SYSTEM, domain="lyon", dataset_id="trees", pipeline=pipeline(("hsh", {})))
    assert pipelines.pipeline("lyon", "trees").number == 0


def test_a_join_remembers_the_version_and_licence_of_its_parent(tmp_path: Path):
    publish(a_csv(tmp_path, "towns.csv", "code,town\na,Lyon\n"), metadata={"license": "ODbL"})
    join = pipeline(("join", {"dataset": "towns", "on": {"code": "code"}, "take": ["town"]}))
    publish(a_csv(tmp_path, "trees.csv", "code,n\na,1\n"), pipeline=join)
    (version,) = queries.versions("lyon", "trees")
    (parent,) = version.report["processing"]["parents"]
    assert (parent["dataset_id"], parent["version"], parent["license"]) == ("towns", 1, "ODbL")


def test_a_dataset_of_another_domain_is_not_there(tmp_path: Path):
    a_domain("paris")
    publish(a_csv(tmp_path, "towns.csv", "code,town\na,Lyon\n"))
    join = pipeline(("join", {"dataset": "towns", "on": {"code": "code"}, "take": ["town"]}))
    with pytest.raises(InvalidPipeline, match="no dataset"):
        publish(a_csv(tmp_path, "trees.csv", "code,n\na,1\n"), domain="paris", pipeline=join)


def test_a_preview_shows_each_step_and_publishes_nothing(tmp_path: Path):
    source = a_csv(tmp_path, "trees.csv", "name,n\nElm,1\nOak,2\n")
    steps = pipeline(("filter", {"where": "n > 1"}), ("rename", {"field": "n", "to": "m"}))
    found = processing.preview(actor=SYSTEM, domain="lyon", dataset_id=None, source=source, pipeline=steps)
    assert [len(step.rows) for step in found] == [2, 1, 1]
    assert found[2].columns == ("name", "m")
    assert queries.datasets("lyon") == []


def test_domains_hash_with_secrets_of_their_own():
    a_domain("paris")
    lyon, paris = processing.run_of("lyon").secret, processing.run_of("paris").secret
    assert lyon != paris
    assert lyon == processing.run_of("lyon").secret
