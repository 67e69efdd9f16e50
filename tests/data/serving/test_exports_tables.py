"""Tables, documents and databases read back by programs that know nothing of Parvis."""

from __future__ import annotations

import io
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
import python_calamine
from tests.data.serving.every_type import BIG, EVIL, FIELDS, FULL, content, publish
from tests.factories.published import Installation

from parvis.data.exports import ods, xlsx
from parvis.data.serving.reader import Reader

SEEN = datetime(2026, 3, 15, 8, 30, 15, tzinfo=UTC)
NAMES = [field.name for field in FIELDS]
LABELS = [field.label for field in FIELDS]


@pytest.fixture
def reader(installation: Installation) -> Any:
    publish(installation)
    publish(installation, [], "nothing")
    publish(installation, [FULL], "one")
    opened = Reader.open(installation.home)
    yield opened
    opened.stop()


@pytest.mark.parametrize(("format", "separator"), [("csv", ";"), ("tsv", "\t")])
def test_delimited_text_is_read_by_pandas(reader: Reader, format: str, separator: str) -> None:
    data = content(reader, format)
    frame = pandas.read_csv(io.BytesIO(data), sep=separator, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    row = frame.iloc[0].to_dict()
    assert (row["code"], row["big"], row["tags"], row["year"]) == ("01004", str(BIG), "été,a,b", "2024")
    assert (row["name"], row["place"], row["seen"]) == (FULL["name"], "48.85, 2.35", "2026-03-15T08:30:15+00:00")
    assert frame.iloc[2].to_list() == [""] * len(NAMES)
    assert data.startswith(b"\xef\xbb\xbf") == (format == "csv")


def test_formulas_are_escaped_in_delimited_text_when_asked(reader: Reader) -> None:
    plain, escaped = (content(reader, "csv", options={"escape_formulas": flag}).decode() for flag in ("0", "true"))
    assert ';"=HYPERLINK(' in plain
    assert ";\"'=HYPERLINK(" in escaped
    assert ";-1;" in escaped, "numbers are not texts"
    aliased = content(reader, "csv", select="code as `=1+1`", options={"escape_formulas": "1", "with_bom": "0"})
    assert aliased.startswith(b"'=1+1\n")


@pytest.mark.parametrize(("labels", "heads"), [("false", NAMES), ("true", LABELS)])
def test_workbooks_have_typed_cells(reader: Reader, labels: str, heads: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(reader, "xlsx", options={"use_labels": labels})))
    sheet = book["data"]
    assert [cell.value for cell in sheet[1]] == heads
    first = dict(zip(NAMES, (cell.value for cell in sheet[2]), strict=True))
    assert (first["code"], first["big"], first["rate"], first["open"]) == ("01004", str(BIG), 0.1, True)
    assert (first["day"], first["year"], first["seen"]) == (datetime(2026, 3, 15), "2024", SEEN.replace(tzinfo=None))  # noqa: DTZ001
    assert sheet["B3"].value == EVIL["name"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "b", "d"}, "no formula"
    assert sheet.max_row == 3
    assert sheet["A1"].font.bold
    about = {row[0].value: row[1].value for row in book["metadata"]}
    assert (about["license"], about["attribution"]) == ("Licence Ouverte v2.0", "Ville de Lyon; IGN")


def test_instants_of_workbooks_are_in_the_timezone_asked(reader: Reader) -> None:
    data = content(reader, "xlsx", select="seen", timezone="Europe/Paris")
    assert openpyxl.load_workbook(io.BytesIO(data))["data"]["A2"].value == datetime(2026, 3, 15, 9, 30, 15)  # noqa: DTZ001


