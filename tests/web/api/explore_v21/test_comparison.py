"""Two versions compared: exact counts, fields that changed, rows that differ; nothing that the caller may not see."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.published import OPERATOR_SECRET, PUBLIC, Installation
from tests.web.api.conftest import Api

from parvis.core.fields import Field, FieldType, Schema
from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import OPERATOR, Grant
from parvis.data.store.versions import Version, VersionIndex
from parvis.web.api.app import create_app

BEFORE = Schema.of(
    [
        Field("code", FieldType.TEXT, "Code", key=True),
        Field("name", FieldType.TEXT, "Nom"),
        Field("height", FieldType.DOUBLE, "Hauteur"),
        Field("year", FieldType.TEXT, "Année"),
        Field("old", FieldType.TEXT, "Ancien"),
        Field("place", FieldType.GEO_POINT, "Lieu"),
        Field("tags", FieldType.TEXT, "Mots", multivalued=","),
    ]
)
AFTER = Schema.of(
    [
        Field("code", FieldType.TEXT, "Code", key=True),
        Field("name", FieldType.TEXT, "Espèce"),
        Field("height", FieldType.DOUBLE, "Hauteur"),
        Field("year", FieldType.INT, "Année"),
        Field("place", FieldType.GEO_POINT, "Lieu"),
        Field("tags", FieldType.TEXT, "Mots", multivalued=","),
        Field("new", FieldType.BOOLEAN, "Nouveau"),
    ]
)


def row(code: str | None, name: str | None, height: float | None, **others: Any) -> dict[str, Any]:
    base = {"year": None, "old": None, "new": None, "place": None, "tags": None}
    return {"code": code, "name": name, "height": height, **base, **others}


OLD_ROWS = [
    row("A", "Oak", 1.5, place={"lon": 4.8, "lat": 45.7}, tags=["x", "y"], year="1999"),
    row("B", "Lime", 2.0, old="gone"),
    row("C", None, float("nan")),
    row("D", "Elm", 4.0, place={"lon": 1.0, "lat": 2.0}),
]
NEW_ROWS = [
    row("E", "=Ash", 5.0, new=True),
    row("A", "Oak", 1.5, place={"lon": 4.8, "lat": 45.7}, tags=["x", "z"], year=1999),
    row("C", None, float("nan")),
    row("D", "Elm", 4.5, place={"lon": 1.5, "lat": 2.0}),
]


def published(
    home: Path,
    before: tuple[Schema, Sequence[Mapping[str, Any]]] = (BEFORE, OLD_ROWS),
    after: tuple[Schema, Sequence[Mapping[str, Any]]] = (AFTER, NEW_ROWS),
    grants: Sequence[Grant] = (PUBLIC,),
) -> Reader:
    """An installation with a dataset of two versions."""
    made = Installation(home)
    made.domain("lyon", "lyon.test", is_default=True)
    made.key(OPERATOR_SECRET, None, OPERATOR)
    old, new = (
        made.dataset("trees", schema=schema, rows=rows, revision=number, grants=grants)
        for number, (schema, rows) in enumerate((before, after), 1)
    )
    kept = [
        Version(m.version, f"2026-0{m.version}-10T10:00:00.000000+00:00", "ann@x.org", "why", "f.csv", "0" * 64,
                "replace", m.schema, m.data)  # type: ignore[arg-type]
        for m in (old, new)
    ]  # fmt: skip
    index = VersionIndex(tuple(kept), tuple((v.created, v.number) for v in kept))
    key = made.store.put_versions(new.uid, index)
    made.dataset(
        "trees", schema=new.schema, rows=None, data=new.data, version=2, revision=3, versions=key, grants=grants
    )
    return Reader.open(home)


@pytest.fixture
def trees(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Api]:
    reader = published(tmp_path, grants=getattr(request, "param", (PUBLIC,)))
    yield Api(create_app(reader))
    reader.stop()


PATH = "/catalog/datasets/trees/versions"
COMPARE = f"{PATH}/1/compare/2"


def counts(answer: Any) -> tuple[int, ...]:
    return tuple(answer["records"][name] for name in ("before", "after", "added", "removed", "changed", "unchanged"))


def test_rows_are_paired_by_the_declared_key(trees: Api) -> None:
    answer = trees.json(COMPARE)
    assert answer["key"] == ["code"]
    assert counts(answer) == (4, 4, 1, 1, 2, 1)
    assert answer["changed_values"] == {"height": 1, "place": 1, "tags": 1}
    told = [(s["change"], (s["after"] or s["before"])["code"], s.get("fields")) for s in answer["sample"]]
    assert told == [
        ("changed", "A", ["tags"]),
        ("changed", "D", ["height", "place"]),
        ("added", "E", None),
        ("removed", "B", None),
    ]
    assert answer["sample"][0]["before"]["place"] == {"lon": 4.8, "lat": 45.7}


def test_changes_of_fields_are_told_and_the_breaking_ones_flagged(trees: Api) -> None:
    answer = trees.json(COMPARE)
    assert [(c["kind"], c["field"], c["before"], c["after"], c["breaking"]) for c in answer["schema_changes"]] == [
        ("removed", "old", "text", None, True),
        ("label", "name", "Nom", "Espèce", False),
        ("type", "year", "text", "int", True),
        ("added", "new", None, "boolean", False),
    ]
    assert answer["breaking"] is True
    assert answer["compared_fields"] == ["code", "name", "height", "place", "tags"]


def test_backwards_is_the_mirror(trees: Api) -> None:
    assert counts(trees.json(f"{PATH}/2/compare/1")) == (4, 4, 1, 1, 2, 1)
    assert counts(trees.json(f"{PATH}/2/compare/2")) == (4, 4, 0, 0, 0, 4)


def test_without_key_whole_rows_are_compared(trees: Api) -> None:
    answer = trees.json(COMPARE, key="")
    assert (answer["key"], counts(answer)) == ([], (4, 4, 3, 3, 0, 1))
    assert counts(trees.json(COMPARE, key="name,height")) == (4, 4, 2, 2, 1, 1)


def test_the_csv_holds_every_difference(trees: Api) -> None:
    answer = trees.get(f"{COMPARE}/exports/csv", escape_formulas="true")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == ["change", *(f.name for f in AFTER), "old"]
    assert [(r[0], r[1], r[2]) for r in rows[1:]] == [
        ("added", "E", "'=Ash"),
        ("before", "A", "Oak"),
        ("after", "A", "Oak"),
        ("before", "D", "Elm"),
        ("after", "D", "Elm"),
        ("removed", "B", "Lime"),
    ]
    assert (rows[2][5], rows[2][6], rows[3][6], rows[6][-1]) == ("45.7, 4.8", "x,y", "x,z", "gone")


def test_json_lines_hold_every_difference(trees: Api) -> None:
    lines = trees.get(f"{COMPARE}/exports/jsonl").text.splitlines()
    assert Counter(json.loads(line)["change"] for line in lines) == {"changed": 2, "added": 1, "removed": 1}


@pytest.mark.parametrize(
    ("path", "asked", "expected"),
    [
        (COMPARE, {"key": "nope"}, (400, "InvalidRESTParameterError")),
        (COMPARE, {"key": "place"}, (400, "InvalidRESTParameterError")),
        (COMPARE, {"key": "tags'); DROP"}, (400, "InvalidRESTParameterError")),
        (COMPARE, {"timezone": "Mars/Phobos"}, (400, "InvalidRESTParameterError")),
        (f"{PATH}/1/compare/9", {}, (404, "NotFoundResource")),
        (f"{PATH}/x/compare/2", {}, (400, "InvalidRESTParameterError")),
        (f"{COMPARE}/exports/exe", {}, (404, "NotFoundResource")),
        (f"{COMPARE}/exports/csv", {"delimiter": "abc"}, (400, "InvalidRESTParameterError")),
        (PATH, {"limit": 10_000}, (400, "InvalidRESTParameterError")),
        (f"{PATH}/7", {}, (404, "NotFoundResource")),
    ],
)
def test_wrong_questions_say_so(trees: Api, path: str, asked: dict[str, Any], expected: tuple[int, str]) -> None:
    assert trees.error(path, **asked)[:2] == expected


def test_a_key_that_is_not_unique_is_refused_or_passed_over(tmp_path: Path) -> None:
    twice = [*NEW_ROWS, row("A", "Oak again", 9.0)]
    reader = published(tmp_path, after=(AFTER, twice))
    api = Api(create_app(reader))
    assert api.error(COMPARE, key="code")[:2] == (400, "KeyNotUnique")
    answer = api.json(COMPARE)
    assert (answer["key"], answer["unusable_key"]) == ([], ["code"])
    assert counts(answer) == (4, 5, 4, 3, 0, 1)
    reader.stop()


def test_a_key_with_one_value_does_not_hang(tmp_path: Path) -> None:
    many = [row("same", str(n), float(n)) for n in range(4_000)]
    reader = published(tmp_path, before=(BEFORE, many), after=(AFTER, many))
    assert Api(create_app(reader)).error(COMPARE, key="code")[:2] == (400, "KeyNotUnique")
    reader.stop()


PART = Grant("public", "code != 'D'", ("name", "height"))


@pytest.mark.parametrize("trees", [(PART, Grant("staff"))], indirect=True)
def test_what_is_hidden_never_leaves_through_a_comparison(trees: Api) -> None:
    answer = trees.json(COMPARE)
    assert (answer["key"], answer["compared_fields"]) == ([], ["name", "height"])
    assert counts(answer) == (3, 3, 1, 1, 0, 2)
    assert {c["field"] for c in answer["schema_changes"]} == {"name"}
    for text in (json.dumps(answer), trees.get(f"{COMPARE}/exports/csv").text, trees.get(PATH).text):
        assert not {"tags", "old", "year", "place", "Elm", '"D"'} & {w.strip('",;:') for w in text.split()}
    assert trees.error(COMPARE, key="code")[:2] == (400, "InvalidRESTParameterError")
    assert counts(trees.json(COMPARE, apikey=OPERATOR_SECRET)) == (4, 4, 1, 1, 2, 1)


@pytest.mark.parametrize("trees", [(Grant("public", records=False),)], indirect=True)
def test_closed_records_are_not_compared(trees: Api) -> None:
    assert trees.error(COMPARE)[:2] == (403, "ForbiddenAccess")


def test_the_list_tells_what_each_version_is(trees: Api) -> None:
    answer = trees.json(PATH)
    assert (answer["current"], answer["total_count"]) == (2, 2)
    newest, oldest = answer["results"]
    assert (newest["version"], newest["current"], newest["breaking"], newest["records_count"]) == (2, True, True, 4)
    assert (oldest["version"], oldest["schema_changes"], oldest["reason"], oldest["author"]) == (1, [], "why", None)
    assert trees.json(PATH, apikey=OPERATOR_SECRET)["results"][0]["author"] == "ann@x.org"
    assert [v["version"] for v in trees.json(PATH, limit=1, offset=1)["results"]] == [1]


def test_a_version_can_be_cited(trees: Api) -> None:
    answer = trees.json(f"{PATH}/1")
    page = "https://lyon.test/explore/dataset/trees/versions/1/"
    assert answer["citation"]["text"].endswith(page)
    assert (answer["citation"]["csl"]["version"], answer["citation"]["csl"]["URL"]) == ("1", page)
    assert answer["citation"]["bibtex"].startswith("@misc{trees-v1,")


SMALL = Schema.of([Field("k", FieldType.INT, key=True), Field("v", FieldType.TEXT)])
TABLE = st.dictionaries(st.integers(0, 9), st.sampled_from(["a", "b", None]), max_size=8)


@settings(max_examples=12, deadline=None)
@given(old=TABLE, new=TABLE)
def test_counts_are_those_of_the_definition(
    tmp_path_factory: pytest.TempPathFactory, old: dict[int, Any], new: dict[int, Any]
) -> None:
    tables = [(SMALL, [{"k": k, "v": v} for k, v in table.items()]) for table in (old, new)]
    reader = published(tmp_path_factory.mktemp("law"), before=tables[0], after=tables[1])
    api = Api(create_app(reader))
    both = old.keys() & new.keys()
    changed = sum(old[k] != new[k] for k in both)
    expected = (len(old), len(new), len(new.keys() - old), len(old.keys() - new), changed, len(both) - changed)
    assert counts(api.json(COMPARE)) == expected
    lines = api.get(f"{COMPARE}/exports/jsonl").text.splitlines()
    assert len(lines) == expected[2] + expected[3] + expected[4]
    was, now = Counter(old.items()), Counter(new.items())
    whole = counts(api.json(COMPARE, key=""))
    assert whole[2:4] == ((now - was).total(), (was - now).total())
    reader.stop()
