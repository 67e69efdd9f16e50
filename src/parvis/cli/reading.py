"""Options that say how to read a file, shared by the commands that read one; ``-`` is the standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import click

from parvis.cli.addresses import Address, fetched
from parvis.data.ingest import IngestOptions

STANDARD_INPUT = "-"
_CHUNK = 1 << 20
_LARGEST = 64 << 30
_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook, layer, GTFS table, or file of an archive."),
    click.option("--header-row", type=click.IntRange(0), metavar="N", help="Line of the header, from 1 (0: none)."),
    click.option("--record-path", metavar="PATH", help="Way to the rows: result.records (JSON), list/item (XML)."),
    click.option("--encoding", metavar="NAME", help="Encoding, such as cp1252 (default: found)."),
    click.option("--delimiter", metavar="SIGN", help="Sign between cells, tab, fixed, or fixed:5,10,3."),
    click.option("--epsg", type=click.IntRange(1), metavar="CODE", help="System of the coordinates, such as 2154."),
)


def reading_options(command: _Command) -> _Command:
    """Add the options; the command takes them as keyword arguments and gives them to ``options_of``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def options_of(
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    record_path: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    epsg: int | None = None,
) -> IngestOptions:
    """The options of the ingest. Raises UsageError for a delimiter that is no single sign."""
    sign = sign_of(delimiter)
    if sign is not None and len(sign) != 1 and not sign.startswith("fixed"):
        raise click.UsageError("--delimiter is one sign, tab, fixed, or fixed:5,10,3")
    return IngestOptions(
        sheet=sheet, header_row=header_row, record_path=record_path, encoding=encoding, delimiter=sign, epsg=epsg
    )


def sign_of(delimiter: str | None) -> str | None:
    """The sign that a word stands for."""
    return {"tab": "\t", "\\t": "\t", "space": " "}.get(delimiter or "", delimiter)


@contextmanager
def source_of(file: Path | Address) -> Iterator[Path]:
    """The file itself, or the standard input or what is at an address in a temporary one. Raises FetchError."""
    if isinstance(file, Address):
        with fetched(file) as path:
            yield path
        return
    if str(file) != STANDARD_INPUT:
        yield file
        return
    with TemporaryDirectory(prefix="parvis-input-") as folder:
        target = Path(folder) / "input"
        stream, taken = sys.stdin.buffer, 0
        with target.open("wb") as copy:
            while chunk := stream.read(_CHUNK):
                taken += len(chunk)
                if taken > _LARGEST:
                    raise click.ClickException("the standard input is larger than 64 GiB")
                copy.write(chunk)
        yield target
