"""Objects in a local folder."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from parvis.data.store import durable
from parvis.data.store.keys import checked


class LocalObjects:
    """Objects as files below ``root``; see :class:`parvis.data.store.objects.Objects`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put_bytes(self, key: str, data: bytes) -> None:
        """Written beside its place, then renamed."""
        target = self._prepared(key)
        durable.write_bytes(target, data)

    def put_file(self, key: str, path: Path) -> None:
        """Renamed when it lies on the same disk, copied otherwise."""
        target = self._prepared(key)
        partial = durable.partial_name(target)
        try:
            shutil.move(path, partial)
            durable.sync_file(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        durable.sync_folder(target.parent)

    def put_folder(self, prefix: str, folder: Path) -> None:
        """Renamed as a whole; a folder already there is kept, for objects never change."""
        target = self._prepared(prefix)
        if target.is_dir():
            shutil.rmtree(folder)
            return
        partial = durable.partial_name(target)
        try:
            shutil.move(folder, partial)
            for path in (*partial.rglob("*"), partial):
                durable.sync_folder(path) if path.is_dir() else durable.sync_file(path)
            partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        durable.sync_folder(target.parent)

    def get(self, key: str) -> bytes:
        """The bytes; FileNotFoundError when absent."""
        return self.local_path(key).read_bytes()

    def local_path(self, key: str) -> Path:
        """The file or folder itself."""
        return self.root / checked(key)

    def exists(self, key: str) -> bool:
        """Whether the file or folder exists."""
        return self.local_path(key).exists()

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Keys in order, unfinished writes left out."""
        start = self.local_path(prefix) if prefix else self.root
        if start.is_file():
            yield prefix
            return
        for folder, folders, names in os.walk(start):
            folders[:] = sorted(name for name in folders if not name.startswith(durable.PARTIAL))
            base = Path(folder).relative_to(self.root)
            # What lies in the root itself (the feed, the secret) is not an object.
            for name in sorted(names) if base.parts else ():
                if not name.startswith("."):
                    yield (base / name).as_posix()

    def size(self, key: str) -> int:
        """Size in bytes; FileNotFoundError when absent."""
        return self.local_path(key).stat().st_size

    def delete(self, prefix: str) -> None:
        """Remove a file, or a folder with all it holds."""
        path = self.local_path(prefix)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def sweep(self, older_than: timedelta) -> int:
        """Remove unfinished writes by their age."""
        limit = time.time() - older_than.total_seconds()
        stale = [p for p in self.root.rglob(f"{durable.PARTIAL}*") if p.lstat().st_mtime < limit]
        for path in stale:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return len(stale)

    def _prepared(self, key: str) -> Path:
        path = self.local_path(key)
        durable.make_folder(path.parent)
        return path
