"""How the two datasets meet: what was chosen in the form, else the most likely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import NUMERIC, TEMPORAL, Field, FieldType, Schema
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.words import label

HOWS: Mapping[str, object] = {
    "equal": _("Equal values"),
    "within": _("First inside second"),
    "intersects": _("Places that touch"),
    "nearest": _("Nearest place"),
}
PLACES = frozenset({FieldType.GEO_POINT, FieldType.GEO_SHAPE})
KEYS = frozenset({FieldType.TEXT, FieldType.BOOLEAN}) | NUMERIC | TEMPORAL
CODES = ("code", "id", "identifiant", "insee", "siren", "siret", "uai")
REACH = "500"


@dataclass(frozen=True, slots=True)
class How:
    """The choice: ``name`` of a way, fields of each side, ``reach`` in metres for the nearest; ``on`` as it is asked.

    ``ways`` are those that the fields allow.
    """

    name: str
    left: str
    right: str
    reach: str
    on: str
    ways: tuple[tuple[str, str], ...]
    lefts: tuple[tuple[str, str], ...]
    rights: tuple[tuple[str, str], ...]


def how(given: QueryDict, left: DatasetView, right: DatasetView) -> How:
    """What the address says; a text ``on`` goes before the lists."""
    mine, theirs = left.access.schema, right.access.schema
    ways = tuple((name, str(HOWS[name])) for name in possible(mine, theirs))
    name = given.get("how", "") if given.get("how", "") in dict(ways) else ways[0][0] if ways else ""
    lefts, rights = suited(name, mine, first=True), suited(name, theirs, first=False)
    guess = likely(name, left, right, lefts, rights)
    one = chosen(given.get("l", ""), lefts) or guess[0]
    other = chosen(given.get("r", ""), rights) or guess[1]
    reach = given.get("reach", "").strip() or REACH
    typed = given.get("on", "").strip()
    return How(name, one, other, reach, typed or written(name, one, other, reach), ways, named(lefts), named(rights))


def possible(left: Schema, right: Schema) -> Iterator[str]:
    """The ways that the fields of both allow."""
    if suited("equal", left, first=True) and suited("equal", right, first=False):
        yield "equal"
    for name in ("within", "intersects", "nearest"):
        if suited(name, left, first=True) and suited(name, right, first=False):
            yield name


def suited(name: str, schema: Schema, *, first: bool) -> list[Field]:
    """The fields of a side that can meet in this way."""
    if name == "equal":
        return [f for f in schema if f.type in KEYS and not f.is_list]
    if name == "nearest":
        return [f for f in schema if f.type is FieldType.GEO_POINT]
    places = PLACES if first or name == "intersects" else {FieldType.GEO_SHAPE}
    return [f for f in schema if f.type in places]


def likely(
    name: str, left: DatasetView, right: DatasetView, lefts: list[Field], rights: list[Field]
) -> tuple[str, str]:
    """The two fields that most likely hold the same thing."""
    if not lefts or not rights:
        return "", ""
    if name != "equal":
        return lefts[0].name, rights[0].name
    pairs = [(a, b) for a in lefts for b in rights if a.type is b.type]
    if not pairs:
        return lefts[0].name, rights[0].name
    best = max(pairs, key=lambda pair: score(pair[0], pair[1], left.manifest.id, right.manifest.id))
    return best[0].name, best[1].name


def score(left: Field, right: Field, left_id: str, right_id: str) -> int:
    """How likely two fields are the same: a reference to the other dataset, the same name, a code rather than words."""
    refers = (left.name in right_id and right.name in CODES) or (right.name in left_id and left.name in CODES)
    same = left.name == right.name
    coded = any(code in left.name for code in CODES) and any(code in right.name for code in CODES)
    return 8 * refers + 4 * same + 2 * (same and coded) + (left.key or right.key) + (left.type is FieldType.TEXT)


def written(name: str, left: str, right: str, reach: str) -> str:
    """The way as the API reads it."""
    one, other = f"`left.{left}`", f"`right.{right}`"
    if left.isidentifier() and right.isidentifier():
        one, other = f"left.{left}", f"right.{right}"
    if name == "nearest":
        return f"nearest({one}, {other}, {reach}m)"
    return f"{name}({one}, {other})" if name in ("within", "intersects") else f"{one} = {other}"


def chosen(name: str, fields: list[Field]) -> str:
    """The name when it is one of the fields."""
    return name if any(field.name == name for field in fields) else ""


def named(fields: list[Field]) -> tuple[tuple[str, str], ...]:
    """Fields as choices."""
    return tuple((field.name, f"{label(field)} ({field.name})") for field in fields)
