"""Words as people type them: one folding and one cutting for every search, scan, index and slug."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"}
_LIGATURE = re.compile("[œæßøđł]")
# The usual combining marks, and the blocks that certainly hold none: Latin letters, punctuation, currencies.
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_BEYOND = re.compile("[^\x00-\u02ff\u2000-\u20cf]")


def fold(text: str) -> str:
    """Lower case without accents: ``"Été à Ménilmontant"`` gives ``"ete a menilmontant"``."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    spelled = _LIGATURE.sub(lambda found: _LIGATURES[found.group()], lowered)
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", spelled))
    if plain.isascii() or _BEYOND.search(plain) is None:
        return plain
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Folded words in order; apostrophes and hyphens cut: ``"L'Haÿ-les-Roses"`` gives l, hay, les, roses."""
    return _WORD.findall(fold(text))


def slug(text: str, separator: str = "-") -> str:
    """An identifier of ``[a-z0-9]`` runs joined by the separator; may be empty."""
    return _NOT_SLUG.sub(separator, fold(text)).strip(separator)


def field_name(label: str) -> str:
    """The identifier an Explore portal gives to a column label: its slug with underscores."""
    return slug(label, "_")
