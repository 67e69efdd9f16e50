"""From the UUIDs of packages and resources to datasets.

A UUID is made of an address and cannot be turned back: the heads of all those of a domain are kept. A file's begins as
its package's, so that one head a dataset is enough. What is found is checked against the dataset itself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from parvis.data.metadata.stated import uuid_of
from parvis.data.serving.describing.addresses import dataset_page
from parvis.data.serving.snapshot import Datasets

HEAD = 20
# Without a public host each name by which a domain is asked is a root of its own: some are kept.
_ROOTS = 8


@dataclass(frozen=True)
class _Index:
    """Identifiers of datasets by the head of their UUID, for this very mapping of datasets."""

    datasets: Datasets
    ids: Mapping[str, str]


class Identifiers:
    """The heads of each domain: made when first asked, and again for what has come since when its datasets change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], _Index] = OrderedDict()

    def dataset(self, slug: str, root: str, datasets: Datasets, identifier: str) -> str | None:
        """The dataset that may have this UUID, as package or as file. None for what is no UUID of theirs."""
        try:
            head = UUID(identifier).hex[:HEAD]
        except ValueError:
            return None
        return self._index(slug, root, datasets).ids.get(head)

    def _index(self, slug: str, root: str, datasets: Datasets) -> _Index:
        with self._lock:
            known = self._kept.get((slug, root))
            if known is None or known.datasets is not datasets:
                known = self._kept[slug, root] = _Index(datasets, _heads(root, datasets, known))
            self._kept.move_to_end((slug, root))
            if len(self._kept) > _ROOTS:
                self._kept.popitem(last=False)
            return known


def _heads(root: str, datasets: Datasets, former: _Index | None) -> Mapping[str, str]:
    """Heads that are known already are not computed again."""
    made = {} if former is None else {id_: head for head, id_ in former.ids.items()}
    return {made.get(id_) or UUID(uuid_of(dataset_page(root, id_))).hex[:HEAD]: id_ for id_ in datasets}
