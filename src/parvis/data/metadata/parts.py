"""Parts of a description: people, periods, places, files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from dataclasses import fields as dataclass_fields
from typing import Any, Self


class _Part:
    """A frozen value that is a JSON object without its empty members; only dataclasses are made of it."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """A JSON object without empty members."""
        return {k: v for k, v in asdict(self).items() if v not in (None, "", ())}  # type: ignore[call-overload]

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`to_dict`; unknown members are ignored."""
        known = {f.name for f in dataclass_fields(cls)}  # type: ignore[arg-type]
        kept = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in known}
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Agent(_Part):
    """Who made or helped. ``type`` is the last word of an ADMS publisher type, ``identifier`` a SIREN or the like."""

    name: str
    url: str | None = None
    email: str | None = None
    identifier: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Contact(_Part):
    """Whom to ask: at least one of the three."""

    name: str | None = None
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Period(_Part):
    """From ``start`` to ``end``, both included, ISO 8601 dates or instants; None where it is open."""

    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Place(_Part):
    """A place by name, by address in a list of places, or both."""

    label: str | None = None
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Distribution(_Part):
    """One way to get the data, or a document about it.

    ``url`` gives the bytes, ``access_url`` a page or service that leads to them. ``format`` is our name of the format
    (``csv``), ``media_type`` has no parameters. ``size`` in bytes; ``checksum`` in hexadecimal under ``algorithm``
    (``sha256``, ``sha1``, ``md5``). ``role`` is ``data``, ``documentation``, ``alternative`` or ``api``;
    ``live`` tells that the bytes follow the dataset and have no lasting checksum.
    """

    url: str
    id: str | None = None
    title: str | None = None
    description: str | None = None
    access_url: str | None = None
    format: str | None = None
    media_type: str | None = None
    size: int | None = None
    checksum: str | None = None
    algorithm: str | None = None
    license_url: str | None = None
    issued: str | None = None
    modified: str | None = None
    conforms_to: str | None = None
    role: str = "data"
    live: bool = False
