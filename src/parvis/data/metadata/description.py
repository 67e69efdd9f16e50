"""The neutral description of a dataset: what a curator states, before any dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from dataclasses import fields as dataclass_fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Description:
    """Metadata of one dataset. Texts are in the dataset's main language; ``description`` is safe HTML.

    ``license`` is the name as stated (``license_url`` its address). Instants are ISO 8601 texts.
    ``bbox`` is (west, south, east, north), computed at ingest. ``templates`` holds the other metadata of
    the Explore templates by template then name (``dcat``, ``inspire``, ``semantic``, ``custom``);
    ``translations`` holds language variants by language then name.
    """

    title: str = ""
    description: str | None = None
    publisher: str | None = None
    license: str | None = None
    license_url: str | None = None
    language: str | None = None
    timezone: str | None = None
    theme: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    references: str | None = None
    territory: tuple[str, ...] = ()
    update_frequency: str | None = None
    created: str | None = None
    modified: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """A JSON object without empty members."""
        return {k: v for k, v in asdict(self).items() if v not in (None, (), {}, "")}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Description:
        """The inverse of :meth:`to_dict`; unknown members are ignored."""
        known = {f.name for f in dataclass_fields(cls)}
        kept = {k: v for k, v in values.items() if k in known}
        for name in ("theme", "keyword", "attributions", "territory", "bbox"):
            if kept.get(name) is not None:
                kept[name] = tuple(kept[name])
        return cls(**kept)
