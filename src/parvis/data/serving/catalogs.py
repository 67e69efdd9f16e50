"""The catalogs of a process: made when first asked, made again when their domain changes, indexed behind."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from parvis.data.engine.engine import Engine
from parvis.data.serving.catalog_table import INDEXED_FROM, CatalogTable, Pieces, build, indexed
from parvis.data.serving.snapshot import Snapshot

logger = logging.getLogger(__name__)
# Looking for near words in so many datasets takes some tenths of a second without an index; the index of 100,000, some
# seconds to make.
SCANNED_UP_TO = 2_000


class Catalogs:
    """Catalogs by domain. A former one serves while the next is made; ``scratch`` holds the word indexes."""

    def __init__(self, engine: Engine, scratch: Path) -> None:
        self._engine = engine
        self._folder = Path(tempfile.mkdtemp(prefix="catalog-", dir=scratch))
        self._made: dict[str, CatalogTable] = {}
        self._indexed: dict[str, CatalogTable] = {}
        self._pieces: dict[str, Pieces] = {}
        self._building = threading.Lock()
        self._indexes: dict[str, list[Path]] = {}
        self._wake = threading.Event()
        self._stopped = False
        self._indexer: threading.Thread | None = None

    def get(self, slug: str, now: Callable[[], Snapshot]) -> CatalogTable:
        """The catalog of a domain, made from the present snapshot when there is none."""
        found = self._made.get(slug)
        if found is not None:
            return found
        with self._building:
            # Asked inside the lock: a snapshot taken while waiting for it could be an older one.
            return self._made.get(slug) or self._make(slug, now())

    def for_words(self, found: CatalogTable, slug: str) -> CatalogTable:
        """The catalog to look for words in: while a large one waits for its index, the last that had one."""
        if found.table.words is not None or found.table.rows < SCANNED_UP_TO:
            return found
        return self._indexed.get(slug, found)

    def renew(self, snapshot: Snapshot, changed: Iterable[str]) -> None:
        """Make again the catalogs that are in use and have changed."""
        for slug in changed:
            with self._building:
                if slug not in snapshot.domains:
                    self._made.pop(slug, None)
                    self._indexed.pop(slug, None)
                elif slug in self._made:
                    self._make(slug, snapshot)

    def _make(self, slug: str, snapshot: Snapshot) -> CatalogTable:
        datasets = snapshot.datasets.get(slug, {})
        pieces = self._pieces.setdefault(slug, Pieces())
        made = self._made[slug] = build(self._engine, slug, datasets, snapshot.sequence, pieces)
        self._wake.set()
        return made

    # -------------------------------------------------------------- word indexes

    def start(self) -> None:
        """Index large catalogs in a thread, until :meth:`stop`; without it words are scanned for."""
        if self._indexer is None:
            self._indexer = threading.Thread(target=self._follow, name="catalog-words", daemon=True)
            self._indexer.start()

    def stop(self) -> None:
        """Stop indexing and remove the indexes."""
        self._stopped = True
        self._wake.set()
        if self._indexer is not None:
            self._indexer.join(timeout=5)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _follow(self) -> None:
        while not self._stopped:
            self._wake.wait()
            self._wake.clear()
            for slug in list(self._made):
                if not self._stopped:
                    self._index(slug)

    def _index(self, slug: str) -> None:
        catalog = self._made.get(slug)
        if catalog is None or catalog.table.words is not None or catalog.table.rows < INDEXED_FROM:
            return
        folder = self._folder / f"{slug}-{catalog.sequence}"
        try:
            made = indexed(self._engine, slug, catalog, folder)
        except Exception:
            logger.exception("the catalog of %s could not be indexed: its words are scanned for", slug)
            return
        with self._building:
            if self._made.get(slug) is catalog:
                self._made[slug] = made
            self._indexed[slug] = made
        self._forget(slug, folder)

    def _forget(self, slug: str, newest: Path) -> None:
        """Remove the indexes that no request can still be reading."""
        folders = self._indexes.setdefault(slug, [])
        folders.append(newest)
        while len(folders) > 3:
            shutil.rmtree(folders.pop(0), ignore_errors=True)
