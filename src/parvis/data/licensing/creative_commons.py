"""Creative Commons licences read by their elements, whatever the spelling and the language."""

from __future__ import annotations

import re

from parvis.data.licensing.facts import Precision
from parvis.data.licensing.index import Hit

# Restrictions are read before plain attribution, else by-nc-sa would be read as by.
_SPELLINGS = {
    "nc": r"nc|non ?commercial\w*|non ?commerziale|pas d utilisations? commerciales?|nicht ?kommerziell\w*",
    "nd": r"nd|no ?deriv\w*|pas de modifications?|keine bearbeitung\w*",
    "sa": r"sa|share ?alike|partage (?:dans les memes conditions|a l identique)|weitergabe unter gleichen bedingungen",
    "zero": r"zero|0",
    "by": r"by|attribution|paternite|namensnennung|attribuzione|reconocimiento",
    "igo": r"igo|oig",
}
_RUN_TOGETHER = re.compile(r"\bcc(?=(?:by|zero|0)\w*\b)|\b(by|nc)(?=(?:nc|nd|sa)(?:nd|sa)?\b)")
_ANCHOR = re.compile(r"\b(?:cc|creative commons)\b")
_VERSION = re.compile(r"\b(\d(?:\.\d)?)\b")
_ELEMENTS = {name: re.compile(rf"\b(?:{spelling})\b") for name, spelling in _SPELLINGS.items()}
_PORT = re.compile(r" (?:igo|oig)\b")
_BEYOND = 16

_CURRENT = {
    frozenset({"by", "nc"}): "CC-BY-NC-4.0",
    frozenset({"by", "nc", "sa"}): "CC-BY-NC-SA-4.0",
    frozenset({"by", "nd"}): "CC-BY-ND-4.0",
    frozenset({"by", "nc", "nd"}): "CC-BY-NC-ND-4.0",
}
_OLDER = ("1", "2", "2.5", "3")


def read(words: str) -> Hit | None:
    """The Creative Commons licence that the words name; None when they name none, or a version that never was."""
    if "cc" not in words and "creative" not in words:
        return None
    spread = _RUN_TOGETHER.sub(lambda found: f"{found.group()} ", words)
    if (anchor := _ANCHOR.search(spread)) is None:
        return None
    named = " ".join(spread[anchor.end() :].split()[:_BEYOND])
    version = _VERSION.search(named.removeprefix("0 "))
    # What follows the version speaks of the use, not of the licence; only the port may stand there.
    before, _, after = named.partition(version.group()) if version else (named, "", "")
    said = before if not _PORT.match(after) else f"{before} igo"
    elements = frozenset(name for name, spelling in _ELEMENTS.items() if spelling.search(said))
    return resolve(elements, version.group(1) if version else None)


def resolve(elements: frozenset[str], version: str | None) -> Hit | None:
    """The entry of these elements (by, nc, nd, sa, zero, igo) in this version; None when there is none."""
    if "zero" in elements:
        return Hit("CC0-1.0", Precision.EXACT) if version in (None, "1") else None
    kept = elements - {"igo"}
    if kept == {"by"}:
        return _attribution(version, igo="igo" in elements)
    if kept in ({"by", "sa"}, {"sa"}):
        return _share_alike(version)
    if kept == {"nc"}:
        return Hit("LicenseRef-CC-NC-unspecified", Precision.FAMILY)
    return _restricted(kept | {"by"}, version) if kept else None


def _attribution(version: str | None, *, igo: bool) -> Hit | None:
    if igo:
        named = Precision.EXACT if version == "3" else Precision.ASSUMED
        return Hit("CC-BY-3.0-IGO", named) if version in (None, "3") else None
    if version is None:
        return Hit("LicenseRef-CC-BY-unspecified", Precision.FAMILY)
    found = {"4": "CC-BY-4.0", "3": "CC-BY-3.0"}.get(version, "CC-BY-2.0" if version in _OLDER else None)
    return Hit(found, Precision.EXACT) if found else None


def _share_alike(version: str | None) -> Hit | None:
    if version in ("4", "3"):
        return Hit(f"CC-BY-SA-{version}.0", Precision.EXACT)
    if version is None or version in _OLDER:
        return Hit("LicenseRef-CC-BY-SA-unspecified", Precision.FAMILY)
    return None


def _restricted(elements: frozenset[str], version: str | None) -> Hit | None:
    """Older versions stand under the entry of the current one, or under that of any non-commercial licence."""
    current = _CURRENT.get(elements)
    if current is None or (version is not None and version not in (*_OLDER, "4")):
        return None
    if version == "4":
        return Hit(current, Precision.EXACT)
    if elements == {"by", "nc"}:
        return Hit("LicenseRef-CC-NC-unspecified", Precision.FAMILY)
    return Hit(current, Precision.ASSUMED if version is None else Precision.FAMILY)
