"""Folders here and on real servers: the same choices, the same state."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from tests.data.connectors.files.conftest import Fetching, texts
from tests.factories.storage import PASSWORD, USER, serving_files

from parvis.data.connectors.files.interface import InvalidSource
from parvis.data.connectors.files.listing import Remote, chosen, matches
from parvis.data.connectors.guarded import FetchError
from parvis.data.connectors.guarded.errors import RefusedByHost


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two exports and another file, in a bucket named ``town``."""
    inside = tmp_path / "served" / "town"
    inside.mkdir(parents=True)
    for number, name in enumerate(("trees-1.csv", "trees-2.csv", "notes.txt", ".hidden.csv")):
        (inside / name).write_text(f"a\n{number}\n")
        os.utime(inside / name, (1_700_000_000 + number, 1_700_000_000 + number))
    return inside


@pytest.fixture(params=["folder", "s3", "sftp", "ftp"])
def place(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The folder on a server of each kind, with the options that reach it."""
    if request.param == "folder":
        yield "folder", {"path": str(folder)}
    elif request.param == "s3":
        with serving_files("s3", folder.parent, "--auth-key", f"{USER},{PASSWORD}") as port:
            yield "s3", {
                "endpoint": f"http://127.0.0.1:{port}", "bucket": "town", "access_key": USER, "secret_key": PASSWORD,
            }  # fmt: skip
    else:
        options = ("--passive-port", "30000-32000") if request.param == "ftp" else ()
        with serving_files(request.param, folder.parent, "--user", USER, "--pass", PASSWORD, *options) as port:
            given = {"host": "127.0.0.1", "port": str(port), "user": USER, "password": PASSWORD, "path": "/town"}
            yield request.param, given | ({"host_key": host_key(port)} if request.param == "sftp" else {})


def host_key(port: int) -> str:
    """The fingerprint of the server."""
    transport = paramiko.Transport(("127.0.0.1", port))
    try:
        transport.start_client(timeout=10)
        digest = hashlib.sha256(transport.get_remote_server_key().asbytes()).digest()
    finally:
        transport.close()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def test_the_files_of_the_pattern_come_and_come_again_when_they_change(
    place: tuple[str, dict[str, str]], folder: Path, fetch: Fetching
) -> None:
    kind, options = place
    options |= {"pattern": "trees-*.csv", "take": "all"}
    first = fetch(kind, folders=(folder.parent,), **options)
    assert texts(first) == ["a\n0\n", "a\n1\n"]
    second = fetch(kind, first.state, folders=(folder.parent,), **options)
    assert (second.unchanged, [file.status for file in second.files]) == (True, ["unchanged", "unchanged"])
    (folder / "trees-3.csv").write_text("a\n3\n3\n")
    third = fetch(kind, second.state, folders=(folder.parent,), **options)
    assert texts(third) == ["a\n0\n", "a\n1\n", "a\n3\n3\n"]


def test_a_pattern_without_file_is_said(place: tuple[str, dict[str, str]], folder: Path, fetch: Fetching) -> None:
    kind, options = place
    with pytest.raises(FetchError, match="no file matches"):
        fetch(kind, folders=(folder.parent,), pattern="*.xlsx", **options)


def test_a_wrong_password_is_said_without_it(place: tuple[str, dict[str, str]], fetch: Fetching) -> None:
    kind, options = place
    secret = {"s3": "secret_key"}.get(kind, "password")
    if kind != "folder":
        with pytest.raises(RefusedByHost) as caught:
            fetch(kind, **options | {secret: "guess"})
        assert "guess" not in caught.value.message


def test_another_host_key_ends_before_the_password_is_sent(folder: Path, fetch: Fetching) -> None:
    with serving_files("sftp", folder.parent, "--user", USER, "--pass", PASSWORD) as port:
        options = {"host": "127.0.0.1", "port": str(port), "user": USER, "password": PASSWORD}
        with pytest.raises(RefusedByHost, match="another key"):
            fetch("sftp", host_key="SHA256:AAAA", **options)


def test_only_opened_folders_are_read(folder: Path, tmp_path: Path, fetch: Fetching) -> None:
    with pytest.raises(InvalidSource, match="may not be read"):
        fetch("folder", path=str(folder))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text("a\n")
    (folder / "link.csv").symlink_to(outside / "secret.csv")
    (folder / "door").symlink_to(outside)
    with pytest.raises(FetchError, match="no file"):
        fetch("folder", folders=(folder,), path=str(folder), pattern="link.csv")
    with pytest.raises(InvalidSource):
        fetch("folder", folders=(folder,), path=str(folder / "door"))


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("a.csv", "*.csv", True),
        ("sub/a.csv", "*.csv", True),
        ("sub/a.csv", "sub/*.csv", True),
        ("a.CSV", "*.csv", False),
        (".a.csv", "*.csv", False),
        (".a.csv", ".*.csv", True),
        ("a.csv", "b*", False),
    ],
)
def test_patterns(name: str, pattern: str, expected: bool) -> None:
    assert matches(name, pattern) is expected


def test_one_file_is_taken_by_date_or_by_name() -> None:
    found = [Remote("b", 1, 1.0, ""), Remote("a", 1, 2.0, "")]
    assert [chosen(found, "*", take)[-1].name for take in ("newest", "last")] == ["a", "b"]
