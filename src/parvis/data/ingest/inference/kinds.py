"""The kinds of values a text column may hold, in order of preference."""

from __future__ import annotations

from parvis.core.fields import FieldType
from parvis.data.ingest.inference.kind import Kind, any_text
from parvis.data.ingest.inference.moments import CHOSEN_MOMENTS, MOMENTS
from parvis.data.ingest.inference.numbers import CHOSEN_NUMBERS, NUMBERS
from parvis.data.ingest.inference.places import PLACES


def _booleans(yes: str, no: str) -> Kind:
    words = {yes, no}
    return Kind(
        f"boolean {yes}/{no}",
        FieldType.BOOLEAN,
        lambda label, sample: {value.lower() for value in sample} <= words,
        lambda column: f"lower({column}) IN ('{yes}', '{no}')",
        lambda column: f"lower({column}) = '{yes}'",
        f"every value is {yes} or {no}",
    )


_BOOLEANS = (
    _booleans("true", "false"),
    _booleans("vrai", "faux"),
    _booleans("oui", "non"),
    _booleans("yes", "no"),
    _booleans("o", "n"),
)

TEXT = Kind("text", FieldType.TEXT, any_text, lambda column: "true", lambda column: column, "text")

KINDS: tuple[Kind, ...] = (*_BOOLEANS, *MOMENTS, *NUMBERS, *PLACES)

# What a text of a source with types of its own (JSON, Parquet) may still be.
TYPED_TEXT: tuple[Kind, ...] = (*MOMENTS, *PLACES)

# What a curator's type accepts beside.
CHOSEN: tuple[Kind, ...] = (*KINDS, _booleans("1", "0"), *CHOSEN_NUMBERS, *CHOSEN_MOMENTS)
