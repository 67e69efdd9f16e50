"""Tables with something around them: titles, totals, notes, fixed widths, older encodings, marks of missing values."""

from __future__ import annotations

import pytest
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import IngestError

TOWNS = "nom;mairie;année\n" + "Évry;élu à l'été;2020\nÉtampes;déjà hérité;2021\nNîmes;où ça ? là;2022\n" * 3


@pytest.mark.parametrize(
    ("encoding", "found_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "iso8859-1"),
        ("iso8859-15", "iso8859-1"),
        ("mac-roman", "mac-roman"),
        ("cp850", "cp850"),
    ],
)
def test_older_encodings_are_told_by_their_letters(read: Ingest, encoding: str, found_as: str) -> None:
    found = read(TOWNS.encode(encoding))
    assert found.rows()[:2] == [("Évry", "élu à l'été", 2020), ("Étampes", "déjà hérité", 2021)]
    assert found.ingested.report.options["encoding"] == found_as


def test_latin_9_is_told_by_its_own_letters(read: Ingest) -> None:
    found = read("n;v\ncœur d'été;12 €\nœuvre;3 €\n".encode("iso8859-15"))
    assert found.rows() == [("cœur d'été", "12 €"), ("œuvre", "3 €")]


def test_two_encodings_in_one_file_are_read_and_told(read: Ingest) -> None:
    content = "n;v\n" + "é;è\n" * 10
    found = read(content.encode() + "à;ê\n".encode("cp1252") * 10)
    assert (found.rows()[0], found.rows()[-1]) == (("é", "è"), ("à", "ê"))
    assert "20 characters were in Windows-1252" in found.ingested.report.warnings[0]


def test_mark_in_the_middle_is_removed_and_told(read: Ingest) -> None:
    found = read(b"a;b\n1;x\n\xef\xbb\xbf2;y\n")
    assert found.rows() == [(1, "x"), (2, "y")]
    assert "1 byte order marks in the middle" in found.ingested.report.warnings[0]


def test_mixed_line_ends_are_one(read: Ingest) -> None:
    assert read(b"a;b\r\n1;x\n2;y\r3;z\r\n").column("a") == [1, 2, 3]


@pytest.mark.parametrize(
    "title", ["Budget de la ville", "Budget de la ville;;", "Budget de la ville;;\n;;\nAnnée 2024;;"]
)
def test_title_lines_are_passed_over_and_told(read: Ingest, title: str) -> None:
    found = read(f"{title}\nnom;poste;montant\na;b;1\nc;d;2\ne;f;3\n")
    assert found.types == {"nom": "text", "poste": "text", "montant": "int"}
    assert found.ingested.rows == 3
    assert "Budget de la ville" in found.ingested.report.warnings[0]


def test_total_and_note_below_are_no_rows(read: Ingest) -> None:
    found = read("nom;poste;montant\na;b;1\nc;d;2\nTotal;;3\nSource : la ville;;\n")
    report = found.ingested.report
    assert found.column("montant") == [1, 2]
    assert [(r.line, r.reason.split(",")[0]) for r in report.rejects] == [(4, "a total"), (5, "a note")]
    assert (report.read, report.rejected) == (4, 2)


def test_total_inside_the_table_is_a_row(read: Ingest) -> None:
    assert read("nom;n\nTotal;3\na;1\nb;2\n").column("nom") == ["Total", "a", "b"]


@pytest.mark.parametrize("mark", ["nd", "NC", "-", "n.d.", "…", "non communiqué"])
@pytest.mark.parametrize("values", [("1", "2"), ("1,5", "2,25"), ("2024-01-02", "2024-02-03")])
def test_marks_among_measures_are_missing_and_told(read: Ingest, mark: str, values: tuple[str, str]) -> None:
    found = read(f"v;w\n{values[0]};a\n{mark};b\n{values[1]};c\n")
    assert found.types["v"] in ("int", "double", "date")
    assert found.column("v")[1] is None
    assert "1 values such as" in found.ingested.report.warnings[0]


def test_marks_far_in_the_file_are_missing_too(read: Ingest) -> None:
    found = read("v;w\n" + "1;a\n" * 6_000 + "nd;b\n")
    assert (found.types["v"], found.column("v")[-1]) == ("int", None)


def test_marks_among_texts_and_codes_stay(read: Ingest) -> None:
    found = read("v;code;w\nnd;nd;1\nabc;01;2\n")
    assert found.rows() == [("nd", "nd", 1), ("abc", "01", 2)]


FIXED = "code  nom         valeur\n01    Ain            12.5\n2A    Corse           3.0\n973   Guyane        100.0\n"


def test_fixed_width_is_seen(read: Ingest) -> None:
    found = read(FIXED, name="a.txt")
    assert found.types == {"code": "text", "nom": "text", "valeur": "double"}
    assert found.rows()[1] == ("2A", "Corse", 3.0)


def test_fixed_width_is_cut_where_it_is_said(read: Ingest) -> None:
    found = read("01ABC12\n02DEF34\n", name="a.txt", delimiter="fixed:2,3,2", header_row=0)
    assert found.rows() == [("01", "ABC", 12), ("02", "DEF", 34)]


def test_no_columns_of_fixed_width_is_told(read: Ingest) -> None:
    with pytest.raises(IngestError, match="fixed width"):
        read("abc\ndef\nghi\n", name="a.txt", delimiter="fixed")


def test_prose_is_no_table_of_fixed_width(read: Ingest) -> None:
    found = read("Un jour il pleut\nLe lendemain non\nEt puis rien du tout\n", name="a.txt")
    assert len(found.ingested.schema) == 1
