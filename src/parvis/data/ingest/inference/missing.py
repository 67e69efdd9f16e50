"""Marks that stand for a missing value among numbers or dates: nd, NC, a dash."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.core.fields import FieldType
from parvis.data.ingest.inference.kind import Kind

# In small letters. What a text column holds is left alone: "NC" may be a code.
MARKS = (
    *("nd", "n.d.", "n.d", "n/d", "nc", "n.c.", "n.c", "n/c", "na", "n.a.", "n.a", "n/a", "#n/a", "nr", "n.r.", "so"),
    *("s.o.", "s/o", "ns", "null", "none", "nan", "-", "--", "---", "–", "—", "..", "...", "…", "?", "/", "//", "///"),
    *("non disponible", "non communiqué", "non communique", "non renseigné", "non renseigne", "sans objet", "inconnu"),
    *("non connu", "secret", "unknown", "missing", "not available"),
)
_MEASURES = (FieldType.INT, FieldType.DOUBLE, FieldType.DATE, FieldType.DATETIME)


def is_mark(text: str) -> bool:
    """Whether a text stands for a missing value."""
    return text.strip().lower() in MARKS


def measured(kinds: Sequence[Kind]) -> list[Kind]:
    """The kinds among which marks are believed."""
    return [kind for kind in kinds if kind.type in _MEASURES]


def without_marks(column: str) -> str:
    """SQL of the values of a column, trimmed, null where a mark stands."""
    return f"CASE WHEN NOT ({marked(column)}) THEN nullif(trim({column}), '') END"


def marked(column: str) -> str:
    """SQL: a mark stands in the column; null where it is null."""
    return f"lower(trim({column})) IN ({', '.join(_literal(mark) for mark in MARKS)})"


def _literal(mark: str) -> str:
    return "'" + mark + "'"
