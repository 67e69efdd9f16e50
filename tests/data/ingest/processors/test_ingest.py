"""A file goes through a pipeline on its way to a version."""

from __future__ import annotations

import pytest

from parvis.data.ingest import IngestOptions, ingest
from parvis.data.ingest.options import FieldOverride
from parvis.data.ingest.processors import InvalidPipeline, Pipeline


def pipeline(*steps):
    return Pipeline.from_dict({"version": 1, "steps": list(steps)})


def test_the_version_holds_what_the_pipeline_made(tmp_path):
    source = tmp_path / "shops.csv"
    source.write_text("nom,siret\n a ,21350238800019\nb,21350238800018\n")
    steps = pipeline(
        {"processor": "retype", "parameters": {"field": "siret", "type": "text"}},
        {"processor": "siret", "parameters": {"field": "siret"}},
        {"processor": "rename", "parameters": {"field": "nom", "to": "name"}, "disabled": True},
    )
    made = ingest(source, tmp_path / "v.duckdb", pipeline=steps)
    assert [field.name for field in made.schema] == ["nom", "siret"]
    assert made.report.processing["rejected"] == {"step 2 (siret) siret": 1}
    assert [(r["row"], r["value"]) for r in made.report.step_rejects] == [(2, "21350238800018")]
    assert any("siret" in warning and "row 2" in warning for warning in made.report.warnings)


def test_a_pipeline_that_does_not_fit_leaves_no_version(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("a\n1\n")
    with pytest.raises(InvalidPipeline, match=r"step 1 \(drop\): there is no field 'b'"):
        ingest(source, tmp_path / "v.duckdb", pipeline=pipeline({"processor": "drop", "parameters": {"fields": ["b"]}}))
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_choices_of_a_curator_reach_fields_that_the_pipeline_made(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("a\n1\n")
    step = {"processor": "expression", "parameters": {"expression": "a * 2", "to": "b"}}
    options = IngestOptions(fields=(FieldOverride("b", label="Double", unit="m"),))
    made = ingest(source, tmp_path / "v.duckdb", options, pipeline=pipeline(step))
    assert (made.schema.fields[1].label, made.schema.fields[1].unit) == ("Double", "m")
