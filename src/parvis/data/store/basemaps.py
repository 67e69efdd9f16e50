"""Map backgrounds of other hosts that a domain offers beside the one of every portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

Pairs = tuple[tuple[str, str], ...]
XYZ, WMS = "xyz", "wms"


@dataclass(frozen=True, slots=True)
class Basemap:
    """A background: tiles at an address with ``{z}``, ``{x}``, ``{y}`` (``xyz``), or ``layers`` of a ``wms``.

    ``name`` is what readers choose and what addresses say; ``attribution`` is shown on the map; ``first`` makes it the
    one that maps begin with. ``zoom`` is the deepest level that its host has.
    """

    name: str
    address: str
    attribution: str
    kind: str = XYZ
    layers: str = ""
    zoom: int = 19
    first: bool = False

    @property
    def origin(self) -> str:
        """Scheme, host and port: what the policy of the page must allow."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}".lower()

    def to_dict(self) -> dict[str, Any]:
        """JSON object."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Basemap:
        """The inverse of :meth:`to_dict`; what a later program added is skipped."""
        return cls(**{name: values[name] for name in cls.__dataclass_fields__ if name in values})


def announced(basemaps: Iterable[Basemap]) -> tuple[tuple[tuple[str, Any], ...], ...]:
    """Basemaps as members of a line of the feed."""
    return tuple(tuple(sorted(basemap.to_dict().items())) for basemap in basemaps)


def read(told: Iterable[Iterable[tuple[str, Any]]]) -> tuple[Basemap, ...]:
    """The inverse of :func:`announced`."""
    return tuple(Basemap.from_dict(dict(members)) for members in told)
