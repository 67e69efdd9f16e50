"""Pipelines are data, and say which step is wrong."""

from __future__ import annotations

import pytest

from parvis.data.ingest.processors import InvalidPipeline, Pipeline

ROWS = [{"t": "a", "n": 1}]


def test_a_pipeline_comes_back_as_it_was_written():
    text = '{"version": 1, "steps": [{"processor": "trim", "comment": "c", "disabled": true}]}'
    pipeline = Pipeline.from_json(text)
    assert Pipeline.from_json(pipeline.to_json()) == pipeline
    assert pipeline.enabled == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "not JSON"),
        ("[" * 100_000, "nested too deeply|not JSON"),
        ("[]", "list of steps"),
        ('{"version": 9, "steps": []}', "version"),
        ('{"steps": [{}]}', "step 1: the name of a processor"),
        ('{"steps": [{"processor": "trim", "sql": "x"}]}', "unknown member 'sql'"),
        ('{"steps": [{"processor": "trim", "parameters": []}]}', "wrong kind"),
    ],
)
def test_a_file_that_is_no_pipeline_says_why(text, told):
    with pytest.raises(InvalidPipeline, match=told):
        Pipeline.from_json(text)


@pytest.mark.parametrize(
    ("processor", "parameters", "told"),
    [
        ("trim", {"field": "x"}, "no field 'x'"),
        ("trim", {}, "field is missing"),
        ("trim", {"field": "t", "sql": "1"}, "unknown parameter 'sql'"),
        ("trim", {"field": 'a"; DROP TABLE rows; --'}, "no field"),
        ("rename", {"field": "t", "to": 'x"; --'}, "identifier"),
        ("rename", {"field": "t", "to": "n"}, "there is a field n already"),
        ("filter", {"where": "1; DROP TABLE rows"}, "ODSQL"),
        ("filter", {"where": "secret = 'x'"}, "Unknown field"),
        ("expression", {"expression": "sum(n)", "to": "x"}, "by row"),
        ("extract_pattern", {"field": "t", "pattern": "(a", "to": "x"}, "regular expression"),
        ("parse_date", {"field": "t", "formats": ["%d/%m"]}, "no year"),
        ("create_point", {"longitude": "n", "latitude": "n", "to": "p", "epsg": 1025}, "EPSG:1025"),
        ("drop", {"fields": ["t", "n"]}, "no field would be left"),
        ("case", {"field": "t", "case": "odd"}, "one of lower"),
        ("round", {"field": "n", "decimals": 99}, "0 to 15"),
        ("json_path", {"field": "t", "path": "a') --", "to": "x"}, "not a path"),
        ("template", {"template": "{t!r}", "to": "x"}, "names of fields only"),
    ],
)
def test_a_step_that_cannot_run_is_named(made, processor, parameters, told):
    with pytest.raises(InvalidPipeline, match=rf"step 1 \({processor}\): .*{told}"):
        made(ROWS, (processor, parameters), types={"n": "int"})


def test_rejects_before_a_filter_are_reported(made):
    rows = [{"t": "x", "n": 1}, {"t": "213502388", "n": 2}]
    kept, done = made(rows, ("siren", {"field": "t"}), ("filter", {"where": "n > 1"}), types={"n": "int"})
    assert [row["n"] for row in kept] == [2]
    assert [(r.step, r.row, r.value) for r in done.rejects] == [(1, 1, "x")]


def test_a_join_remembers_its_parent_and_keeps_the_order(made):
    rows = [{"t": str(number % 50), "n": number} for number in range(200)]
    other = [{"k": str(number), "v": f"v{number}"} for number in range(0, 50, 2)]
    step = ("join", {"dataset": "other", "on": {"t": "k"}, "take": ["v"], "kind": "inner"})
    made_rows, done = made(rows, step, types={"n": "int"}, reads={"other": other})
    assert [row["n"] for row in made_rows] == [n for n in range(200) if n % 2 == 0]
    assert [(p.dataset_id, p.version, p.license) for p in done.parents] == [("other", 3, "Licence Ouverte v2.0")]
    assert sum(done.rejected.values()) == 100


def test_numbers_out_of_range_are_rejected_not_fatal(made):
    rows = [{"n": 2**62}, {"n": 2}]
    kept, done = made(rows, ("expression", {"expression": "n * 4", "to": "m"}), types={"n": "int"})
    assert [row["m"] for row in kept] == [None, 8]
    assert [reject.row for reject in done.rejects] == [1]


def test_a_former_commune_leads_to_its_heir(made):
    rows, done = made([{"c": "01033"}, {"c": "01091"}], ("territory", {"field": "c", "take": ["nom_commune"]}))
    assert [row["nom_commune"] for row in rows] == ["Valserhône", "Valserhône"]
    assert done.rejects == ()