def test_opendocument_is_read_by_calamine(reader: Reader) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content(reader, "ods")))
    assert book.sheet_names == ["data", "metadata"]
    heads, first, second, *_ = book.get_sheet_by_name("data").to_python()
    row = dict(zip(heads, first, strict=True))
    assert (row["code"], row["name"], row["big"], row["rate"]) == ("01004", FULL["name"], str(BIG), 0.1)
    assert (row["open"], row["day"], row["seen"]) == (True, date(2026, 3, 15), SEEN.replace(tzinfo=None))
    assert second[1] == EVIL["name"]


@pytest.mark.parametrize("module", [xlsx, ods])
def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    reader: Reader, module: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROWS", 2)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content(reader, module.__name__.split(".")[-1])))
    assert book.sheet_names == ["data", "data 2", "metadata"]
    assert len(book.get_sheet_by_name("data").to_python()) == 3


def test_sqlite_is_a_database(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "types.sqlite"
    path.write_bytes(content(reader, "sqlite"))
    base = sqlite3.connect(path)
    base.row_factory = sqlite3.Row
    first, _, last = map(dict, base.execute("SELECT * FROM records"))
    assert (first["code"], first["big"], first["rate"], first["open"]) == ("01004", BIG, 0.1, 1)
    assert (first["place_lon"], first["place_lat"], orjson.loads(first["tags"])) == (2.35, 48.85, FULL["tags"])
    assert (first["day"], first["year"], first["seen"]) == ("2026-03-15", "2024", SEEN.isoformat())
    assert orjson.loads(first["area"]) == FULL["area"]
    assert set(last.values()) == {None}
    assert dict(map(tuple, base.execute("SELECT * FROM metadata")))["license"] == "Licence Ouverte v2.0"
    base.close()


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_columnar_files_keep_types(reader: Reader, format: str) -> None:
    data = io.BytesIO(content(reader, format))
    table = pyarrow.parquet.read_table(data) if format == "parquet" else pyarrow.ipc.open_stream(data).read_all()
    first, _, last = table.to_pylist()
    assert (first["code"], first["big"], first["open"], first["tags"]) == ("01004", BIG, True, FULL["tags"])
    assert (first["day"], first["seen"], first["place"]) == (date(2026, 3, 15), SEEN, FULL["place"])
    assert {value for name, value in last.items() if name != "place"} == {None}
    assert table.schema.metadata[b"license"] == b"Licence Ouverte v2.0"
    data.seek(0)
    frame = polars.read_parquet(data) if format == "parquet" else polars.read_ipc_stream(data)
    assert frame["big"].to_list() == [BIG, -1, None]


@pytest.mark.parametrize("format", ["csv", "tsv", "xlsx", "ods", "sqlite", "parquet", "arrow"])
def test_empty_one_row_filtered_and_grouped(reader: Reader, format: str, tmp_path: Path) -> None:
    assert count(content(reader, format, "nothing"), format, tmp_path) == 0
    assert count(content(reader, format, "one"), format, tmp_path) == 1
    assert count(content(reader, format, where=("open",)), format, tmp_path) == 1
    grouped = {"select": "open, count(*) as n, sum(rate) as s", "group_by": "open"}
    assert count(content(reader, format, **grouped), format, tmp_path) == 3
    assert count(content(reader, format, limit=2), format, tmp_path) == 2


def count(data: bytes, format: str, folder: Path) -> int:
    """Rows of a file, as a foreign program counts them."""
    file = io.BytesIO(data)
    if format in ("csv", "tsv"):
        return len(pandas.read_csv(file, sep=None, engine="python", encoding="utf-8-sig", skip_blank_lines=False))
    if format in ("xlsx", "ods"):
        sheet = python_calamine.CalamineWorkbook.from_filelike(file).get_sheet_by_name("data")
        return len(sheet.to_python()) - 1
    if format == "sqlite":
        path = folder / "counted.sqlite"
        path.write_bytes(data)
        base = sqlite3.connect(path)
        found: int = base.execute("SELECT count(*) FROM records").fetchone()[0]
        base.close()
        return found
    return int((polars.read_parquet(file) if format == "parquet" else polars.read_ipc_stream(file)).height)
