"""Archives: what they hold is read, what they must not hold is refused."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import py7zr
import pytest
import zstandard
from tests.data.ingest.conftest import Ingest
from tests.factories.shared import SHARED, needs_shared

from parvis.data.ingest.errors import DamagedFile, EmptyFile, IngestError, TooLarge, UnsafeArchive
from parvis.data.ingest.options import Limits

TEXT = b"code;n\n01;1\n02;2\n"


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (gzip.compress(TEXT), "a.csv.gz"),
        (bz2.compress(TEXT), "a.csv.bz2"),
        (lzma.compress(TEXT), "a.csv.xz"),
        (zstandard.compress(TEXT), "a.csv.zst"),
        (packed({"sub/a.csv": TEXT, "__MACOSX/a.csv": b"x", "LISEZMOI.txt": b"bla"}), "a.zip"),
        (packed({"b.zip": packed({"a.csv.gz": gzip.compress(TEXT)})}), "a.zip"),
    ],
    ids=["gz", "bz2", "xz", "zst", "zip", "zip of gz"],
)
def test_packed_table_is_read(read: Ingest, content: bytes, name: str) -> None:
    assert read(content, name=name).rows() == [("01", 1), ("02", 2)]


def test_seven_zip(read: Ingest, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(TEXT)
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.write(tmp_path / "in.csv", "sub/a.csv")
    assert read(tmp_path / "a.7z").rows() == [("01", 1), ("02", 2)]
    with pytest.raises(TooLarge):
        read(tmp_path / "a.7z", limits=Limits(archive=10))


def test_files_of_one_kind_are_one_dataset(read: Ingest) -> None:
    parts = {"2023.csv": b"code;n\n01;1\n", "2024.csv": b"n;code;x\n2;02;a\nbroken\n"}
    found = read(packed(parts), name="a.zip")
    assert found.types == {"code": "text", "n": "int", "x": "text", "source_file": "text"}
    assert found.rows() == [("01", 1, None, "2023.csv"), ("02", 2, "a", "2024.csv")]
    assert found.ingested.report.rejected == 1
    assert "2024.csv" in found.ingested.report.rejects[0].reason
    assert "2023.csv: has no column x" in found.ingested.report.warnings


def test_different_tables_have_to_be_named(read: Ingest) -> None:
    content = packed({"a.csv": TEXT, "b.csv": b"x;y;z\n1;2;3\n"})
    with pytest.raises(IngestError, match="different tables"):
        read(content, name="a.zip")
    assert read(content, name="a.zip", sheet="b.csv").rows() == [(1, 2, 3)]


def test_folder_is_read_like_an_archive(read: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_bytes(TEXT)
    assert read(folder).ingested.rows == 4


@pytest.mark.parametrize("name", ["../a.csv", "/a.csv", "x/../../a.csv", "C:\\a.csv", "..\\a.csv"])
def test_path_out_of_the_archive_is_refused(read: Ingest, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchive, match="leads out"):
        read(packed({name: TEXT}), name="a.zip")
    assert not list(tmp_path.parent.glob("a.csv"))


def test_link_is_refused(read: Ingest) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        entry = zipfile.ZipInfo("a.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/hosts")
    with pytest.raises(UnsafeArchive, match="link"):
        read(held.getvalue(), name="a.zip")


def test_archives_without_end_are_refused(read: Ingest) -> None:
    content = TEXT
    for _ in range(5):
        content = packed({"a.zip" if content != TEXT else "a.csv": content})
    with pytest.raises(UnsafeArchive, match="archives inside archives"):
        read(content, name="a.zip")


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_bomb_is_stopped_while_it_unpacks(read: Ingest, name: str) -> None:
    bomb = b"a;b\n" + bytes(80 << 20)
    content = packed({"a.csv": bomb}) if name == "a.zip" else gzip.compress(bomb, 9)
    with pytest.raises(TooLarge, match="times its size"):
        read(content, name=name)
    with pytest.raises(TooLarge, match="MiB"):
        read(content, name=name, limits=Limits(archive=1 << 20))


def test_too_many_files_are_refused(read: Ingest) -> None:
    with pytest.raises(TooLarge, match="more than 3 files"):
        read(packed({f"{n}.csv": TEXT for n in range(5)}), name="a.zip", limits=Limits(members=3))


@pytest.mark.parametrize(
    "content",
    [gzip.compress(TEXT)[:15], packed({"a.csv": TEXT})[:40], b"7z\xbc\xaf\x27\x1c" + bytes(40)],
    ids=["gz", "zip", "7z"],
)
def test_cut_archive_is_told(read: Ingest, content: bytes) -> None:
    with pytest.raises(DamagedFile, match="cut or corrupt"):
        read(content, name="a.csv")


def test_archive_without_table_is_told(read: Ingest) -> None:
    with pytest.raises(EmptyFile, match="no table"):
        read(packed({"a.pdf": b"%PDF-1.7"}), name="a.zip")


@needs_shared
def test_archive_with_its_metadata_and_licence(read: Ingest) -> None:
    found = read(SHARED / "subventions/OD.SUBVENTION_CONVENTION_CODAH.json.zip")
    assert (found.ingested.rows, len(found.ingested.schema)) == (30, 15)
    assert found.ingested.report.options["inside"] == "OD.SUBVENTION_CONVENTION_CODAH.json"
