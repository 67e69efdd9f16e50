"""What a visitor selected, as the parameters of an address: words, refinements, order, page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from parvis.core.errors import ParvisError
from parvis.data.odsql.text import QueryText
from parvis.web.portal.pages.refinement import filters
from parvis.web.portal.pages.refinement.filters import Filter, Filters

REFINE = "refine."
EXCLUDE = "exclude."
DISJUNCTIVE = "disjunctive."
LIMIT_OF_WORDS = 500
LAST_PAGE = 100_000

Pairs = tuple[tuple[str, str], ...]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Selection:
    """The state of a list of datasets or records; every link of a page is this state with one change.

    ``refine`` and ``exclude`` are pairs of field name and value; ``where`` is an ODSQL condition;
    ``filters`` are those of single fields. Refinements of the fields of ``disjunctive`` add up, where those of others
    narrow one another. ``sort`` is a name, descending with a leading ``-``; pages count from 1 and hold ``size`` items;
    ``columns`` are those shown, in order. Size and columns are the view's own choice when they are empty. ``also`` are
    parameters that one list alone understands.
    """

    q: str = ""
    where: str = ""
    refine: Pairs = ()
    exclude: Pairs = ()
    sort: str = ""
    page: int = 1
    filters: Filters = ()
    disjunctive: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    size: int = 0
    also: Pairs = ()

    @classmethod
    def read(cls, parameters: QueryDict, also: tuple[str, ...] = ()) -> Selection:
        """The selection an address states, and these other parameters; what cannot be read is ignored."""
        return cls(
            q=parameters.get("q", "").replace("\0", "").strip()[:LIMIT_OF_WORDS],
            where=parameters.get("where", "").strip(),
            refine=tuple(prefixed(parameters, REFINE)),
            exclude=tuple(prefixed(parameters, EXCLUDE)),
            sort=parameters.get("sort", ""),
            page=page_number(parameters.get("page", "")),
            filters=filters.read(parameters),
            disjunctive=tuple(n.removeprefix(DISJUNCTIVE) for n in parameters if n.startswith(DISJUNCTIVE)),
            columns=tuple(n for n in parameters.get("columns", "").split(",") if n),
            size=page_number(size) if (size := parameters.get("size", "")) else 0,
            also=tuple((name, value) for name in also if (value := parameters.get(name, ""))),
        )

    @property
    def is_empty(self) -> bool:
        """Whether everything is selected."""
        return not (self.q or self.where or self.refine or self.exclude or self.filters or self.also)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters, in a fixed order, without those that keep their default."""
        plain = [("q", self.q), ("where", self.where)]
        chosen = [(REFINE + name, value) for name, value in self.refine]
        chosen += [(EXCLUDE + name, value) for name, value in self.exclude]
        chosen += [(DISJUNCTIVE + name, "true") for name in self.several]
        chosen += [(one.parameter, one.value) for one in self.filters]
        place = [("columns", ",".join(self.columns)), ("size", str(self.size or ""))]
        place += [("sort", self.sort), ("page", str(self.page) if self.page > 1 else "")]
        return [pair for pair in [*plain, *chosen, *self.also, *place] if pair[1]]

    def address(self, path: str) -> str:
        """The path with this selection."""
        pairs = self.pairs()
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def changed(self, **members: Any) -> Selection:
        """With other members, from the first page."""
        return replace(self, page=1, **members)

    def filters_only(self) -> Selection:
        """The same records, without what only one view understands: order, page, columns."""
        return replace(self, sort="", page=1, columns=(), size=0)

    @property
    def several(self) -> tuple[str, ...]:
        """The disjunctive fields that have more than one refinement: only there does it count."""
        refined = [name for name, _ in self.refine]
        return tuple(name for name in self.disjunctive if refined.count(name) > 1)

    def refined(self, name: str, value: str) -> Selection:
        """With this refinement, from the first page; it replaces a wider one of its branch (2026/03 for 2026)."""
        kept = tuple(p for p in self.refine if p[0] != name or not value.startswith(p[1] + "/"))
        return self.changed(refine=(*(p for p in kept if p != (name, value)), (name, value)))

    def joined(self, name: str, value: str) -> Selection:
        """With this refinement beside those the field has: records of any of them."""
        added = self.refined(name, value)
        return replace(added, disjunctive=tuple(dict.fromkeys((*self.disjunctive, name))))

    def unfiltered(self, *gone: Filter) -> Selection:
        """Without these filters, from the first page."""
        return self.changed(filters=tuple(one for one in self.filters if one not in gone))

    def without(self, name: str, value: str) -> Selection:
        """Without this refinement or exclusion, from the first page."""
        gone = (name, value)
        return self.changed(
            refine=tuple(p for p in self.refine if p != gone),
            exclude=tuple(p for p in self.exclude if p != gone),
        )

    def conditions(self) -> tuple[str, ...]:
        """ODSQL conditions of the words, of the condition typed by hand, and of the filters."""
        words = f"search({json.dumps(self.q, ensure_ascii=False)})" if self.q else ""
        return (*(c for c in (words, self.where) if c), *filters.conditions(self.filters))

    def attempt(self, ask: Callable[[], Answer]) -> tuple[Answer | None, ParvisError | None]:
        """What ``ask`` answers, or what this selection made wrong of it; an empty one makes nothing wrong."""
        try:
            return ask(), None
        except ParvisError as error:
            if error.status != 400 or self.is_empty:
                raise
            return None, error

    def text(self, **clauses: Any) -> QueryText:
        """The query of this selection, with these other clauses."""
        chosen = QueryText(
            where=self.conditions(),
            refine=tuple(refinement(*pair) for pair in self.refine),
            exclude=tuple(refinement(*pair) for pair in self.exclude),
            disjunctive=self.several,
        )
        return replace(chosen, **clauses)

    def api_pairs(self) -> list[tuple[str, str]]:
        """The same selection as parameters of the Explore API v2.1."""
        return (
            [("where", condition) for condition in self.conditions()]
            + [("refine", refinement(*pair)) for pair in self.refine]
            + [("exclude", refinement(*pair)) for pair in self.exclude]
            + [("facet", f"facet(name={json.dumps(name)}, disjunctive=true)") for name in self.several]
        )


def prefixed(parameters: QueryDict, prefix: str) -> Iterator[tuple[str, str]]:
    """Pairs of name and value of the parameters with this prefix, in the order of the address."""
    for name in parameters:
        if name.startswith(prefix):
            yield from ((name.removeprefix(prefix), value) for value in parameters.getlist(name) if value)


def refinement(name: str, value: str) -> str:
    """A refinement as the API reads it; the quotes keep commas and colons inside the value."""
    return f'{name}:"{value}"'


def page_number(text: str) -> int:
    """The page an address asks for, at least 1."""
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1
