"""Words as people type them: one folding and one cutting for every search, scan, index and slug."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})


def fold(text: str) -> str:
    """Lower case without accents: ``"Été à Ménilmontant"`` gives ``"ete a menilmontant"``."""
    lowered = text.lower().translate(_LIGATURES)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Folded words in order; apostrophes and hyphens cut: ``"L'Haÿ-les-Roses"`` gives l, hay, les, roses."""
    return _WORD.findall(fold(text))


def slug(text: str, separator: str = "-") -> str:
    """An identifier of ``[a-z0-9]`` runs joined by the separator; may be empty."""
    return _NOT_SLUG.sub(separator, fold(text)).strip(separator)


def field_name(label: str) -> str:
    """The identifier an Explore portal gives to a column label: its slug with underscores."""
    return slug(label, "_")
