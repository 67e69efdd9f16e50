"""From the mapping of a metadata file to what the curator states, checked member by member."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from parvis.control.catalog.facts import InvalidMetadata
from parvis.control.catalog.rules.html import safe_html
from parvis.data.licensing.names import license_url

TEXTS = (
    "title",
    "publisher",
    "license",
    "license_url",
    "language",
    "timezone",
    "references",
    "update_frequency",
    "created",
    "modified",
)
LISTS = ("theme", "keyword", "attributions", "territory")
TEMPLATES = ("dcat", "inspire", "semantic", "custom", "custom_view", "opening")
MEMBERS = (*TEXTS, "description", *LISTS, "bbox", *TEMPLATES, "translations", "fields")
MAX_TEXT = 4_000
MAX_DESCRIPTION = 200_000
MAX_LIST = 1_000


def checked_metadata(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is stated, as JSON: members of Description, ``templates`` by name, without ``fields``.

    A null member is kept as None: it takes back what was stated before. Raises InvalidMetadata naming the member.
    """
    stated: dict[str, Any] = {}
    for name, value in values.items():
        if name not in MEMBERS:
            _unknown(name)
        if name == "fields":
            continue
        if name in TEMPLATES:
            stated.setdefault("templates", {})[name] = None if value is None else _mapping(name, value)
        else:
            stated[name] = None if value is None else _READERS[name](name, value)
    if "license" in stated and "license_url" not in stated:
        stated["license_url"] = license_url(stated["license"] or "")
    return stated


def merged(before: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    """What was stated before with the new statements over it; None takes a member back."""
    templates = {**before.get("templates", {}), **stated.get("templates", {})}
    both = {**before, **stated, "templates": {k: v for k, v in templates.items() if v}}
    return {name: value for name, value in both.items() if value not in (None, {}, [], "")}


def _unknown(name: object) -> NoReturn:
    close = difflib.get_close_matches(str(name).rstrip("s"), MEMBERS, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]}? " if close else ""
    raise InvalidMetadata(
        f"metadata has no member {str(name)[:60]!r}",
        hint=f"{hint}other members may stand below `custom`; known ones: {', '.join(MEMBERS)}",
        params={"member": str(name)[:60]},
    )


def _wrong(name: str, expected: str, value: Any) -> NoReturn:
    raise InvalidMetadata(
        f"metadata member {name}: expected {expected}, got {type(value).__name__}", params={"member": name}
    )


def _text(name: str, value: Any) -> str:
    # YAML turns an unquoted date into a date.
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if not isinstance(value, str):
        _wrong(name, "a text (in YAML, put numbers in quotes)", value)
    if len(value) > MAX_TEXT:
        raise InvalidMetadata(f"metadata member {name}: longer than {MAX_TEXT:,} characters", params={"member": name})
    return value.strip()


def _description(name: str, value: Any) -> str:
    if not isinstance(value, str):
        _wrong(name, "a text in Markdown or HTML", value)
    if len(value) > MAX_DESCRIPTION:
        raise InvalidMetadata(
            f"metadata member {name}: longer than {MAX_DESCRIPTION:,} characters", params={"member": name}
        )
    return safe_html(value)


def _list(name: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return [_text(name, value)]
    if not isinstance(value, list):
        _wrong(name, "a list of texts", value)
    if len(value) > MAX_LIST:
        raise InvalidMetadata(f"metadata member {name}: more than {MAX_LIST:,} entries", params={"member": name})
    return list(dict.fromkeys(_text(f"{name}[{number}]", entry) for number, entry in enumerate(value)))


def _mapping(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        _wrong(name, "a mapping", value)
    if len(value) > MAX_LIST:
        raise InvalidMetadata(f"metadata member {name}: more than {MAX_LIST:,} members", params={"member": name})
    return {_text(f"{name} member name", key): _plain(f"{name}.{key}", entry) for key, entry in value.items()}


def _plain(name: str, value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return [_text(f"{name}[]", v) for v in value] if isinstance(value, list) else _text(name, value)


def _translations(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        _wrong(name, "a mapping of languages", value)
    found = {str(language): _mapping(f"{name}.{language}", entry) for language, entry in value.items()}
    for texts in found.values():
        if isinstance(texts.get("description"), str):
            texts["description"] = safe_html(texts["description"])
    return found


def _bbox(name: str, value: Any) -> list[float]:
    numbers = value if isinstance(value, list) else []
    if len(numbers) != 4 or not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers):
        _wrong(name, "[west, south, east, north] in degrees", value)
    west, south, east, north = (float(n) for n in numbers)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InvalidMetadata(f"metadata member {name}: not degrees of longitude and latitude", params={"member": name})
    return [west, south, east, north]


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(LISTS, _list),
    "description": _description,
    "bbox": _bbox,
    "translations": _translations,
}
