"""What a dialect is: how it is named and served, where it puts each member, and how it is written and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.data.metadata.description import Description


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One standard of metadata.

    ``members`` and ``files`` say where a member of a description, or of one of its distributions, stands. Those in
    ``lossy`` are written but do not come back as they were; the others do. ``recognise`` tells a document of this
    standard from its JSON object or the root of its XML, by what no other standard has. ``read`` is None for a
    standard that is only written.
    """

    name: str
    title: str
    standard: str
    media_type: str
    extension: str
    members: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    lossy: frozenset[str] = frozenset()
    write: Callable[[Description], bytes]
    read: Callable[[bytes], Description] | None = None
    recognise: Callable[[Any], bool] | None = None
    file_name: str | None = None
    notes: str = ""

    @property
    def is_xml(self) -> bool:
        """Whether its documents are XML; the others are JSON."""
        return self.extension == "xml"
