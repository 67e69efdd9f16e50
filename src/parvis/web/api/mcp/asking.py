"""One call of a tool: who asks, on which portal, for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.data.engine.runner import Cancellation
from parvis.data.serving.access import ANONYMOUS, Caller
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.datasets import get as get_dataset
from parvis.data.serving.reader import Reader
from parvis.data.serving.versions import wanted
from parvis.data.store.entries import DomainChanged

VISIT = "parvis.visit"
"""Where the scope of a request holds the visit."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An agent at the door: the portal it came to, its rights, the root of addresses (``https://data.example.fr``)."""

    reader: Reader
    domain: DomainChanged
    caller: Caller
    root: str
    cancel: Cancellation = field(default_factory=Cancellation)

    @property
    def is_anonymous(self) -> bool:
        """Whether no key was sent."""
        return self.caller is ANONYMOUS


@dataclass(frozen=True, slots=True)
class Ask:
    """A visit with the arguments of one tool, already checked against its schema."""

    visit: Visit
    arguments: Mapping[str, Any]

    @property
    def language(self) -> str:
        """``fr`` or ``en``: the one asked, else the portal's."""
        asked = str(self.arguments.get("language") or self.visit.domain.language)
        return "fr" if asked.startswith("fr") else "en"

    def text(self, name: str) -> str | None:
        """A text that says something, or None."""
        found = self.arguments.get(name)
        return str(found).strip() or None if found is not None else None

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        found = self.arguments.get(name)
        return default if found is None else int(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list."""
        return tuple(str(value) for value in self.arguments.get(name) or () if str(value).strip())

    def dataset(self, dataset_id: str | None = None) -> DatasetView:
        """The dataset that is asked, at the version asked.

        Raises NotFound for one that the caller may not know of, Unauthorized, InvalidParameter, VersionDeleted.
        """
        name = dataset_id if dataset_id is not None else str(self.arguments["dataset"])
        version = wanted(self.text("version"), self.text("as_of"))
        return get_dataset(self.visit.reader, self.visit.domain, self.visit.caller, name.strip(), version)
