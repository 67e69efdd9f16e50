"""Archives and compressed files, unpacked into the scratch folder within limits."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import zstandard

from parvis.data.ingest.errors import DamagedFile, TooLarge, UnsafeArchive
from parvis.data.ingest.options import Limits

_CHUNK = 1 << 20
# What can be cut at a line end and still be read.
TEXTS = frozenset({".csv", ".tsv", ".txt", ".tab", ".jsonl", ".ndjson"})
# Below, a large ratio is no bomb: a file of one repeated line is that small.
_RATIO_FROM = 64 << 20
_WINDOW = 128 << 20
_MAGICS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_DRIVE = re.compile(r"^[A-Za-z]:")
_CUT = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    gzip.BadGzipFile,
    lzma.LZMAError,
    zstandard.ZstdError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


def packing(path: Path) -> str | None:
    """How a file is packed, by its first bytes: zip, gz, zst, 7z, bz2, xz; None: it is not."""
    with path.open("rb") as file:
        head = file.read(8)
    return next((name for magic, name in _MAGICS if head.startswith(magic)), None)


@dataclass(slots=True)
class Budget:
    """What may still be unpacked, over all the archives of one ingest."""

    name: str
    size: int
    limits: Limits
    taken: int = 0
    members: int = field(default=0)

    def spend(self, count: int) -> None:
        """Count unpacked bytes. Raises TooLarge beyond the limits."""
        self.taken += count
        if self.taken > self.limits.archive:
            raise TooLarge(f"{self.name} unpacks to more than {self.limits.archive >> 20:,} MiB.", hint="split it")
        if self.taken > _RATIO_FROM and self.taken > self.size * self.limits.ratio:
            message = f"{self.name} unpacks to more than {self.limits.ratio:,} times its size."
            raise TooLarge(message, hint="such an archive is taken for an attack; send the file itself")

    def member(self) -> None:
        """Count a file. Raises TooLarge beyond the limit."""
        self.members += 1
        if self.members > self.limits.members:
            raise TooLarge(f"{self.name} holds more than {self.limits.members:,} files.", hint="split it")


def unpack(path: Path, kind: str, folder: Path, budget: Budget) -> list[Path]:
    """Write what an archive holds below ``folder``, and return the files in the order of their names.

    Raises UnsafeArchive for a path out of the folder or a link, TooLarge beyond the limits, DamagedFile when cut.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _whole(path.name, kind):
        if kind == "zip":
            return sorted(_zip(path, folder, budget))
        if kind == "7z":
            return sorted(_seven(path, folder, budget))
        target = folder / _inner_name(path.name, kind)
        budget.member()
        with _stream(path, kind) as source:
            _copy(source, target, budget)
        return [target]


@contextmanager
def _whole(name: str, kind: str) -> Iterator[None]:
    try:
        yield
    except _CUT as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        hint = "it may ask for a password" if "password" in str(error) or "encrypted" in str(error) else "send it again"
        raise DamagedFile(f"{name} is a cut or corrupt {kind} archive ({error}).", hint=hint) from error


def _inner_name(name: str, kind: str) -> str:
    stem = re.sub(rf"\.{kind}$", "", name, flags=re.IGNORECASE)
    return stem or "data"


@contextmanager
def _stream(path: Path, kind: str) -> Iterator[IO[bytes]]:
    with path.open("rb") as raw:
        opened: Any
        if kind == "gz":
            opened = gzip.GzipFile(fileobj=raw)
        elif kind == "bz2":
            opened = bz2.BZ2File(raw)
        elif kind == "xz":
            opened = lzma.LZMAFile(raw)  # noqa: SIM115  closed below
        else:
            decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
            opened = decompressor.stream_reader(raw, read_across_frames=True)
        with opened:
            yield opened


def _copy(source: IO[bytes], target: Path, budget: Budget) -> None:
    longest = budget.limits.excerpt if target.suffix.lower() in TEXTS else None
    taken = 0
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            budget.spend(len(chunk))
            taken += len(chunk)
            if longest is not None and taken >= longest:
                # The last line is not whole.
                file.write(chunk[: chunk.rfind(b"\n") + 1] or chunk)
                return
            file.write(chunk)


def placed(name: str, folder: Path, archive: str) -> Path:
    """Where a member goes. Raises UnsafeArchive for a name that leads out of the folder."""
    plain = name.replace("\\", "/")
    parts = PurePosixPath(plain).parts
    if plain.startswith("/") or _DRIVE.match(plain) or ".." in parts or "\x00" in plain:
        raise UnsafeArchive(f"{archive} holds a path that leads out of it: {name[:80]!r}.", hint="pack the files again")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _zip(path: Path, folder: Path, budget: Budget) -> Iterator[Path]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            budget.member()
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise UnsafeArchive(f"{path.name} holds a link: {entry.filename[:80]!r}.", hint="pack the files again")
            target = placed(entry.filename, folder, path.name)
            with archive.open(entry) as source:
                _copy(source, target, budget)
            yield target


def _seven(path: Path, folder: Path, budget: Budget) -> Iterator[Path]:
    # Loading it takes longer than reading most files.
    from parvis.data.ingest.source.seven import extracted  # noqa: PLC0415

    yield from extracted(path, folder, budget)
