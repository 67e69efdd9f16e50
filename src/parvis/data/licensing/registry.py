"""The registry of licences: read once from the packaged entries, extended by a domain with its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType

from parvis.core.errors import ParvisError
from parvis.data.licensing.facts import License, UnknownLicense
from parvis.data.licensing.reading import read_entries


class LicenseCollision(ParvisError):
    """Two entries of a registry claim the same identifier."""

    code = "LicenseCollision"
    status = 409


@dataclass(frozen=True, eq=False)
class Registry:
    """Licences by identifier, in the order of their definition."""

    entries: tuple[License, ...]

    @cached_property
    def by_id(self) -> Mapping[str, License]:
        """Licences by identifier."""
        return MappingProxyType({entry.id: entry for entry in self.entries})

    def get(self, license_id: str) -> License:
        """The licence of this identifier. Raises UnknownLicense."""
        if (found := self.by_id.get(license_id)) is None:
            raise UnknownLicense(
                f"No licence has the identifier {license_id[:80]}.",
                hint="parvis license list shows the identifiers; parvis license normalize finds one from a name",
            )
        return found

    def __iter__(self) -> Iterator[License]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, license_id: object) -> bool:
        return license_id in self.by_id

    def extended(self, private: Sequence[License]) -> Registry:
        """This registry with a domain's own licences. Raises LicenseCollision when an identifier is taken."""
        _distinct([*self.by_id, *(entry.id for entry in private)])
        return Registry((*self.entries, *(replace(entry, private=True) for entry in private)))


def _distinct(identifiers: Iterable[str]) -> None:
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier.lower() in seen:
            raise LicenseCollision(
                f"The identifier {identifier[:80]} is already that of another licence.",
                hint="give the private licence another identifier, such as LicenseRef-private-<name>",
            )
        seen.add(identifier.lower())


@cache
def registry() -> Registry:
    """The registry of public licences, read once."""
    folder = files("parvis.data.licensing").joinpath("entries")
    sources = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    entries = tuple(entry for source in sources for entry in read_entries(source.read_text("utf-8")))
    _distinct(entry.id for entry in entries)
    return Registry(entries)


def get(license_id: str) -> License:
    """The public licence of this identifier. Raises UnknownLicense."""
    return registry().get(license_id)


def licenses() -> tuple[License, ...]:
    """Every public licence."""
    return registry().entries
