"""What a request asks of a catalog file, checked."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.core.errors import InvalidParameter
from parvis.data.exports.choices import flag
from parvis.data.exports.formats import ALIASES, FORMATS


def included(options: Mapping[str, str]) -> frozenset[str] | None:
    """The formats of ``include_exports``; None for all. Raises InvalidParameter for one that does not exist."""
    asked = [name.strip().lower() for name in options.get("include_exports", "").split(",") if name.strip()]
    found = [ALIASES.get(name, name) for name in asked]
    unknown = next((name for name in found if name not in FORMATS), None)
    if unknown is not None:
        message = f"Invalid value for include_exports API parameter: {unknown[:40]!r} is no export format."
        raise InvalidParameter(message, hint=f"formats: {', '.join(FORMATS)}", params={"parameter": "include_exports"})
    return frozenset(found) if asked else None


def labelled(options: Mapping[str, str]) -> bool:
    """Whether CSV and XLSX files are those with labels: so unless ``use_labels_in_exports`` says no."""
    return flag("use_labels_in_exports", options, True)
