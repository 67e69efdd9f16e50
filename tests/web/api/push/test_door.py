"""What is pushed is kept or refused in words, never lost and never let in without its key."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.factories.published import Installation
from tests.web.api.conftest import Api

from parvis.data.serving.reader import Reader
from parvis.data.store.entries import KeyChanged
from parvis.data.store.push_keys import push_group
from parvis.data.store.spool import Spool
from parvis.web.api.app import create_app

PATH = "/api/push/v1/lyon/trees/records"
KEY = {"Authorization": "Apikey pk_push"}


@pytest.fixture
def api(tmp_path: Path) -> Api:
    installation = Installation(tmp_path)
    installation.domain("lyon", "lyon.test", is_default=True)
    installation.domain("paris", "paris.test")
    hashed = hashlib.sha256(b"pk_push").hexdigest()
    installation.store.feed.append(KeyChanged("k", hashed, "lyon", (push_group("trees"),)))
    installation.key("pk_read", "lyon", "staff")
    return Api(create_app(Reader.open(tmp_path)))


def kept(home: Path) -> list[bytes]:
    """The operations that wait."""
    return [line for batch in Spool(home).waiting("lyon", "trees") for line in batch.lines()]


@pytest.mark.parametrize("body", [b'{"a":1}\n{"a":2}\n', b'[{"a":1},{"a":2}]', b'\n{"a":1}\r\n\r\n{"a":2}'])
def test_records_are_on_disk_when_they_are_accepted(api: Api, tmp_path: Path, body: bytes) -> None:
    answer = api.request("POST", PATH, headers=KEY, content=body)
    assert (answer.status_code, answer.json()["accepted"]) == (202, 2)
    assert kept(tmp_path) == [b'{"upsert":{"a":1}}\n', b'{"upsert":{"a":2}}\n']


def test_a_repeated_request_is_taken_once(api: Api, tmp_path: Path) -> None:
    headers = KEY | {"X-Request-Id": "1"}
    statuses = [api.request("POST", PATH, headers=headers, content=b'{"a":1}').status_code for _ in range(2)]
    assert (statuses, len(kept(tmp_path))) == ([202, 200], 1)


def test_records_are_deleted_alone_and_among_others(api: Api, tmp_path: Path) -> None:
    api.request("DELETE", PATH, headers=KEY, content=b'{"a":1}')
    mixed = b'{"upsert":{"a":1}}\n{"delete":{"a":2}}'
    api.request("POST", f"{PATH}?operation=mixed", headers=KEY, content=mixed)
    assert [line[2:8] for line in kept(tmp_path)] == [b"delete", b"upsert", b"delete"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (PATH, {}, 401),
        (PATH, {"Authorization": "Apikey pk_unknown"}, 401),
        (PATH, {"Authorization": "Apikey pk_read"}, 403),
        (PATH.replace("trees", "other"), KEY, 403),
        (PATH.replace("trees", "..%2f..%2fx"), KEY, 404),
        (PATH.replace("lyon", "paris"), KEY, 401),
        (PATH.replace("lyon", "nowhere"), KEY, 401),
    ],
)
def test_only_the_key_of_the_dataset_pushes(
    api: Api, tmp_path: Path, path: str, headers: dict[str, str], status: int
) -> None:
    answer = api.request("POST", path, headers=headers, content=b'{"a":1}')
    assert (answer.status_code, (tmp_path / "spool").exists()) == (status, False)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "InvalidRecords"),
        (b"[]", 422, "InvalidRecords"),
        (b"1", 422, "InvalidRecords"),
        (b'{"a":1}\n{"a"', 422, "InvalidRecords"),
        (b"[" * 5000, 422, "InvalidRecords"),
        (b'{"a":1}\n' * 10_001, 413, "TooManyRecords"),
        (b" " * (11 << 20), 413, "TooManyRecords"),
    ],
)
def test_what_cannot_be_read_is_said(api: Api, body: bytes, status: int, code: str) -> None:
    answer = api.request("POST", PATH, headers=KEY, content=body)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)


def test_other_methods_and_operations_are_refused(api: Api) -> None:
    assert api.request("GET", PATH, headers=KEY).status_code == 405
    assert api.request("POST", f"{PATH}?operation=drop", headers=KEY, content=b'{"a":1}').status_code == 400


FORM = KEY | {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


def test_the_fields_of_a_form_are_a_record(api: Api, tmp_path: Path) -> None:
    answer = api.request("POST", PATH, headers=FORM, content="code=A1&nom=Ch%C3%AAne+vert&note=&tag=a&tag=b")
    assert answer.status_code == 202
    assert kept(tmp_path) == ['{"upsert":{"code":"A1","nom":"Chêne vert","note":null,"tag":["a","b"]}}\n'.encode()]


def test_json_that_is_announced_as_a_form_is_json(api: Api, tmp_path: Path) -> None:
    assert api.request("POST", PATH, headers=FORM, content=b'{"a":1}').status_code == 202
    assert kept(tmp_path) == [b'{"upsert":{"a":1}}\n']


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"code=%FF"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(3_000))),
        ("multipart/form-data; boundary=x", b"--x--"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(api: Api, kind: str, body: bytes) -> None:
    answer = api.request("POST", PATH, headers=KEY | {"Content-Type": kind}, content=body)
    assert (answer.status_code, answer.json()["error_code"]) == (422, "InvalidRecords")
