"""What a writer knows of a file beside its rows: columns, metadata, the version's date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``type`` is a field type, ``text_list``, ``geo_cluster`` or ``null``."""

    name: str
    type: str
    label: str = ""
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file, in the order of its batches, and what is said of the dataset.

    ``geometry`` is the place of the column that is the geometry: the batches then hold it as WKB, longitude or easting
    first, in the coordinates of ``epsg``. ``at`` is the date of the version: files bear it, never the clock.
    ``address`` is the page of the dataset.
    """

    dataset: str
    uid: str
    columns: tuple[Column, ...]
    at: datetime
    timezone: str = "UTC"
    lang: str = "fr"
    geometry: int | None = None
    epsg: int = 4326
    use_labels: bool = False
    title: str = ""
    publisher: str | None = None
    license: str | None = None
    license_url: str | None = None
    attributions: tuple[str, ...] = ()
    address: str | None = None

    def heads(self) -> list[str]:
        """Names of the columns, or their labels when asked; distinct, whatever their case."""
        return distinct(c.label or c.name if self.use_labels else c.name for c in self.columns)

    def notices(self) -> dict[str, str]:
        """What goes with the data wherever the format has a place: title, publisher, license, attribution..."""
        found = {
            "identifier": self.dataset,
            "title": self.title,
            "publisher": self.publisher,
            "license": self.license,
            "license_url": self.license_url,
            "attribution": "; ".join(self.attributions) or self.publisher,
            "source": self.address,
            "published": self.at.isoformat(timespec="seconds"),
        }
        return {name: clean(value) for name, value in found.items() if value}

    @property
    def iri(self) -> str:
        """The dataset as an RDF node."""
        return self.address or f"urn:x-parvis:{self.uid}"


def distinct(names: Iterable[str]) -> list[str]:
    """Names that differ in more than case: a later one gets ``_2``, ``_3``..."""
    taken: set[str] = set()
    result = []
    for name in names:
        candidate, number = name, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{name}_{number}"
        taken.add(candidate.casefold())
        result.append(candidate)
    return result


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


_NOT_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
