"""Members of a description that a curator states in the templates of the Explore metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from parvis.data.metadata.description import Description
from parvis.data.metadata.parts import Agent, Contact, Period, Place

_SEPARATORS = re.compile(r"\s*[;\n]\s*")
_PERIOD = re.compile(r"\s*([0-9]{4}(?:-[0-9]{2}){0,2})\s*(?:/|->|—|–|\bau?\b|\bto\b)\s*([0-9]{4}(?:-[0-9]{2}){0,2})\s*")
_CATEGORY = re.compile(r"c_[0-9a-f]{8}")
HIGH_VALUE = ("dcat_ap_hvd", "dcat_ap", "dcat")


def from_templates(description: Description) -> dict[str, Any]:
    """Members by name, as templates state them; those of the description itself count first."""
    dcat = description.templates.get("dcat", {})
    found = {
        "created": _text(dcat, "created"),
        "issued": _text(dcat, "issued"),
        "creators": tuple(Agent(name) for name in _texts(dcat.get("creator"))),
        "contributors": tuple(Agent(name) for name in _texts(dcat.get("contributor"))),
        "contacts": tuple(_contacts(dcat)),
        "update_frequency": _text(dcat, "accrualperiodicity"),
        "places": tuple(Place(label=name) for name in _texts(dcat.get("spatial"))),
        "temporal": tuple(_periods(dcat)),
        "relations": tuple(t for t in _texts(dcat.get("relation")) if t.startswith(("https://", "http://"))),
        "publisher_type": _text(dcat, "publisher_type"),
        "provenance": _text(dcat, "dataquality"),
        "hvd_categories": tuple(_categories(description.templates)),
        "inspire_themes": tuple(_texts(description.templates.get("inspire", {}).get("theme"))),
    }
    return {name: value for name, value in found.items() if value and not getattr(description, name)}


def _text(values: Mapping[str, Any], name: str) -> str | None:
    found = values.get(name)
    return str(found).strip() or None if found is not None else None


def _texts(value: Any) -> list[str]:
    """One text or many: templates hold lists, or texts separated by semicolons."""
    parts = value if isinstance(value, list | tuple) else _SEPARATORS.split(str(value)) if value is not None else ()
    return list(dict.fromkeys(text for part in parts if part is not None and (text := str(part).strip())))


def _contacts(dcat: Mapping[str, Any]) -> Iterator[Contact]:
    name, email = _text(dcat, "contact_name"), _text(dcat, "contact_email")
    if name or email:
        yield Contact(name=name, email=email.removeprefix("mailto:") if email else None)


def _periods(dcat: Mapping[str, Any]) -> Iterator[Period]:
    start, end = _text(dcat, "temporal_coverage_start"), _text(dcat, "temporal_coverage_end")
    if start or end:
        yield Period(start, end)
    elif match := _PERIOD.fullmatch(_text(dcat, "temporal") or ""):
        yield Period(match.group(1), match.group(2))


def _categories(templates: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Codes of high-value categories, stated as codes or as addresses."""
    for template in HIGH_VALUE:
        for text in _texts(templates.get(template, {}).get("hvd_category")):
            yield from _CATEGORY.findall(text)
