"""CSV and its kin: encodings, delimiters, headers, and rows that cannot be read."""

from __future__ import annotations

import pytest
from tests.data.ingest.conftest import Ingest

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, TooLarge
from parvis.data.ingest.options import Limits

ROWS = "nom;ville\nÉlodie;Évry\nŒdipe;Nîmes\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_is_found(read: Ingest, encoding: str) -> None:
    found = read(ROWS.encode(encoding))
    assert found.rows() == [("Élodie", "Évry"), ("Œdipe", "Nîmes")]
    assert found.ingested.report.options["encoding"] == encoding.removesuffix("-sig")


def test_broken_place_in_utf8_is_replaced_and_told(read: Ingest) -> None:
    found = read(("n;v\n" + "é;è\n" * 500).encode() + b"a\xff;b\n")
    assert found.column("n")[-1] == "a�"
    assert "1 characters were not valid utf-8" in found.ingested.report.warnings[0]


def test_broken_place_far_in_the_file_is_replaced_and_told(read: Ingest) -> None:
    found = read(b"n;v\n" + "éé;è\n".encode() * 700_000 + b"a\xff;b\n")
    report = found.ingested.report
    assert (report.kept, report.rejected) == (700_001, 0)
    assert "1 characters were not valid utf-8" in report.warnings[0]


def test_nul_characters_are_removed_and_told(read: Ingest) -> None:
    found = read(b"a;b\nx\x00y;1\n")
    assert found.column("a") == ["xy"]
    assert "1 NUL characters" in found.ingested.report.warnings[0]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found(read: Ingest, delimiter: str) -> None:
    found = read(
        delimiter.join("abc")
        + "\n"
        + delimiter.join(["1", "deux mots, ou plus" if delimiter != "," else "2", "3"])
        + "\n"
    )
    assert list(found.types) == ["a", "b", "c"]


def test_rows_that_cannot_be_read_are_reported_by_line(read: Ingest) -> None:
    found = read('a;b;c\n1;2;3\n4;5\n6;"x;y";7\n8;9;10;11\n12;13;14\n')
    report = found.ingested.report
    assert (report.read, report.kept, report.rejected) == (5, 3, 2)
    assert [(r.line, r.text) for r in report.rejects] == [(3, "4;5"), (5, "8;9;10;11")]
    assert found.column("a") == [1, 6, 12]


def test_quoted_cells_may_hold_anything(read: Ingest) -> None:
    found = read('a,b\n"x, ""y""\nz",1\n')
    assert found.column("a") == ['x, "y"\nz']


def test_file_without_header_names_its_columns(read: Ingest) -> None:
    found = read("1;Paris\n2;Lyon\n")
    assert list(found.types) == ["column_1", "column_2"]
    assert len(found.rows()) == 2


def test_labels_become_identifiers(read: Ingest) -> None:
    found = read("Nom de l'élève;Nom de l'eleve;;Techno (from Plateformes)\na;b;c;d\n")
    assert list(found.types) == ["nom_de_l_eleve", "nom_de_l_eleve_2", "column_3", "techno_from_plateformes"]
    assert next(f.label for f in found.ingested.schema) == "Nom de l'élève"


def test_header_only_is_an_empty_dataset(read: Ingest) -> None:
    assert read("a;b\n").rows() == []


def test_order_of_the_file_is_kept(read: Ingest) -> None:
    found = read("n,x\n" + "".join(f"{n},a\n" for n in range(300_000)))
    assert found.column("n") == list(range(300_000))


def test_nothing_remains_when_it_fails(read: Ingest, tmp_path: object) -> None:
    with pytest.raises(EmptyFile):
        read("")
    with pytest.raises(TooLarge, match="3,000 columns"):
        read(",".join(f"c{n}" for n in range(3_000)) + "\n")
    with pytest.raises(TooLarge, match="longer than"):
        read("a,b\n" + "x" * 3_000_000 + ",1\n", limits=Limits(line=1 << 20))
    with pytest.raises(DamagedFile, match="announced as csv"):
        read(b"PAR1" + bytes(50) + b"PAR1", format="csv")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_found(read: Ingest, encoding: str) -> None:
    assert read(ROWS.encode(encoding)).rows() == [("Élodie", "Évry"), ("Œdipe", "Nîmes")]


def test_line_ends_of_several_kinds(read: Ingest) -> None:
    assert read(b"a,b\n1,x\r\n2,y\n3,z\r4,w\r\n").column("a") == [1, 2, 3, 4]


def test_quote_that_never_closes_takes_no_other_row_away(read: Ingest) -> None:
    found = read("a,b\n" + "1,x\n" * 5_000 + '2,"open\n' + '3,"in, side"\n' * 5_000 + "4\n")
    report = found.ingested.report
    assert (report.kept, report.rejected) == (10_000, 2)
    assert [(r.line, r.text) for r in report.rejects] == [(5_002, '2,"open'), (10_003, "4")]


def test_line_beyond_the_limit_is_rejected_and_its_neighbours_kept(read: Ingest) -> None:
    found = read("a,b\n" + "1,x\n" * 300 + '"' + "x" * 2_000_000 + '",1\n3,y\n', limits=Limits(line=1 << 20))
    assert found.ingested.report.rejected == 1
    assert len(found.column("a")) == 301


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b\n1,'x, y'\n2,'z'\n", ["x, y", "z"]),
        ('a,b\n1,"say \\"hi\\", ok"\n2,"z"\n', ['say "hi", ok', "z"]),
        ("sep=;\na;b\n1;x\n", ["x"]),
        ("a;b\n1;x;\n2;y;\n", ["x", "y"]),
        ("Titre\n\na;b\n1;x\n", ["x"]),
    ],
)
def test_shapes_that_spreadsheets_and_programs_write(read: Ingest, content: str, expected: list[str]) -> None:
    found = read(content)
    assert list(found.types) == ["a", "b"]
    assert found.column("b") == expected


@pytest.mark.parametrize(
    ("header", "names"), [("nom;2019;2020", ["nom", "2019", "2020"]), ("x;x;X", ["x", "x_2", "x_3"])]
)
def test_headers_with_years_or_with_equal_names(read: Ingest, header: str, names: list[str]) -> None:
    assert list(read(f"{header}\n1;2;3\n").types) == names


def test_cell_longer_than_a_page_is_read(read: Ingest) -> None:
    ring = ",".join(f"[{n},{n}]" for n in range(20_000))
    found = read('s;n\n"{""type"":""LineString"",""coordinates"":[' + ring + ']}";1\n')
    assert found.types["n"] == "int"


def test_two_thousand_columns_fit(read: Ingest) -> None:
    row = ",".join("7" for _ in range(2_000))
    found = read(",".join(f"c{n}" for n in range(2_000)) + "\n" + f"{row}\n" * 20)
    assert (len(found.types), found.column("c1999")[0]) == (2_000, 7)


@pytest.mark.parametrize("encoding", ["klingon", "zlib"])
def test_unknown_encoding_is_refused(read: Ingest, encoding: str) -> None:
    with pytest.raises(IngestError, match="not an encoding"):
        read("a\n1\n", encoding=encoding)


def test_report_is_for_people_and_for_programs(read: Ingest) -> None:
    report = read("a;b\n1;x\n2\n").ingested.report
    assert report.to_dict()["rejects"][0]["text"] == "2"
    assert "2 read, 1 kept, 1 rejected" in report.as_text()
    assert "every value is a whole number" in report.as_text()
