"""The read side of one process: the store, the engine, and a snapshot that follows the feed."""

from __future__ import annotations

import hashlib
import logging
import threading
from pathlib import Path

from parvis.core.errors import NotFound, Unauthorized
from parvis.data.engine.engine import Engine
from parvis.data.serving.access import ANONYMOUS, Access, Caller, access, depends_on_time
from parvis.data.serving.cache import ResultCache
from parvis.data.serving.catalog_table import CatalogTable
from parvis.data.serving.catalogs import Catalogs
from parvis.data.serving.snapshot import Snapshot, advanced
from parvis.data.serving.tiles.kept import KeptPlaces
from parvis.data.store.entries import DomainChanged
from parvis.data.store.manifest import OPERATOR, PUBLIC, Manifest
from parvis.data.store.store import Store

logger = logging.getLogger(__name__)
POLL = 0.25
_RIGHTS_KEPT = 20_000


class Reader:
    """One a process. ``snapshot`` is replaced whole; a request keeps the one it began with."""

    def __init__(self, home: Path) -> None:
        self.store = Store.open(home)
        self.engine = Engine([home / "store"], self.store.temporary)
        self.results = ResultCache()
        self.places = KeptPlaces()
        self.snapshot = Snapshot()
        self._cursor = self.store.feed.cursor()
        self._catalogs = Catalogs(self.engine, self.store.temporary)
        self._rights: dict[tuple[str, int, int, frozenset[str]], Access | None] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @classmethod
    def open(cls, home: Path) -> Reader:
        """A reader that knows everything the feed says now. Raises OSError when the folder cannot be used."""
        reader = cls(home)
        reader.refresh()
        return reader

    # -------------------------------------------------------------- following the feed

    def start(self) -> None:
        """Follow the feed in a thread, until :meth:`stop`."""
        if self._thread is None:
            self._stop.clear()
            self._catalogs.start()
            self._thread = threading.Thread(target=self._follow, name="feed", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop following, and close the engine. A reader does not start again."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
            self._thread = None
        self._catalogs.stop()
        self.engine.close()

    def refresh(self) -> bool:
        """Take in what the feed says that is new; whether there was something."""
        with self._lock:
            lines = self._cursor.lines()
            if not lines:
                return False
            snapshot, changed = advanced(self.snapshot, self.store, ((line.seq, line.entry()) for line in lines))
            # Rights first: a revoked key or a withdrawn dataset is gone before the catalogs are made again.
            self.snapshot = snapshot
            self._rights.clear()
            self._catalogs.renew(snapshot, changed)
        return True

    def _follow(self) -> None:
        warm = False
        while not self._stop.wait(POLL if warm else 0):
            try:
                self.refresh()
                if not warm:
                    warm = all(self.catalog(slug) for slug in self.snapshot.domains)
            except Exception:
                logger.exception("the feed could not be followed; trying again")

    # -------------------------------------------------------------- finding one's way

    def domain(self, host: str | None) -> DomainChanged:
        """The domain of a host name (its port ignored), else the default one. Raises NotFound when there is none."""
        snapshot = self.snapshot
        name = (host or "").lower()
        name = name.rsplit(":", 1)[0] if not name.endswith("]") else name
        slug = snapshot.hosts.get(name.rstrip("."))
        found = snapshot.domains.get(slug) if slug else snapshot.default_domain()
        if found is None:
            raise NotFound("this installation has no domain yet.", hint="parvis domain create SLUG")
        return found

    def named_domain(self, slug: str | None) -> DomainChanged:
        """The domain of that slug, or the default one. Raises NotFound."""
        if slug is None:
            return self.domain(None)
        found = self.snapshot.domains.get(slug)
        if found is None:
            raise NotFound(f"there is no domain {slug}.")
        return found

    def caller(self, domain: DomainChanged, key: str | None) -> Caller:
        """Who the key stands for on this domain; anonymous without key.

        Raises Unauthorized for a key that is unknown, revoked or of another domain.
        """
        if key is None:
            return ANONYMOUS
        found = self.snapshot.keys.get(hashlib.sha256(key.encode()).hexdigest())
        if found is None or found.revoked or found.domain not in (None, domain.slug):
            raise Unauthorized("The API key is unknown, revoked, or not valid on this domain.")
        groups = {PUBLIC, f"key:{found.id}", *(g for g in found.groups if g != OPERATOR)}
        if found.domain is None:
            groups.add(OPERATOR)
        return Caller(frozenset(groups), found.id)

    def require_catalog(self, domain: DomainChanged, caller: Caller) -> None:
        """Raises Unauthorized when the domain is private and the caller anonymous."""
        if domain.private and caller.key_id is None and not caller.is_operator:
            raise Unauthorized("This portal is private: send an API key.")

    def access(self, manifest: Manifest, caller: Caller) -> Access | None:
        """What the caller may see of a dataset; see :func:`parvis.data.serving.access.access`."""
        if depends_on_time(manifest):
            return access(manifest, caller)
        key = (manifest.uid, manifest.revision, manifest.version, caller.groups)
        known = self._rights.get(key)
        if known is None:
            if len(self._rights) > _RIGHTS_KEPT:
                self._rights.clear()
            known = self._rights[key] = access(manifest, caller)
        return known

    def catalog(self, slug: str) -> CatalogTable:
        """The catalog of a domain as a table of the engine."""
        return self._catalogs.get(slug, lambda: self.snapshot)

    def catalog_for_words(self, slug: str) -> CatalogTable:
        """The catalog to look for words in: a large one may be some seconds behind, until its index is made."""
        return self._catalogs.for_words(self.catalog(slug), slug)

    def manifest(self, uid: str) -> Manifest | None:
        """The dataset of this unique identifier as it is now, if it is published."""
        snapshot = self.snapshot
        domain, id_ = snapshot.places.get(uid, ("", ""))
        return snapshot.datasets.get(domain, {}).get(id_)
