"""Writing to disk so that a kill or a power cut leaves the old state or the new one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

# Names that begin so are unfinished writes; no object key can begin so.
PARTIAL = ".partial-"


def sync_file(path: Path) -> None:
    """Force the content of a file to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Force the names of a folder to disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Create the folder and its parents, durably; harmless when it exists."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def partial_name(target: Path) -> Path:
    """A new name beside the target for its unfinished content."""
    return target.parent / f"{PARTIAL}{secrets.token_hex(8)}"


def write_bytes(target: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Replace the target by these bytes, atomically and durably. The folder must exist."""
    partial = partial_name(target)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)


def create_secret(target: Path, data: bytes) -> bytes:
    """Write these bytes unless the target exists; returns what the target holds. Only its owner may read it."""
    partial = partial_name(target)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, fails when another process was faster.
        os.link(partial, target)
    except FileExistsError:
        return target.read_bytes()
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)
    return data
