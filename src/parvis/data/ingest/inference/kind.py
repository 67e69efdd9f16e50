"""A kind: one way to read the texts of a column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parvis.core.fields import FieldType

Sample = Sequence[str]
Looks = Callable[[str, Sample], bool]
SQL = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to read a text column: a cheap test on a sample, an exact one on every row, a conversion.

    ``looks`` (label, sample) says whether a column may be of this kind. ``valid`` gives, for a column that is not
    null, the SQL of a condition that is never null; ``value`` the SQL of its typed value. ``said`` explains the
    choice in the report. ``tolerance`` is the share of values that may be left empty (and reported) without giving
    the kind up.
    """

    name: str
    type: FieldType
    looks: Looks
    valid: SQL
    value: SQL
    said: str
    precision: str | None = None
    tolerance: float = 0.0


def any_text(label: str, sample: Sample) -> bool:
    """For kinds that are never guessed."""
    return True


def all_match(pattern: str, flags: int = 0) -> Looks:
    """Whether every value of the sample matches as a whole."""
    compiled = re.compile(pattern, flags)
    return lambda label, sample: all(compiled.fullmatch(value) for value in sample)


def matches(column: str, pattern: str) -> str:
    """SQL: the whole value matches. The pattern is ours, in the syntax that Python and the engine share."""
    return f"regexp_full_match({column}, '{pattern}')"


def surely(condition: str) -> str:
    """SQL: the condition, false where it is null."""
    return f"coalesce({condition}, false)"
