"""What is told of a file before it is published."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import xlsxwriter

from parvis.data.ingest.preview import preview
from parvis.data.ingest.preview.excerpt import LENGTH
from parvis.data.ingest.preview.personal import is_iban, is_nir

PERSONS = """nom;prenom;date de naissance;mail;tel;compte;nir
Durand;Anne;12/03/1980;anne.durand@example.org;06 12 34 56 78;FR76 3000 6000 0112 3456 7890 189;1 80 03 78 006 084 13
Le Goff;Bob;01/02/1990;bob@example.net;+33 1 23 45 67 89;GB82 WEST 1234 5698 7654 32;2 55 08 14 168 025 38
"""


def made(tmp_path: Path, content: str, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_format_options_rows_and_types(tmp_path: Path) -> None:
    found = preview(made(tmp_path, "Code;Né le;n\n01;2024-01-02;1\n02;2024-02-03;2\n"))
    assert (found.format, found.options["delimiter"], found.read, found.whole) == ("csv", ";", 2, True)
    assert [(f.name, f.type) for f in found.fields] == [("code", "text"), ("ne_le", "date"), ("n", "int")]
    assert found.rows[0]["code"] == "01"
    assert (found.problems, found.personal) == ((), ())


def test_personal_data_is_suspected(tmp_path: Path) -> None:
    found = preview(made(tmp_path, PERSONS))
    assert {s.kind: s.fields for s in found.personal} == {
        "email": ("mail",),
        "phone": ("tel",),
        "iban": ("compte",),
        "nir": ("nir",),
        "identity": ("nom", "prenom", "date_de_naissance"),
    }


def test_addresses_of_services_are_not_personal(tmp_path: Path) -> None:
    found = preview(made(tmp_path, "lieu;mail\na;mairie@ville.example\nb;contact@x.example\n"))
    assert found.personal == ()


@pytest.mark.parametrize(
    ("text", "right"), [("255081416802538", True), ("255081416802539", False), ("2550814168025", False)]
)
def test_key_of_a_social_security_number(text: str, right: bool) -> None:
    assert is_nir(text) is right


@pytest.mark.parametrize(("text", "right"), [("GB82WEST12345698765432", True), ("GB82WEST12345698765433", False)])
def test_key_of_an_account(text: str, right: bool) -> None:
    assert is_iban(text) is right


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a\n1\n2\n", "Only one column"),
        ("a;b\n", "no row below its header"),
        ("a;b\n1;2\n3\n", "1 lines would be left out"),
        ("1;2\n3;4\n", "No header was found"),
        ("a;b\n1;\n2;\n", "without any value"),
        ("v;w\n" + "1;a\n" * 10 + "12 env.;b\n", "looks like numbers, except for row 11"),
        ("x;y;n\n652469;6862035;a\n652470;6862036;b\n", "EPSG 2154"),
    ],
)
def test_what_looks_wrong_is_said_in_words(tmp_path: Path, content: str, said: str) -> None:
    assert any(said in problem for problem in preview(made(tmp_path, content)).problems)


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.jsonl", "a.geojson", "b.json"])
def test_only_the_beginning_of_a_large_file_is_read(tmp_path: Path, name: str) -> None:
    rows = [{"n": n, "text": "é" * 500} for n in range(5_000)]
    features = [{"type": "Feature", "properties": row, "geometry": None} for row in rows]
    written = {
        "a.csv": "n;text\n" + "".join(f"{row['n']};{row['text']}\n" for row in rows),
        "a.json": json.dumps(rows, ensure_ascii=False),
        "b.json": json.dumps({"total": 3, "records": rows}, ensure_ascii=False),
        "a.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
        "a.geojson": json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False),
    }
    path = made(tmp_path, written[name], name)
    assert path.stat().st_size > LENGTH
    found = preview(path)
    assert not found.whole
    assert 1_000 < found.read < 3_000
    assert found.rows[0]["n"] == 0


def test_properties_of_a_workbook_are_suggested(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        workbook.set_properties({"title": "Arbres", "author": "La ville", "keywords": "arbre, parc"})
        workbook.add_worksheet().write_row(0, 0, ["nom", "n"])
        workbook.worksheets()[0].write_row(1, 0, ["a", 1])
    found = preview(tmp_path / "a.xlsx").suggestions
    assert (found["title"], found["creator"], found["keyword"]) == ("Arbres", "La ville", ["arbre", "parc"])


def test_beginning_of_a_packed_text_ends_at_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(("n;text\n" + f"1;{'é' * 500}\n" * 5_000).encode()))
    found = preview(path)
    assert (found.whole, found.problems) == (False, ())
    assert 1_000 < found.read < 5_000
