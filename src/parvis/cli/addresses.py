"""Files given by their address: fetched through the guarded client, within what the operator allows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import httpx

from parvis.control.sources.running import policy
from parvis.data.connectors.files.interface import Reach
from parvis.data.connectors.files.web import fetch_file


class Address(str):
    """The address of a file on the web."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The last part of its path."""
        return httpx.URL(self).path.rstrip("/").rpartition("/")[2] or httpx.URL(self).host


class FileOrAddress(click.Path):
    """A file that exists, `-`, or an address that begins with http:// or https://."""

    name = "file or address"

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path, allow_dash=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """An Address, or a path."""
        if isinstance(value, str) and value.lower().startswith(("http://", "https://")):
            return Address(value)
        return super().convert(value, param, ctx)


@contextmanager
def fetched(address: Address) -> Iterator[Path]:
    """The file in a temporary folder. Raises FetchError."""
    reach = Reach(policy())
    with TemporaryDirectory(prefix="parvis-input-") as folder, reach.client() as client:
        yield fetch_file(client, address, {}, Path(folder), reach).paths[0]
