"""Which door answers an address: machines without Django, or pages."""

from __future__ import annotations

import pytest

from parvis.site.asgi import MACHINE


@pytest.mark.parametrize(
    ("path", "machine"),
    [
        ("/api", True),
        ("/api/explore/v2.1/catalog/datasets", True),
        ("/api/docs", False),
        ("/api/docs/getRecords/", False),
        ("/api/docsx", True),
        ("/explore/dataset/a/download/", True),
        ("/explore/dataset/a/files/1/300/", True),
        ("/explore/dataset/a/images/1/download", True),
        ("/explore/dataset/a/images/", False),
        ("/explore/dataset/a/table/", False),
        ("/apiary", False),
    ],
)
def test_machines_and_people_have_their_doors(path: str, machine: bool) -> None:
    assert (MACHINE.match(path) is not None) is machine
