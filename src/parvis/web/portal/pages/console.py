"""The console of the API: a form, the query it makes, and what the API answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.utils.translation import gettext as _

from parvis.core.errors import ParvisError, Span
from parvis.core.fields import FieldType
from parvis.data.odsql.functions import FUNCTIONS
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import RecordsPage
from parvis.web.api.explore_v21.objects import record_objects
from parvis.web.portal.pages.dataset import api_root, visible
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.snippets import Snippet, snippets
from parvis.web.portal.pages.words import label, type_name
from parvis.web.portal.visit import Visit

CLAUSES = ("select", "group_by", "order_by")
LIMITS = (10, 20, 50, 100)
# What the page shows of an answer; its address gives the whole of it.
SHOWN = 60_000
CELL = 160
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Clause:
    """One text of the query; ``before``, ``fault`` and ``after`` cut it where it is wrong."""

    name: str
    label: str
    help: str
    value: str
    wrong: bool
    before: str = ""
    fault: str = ""
    after: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Answered:
    """What came: ``seconds`` on the server, ``size`` in bytes of JSON; ``rows`` as short texts by column."""

    status: int
    milliseconds: int
    size: int
    total: int | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    json: str
    cut: bool
    error: ParvisError | None


@dataclass(frozen=True, slots=True)
class Console:
    """The form, the answer, and the query in several languages. ``editor`` is what the editor of queries knows."""

    clauses: tuple[Clause, ...]
    limit: int
    limits: tuple[int, ...]
    offset: int
    timezone: str
    answer: Answered
    snippets: tuple[Snippet, ...]
    editor: Mapping[str, Any]


def asked(parameters: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The parameters of the console that the address states, those of the selection excepted."""
    names = (*CLAUSES, "limit", "offset")
    return tuple((n, parameters[n].strip()[:LONGEST]) for n in names if parameters.get(n, "").strip())


def console(visit: Visit, view: DatasetView, selection: Selection) -> Console:
    """The console with the answer to the query of the address."""
    given = dict(asked(visit.request.GET))
    limit, offset = whole(given.get("limit"), LIMITS[1]), whole(given.get("offset"), 0)
    clauses = {name: given.get(name) for name in CLAUSES}
    answer = ask(visit, view, selection, clauses, limit, offset)
    pairs = [*((n, v) for n, v in clauses.items() if v), *selection.api_pairs(), ("limit", str(limit))]
    pairs += [("offset", str(offset))] if offset else []
    pairs += [("timezone", visit.timezone)] if visit.timezone != "UTC" else []
    return Console(
        clauses=tuple(described(clauses, selection.where, answer.error)),
        limit=limit,
        limits=tuple(sorted({*LIMITS, limit})),
        offset=offset,
        timezone=visit.timezone,
        answer=answer,
        snippets=snippets(f"{api_root(visit, view)}/records", pairs),
        editor=editor(visit, view, selection),
    )


def whole(text: str | None, default: int) -> int:
    """A whole number that was typed; the data plane judges its size."""
    return int(text) if text and text.isascii() and text.lstrip("-").isdigit() and len(text) < 9 else default


def ask(
    visit: Visit, view: DatasetView, selection: Selection, clauses: Mapping[str, str | None], limit: int, offset: int
) -> Answered:
    """The answer, or the error that the API would give."""
    text = selection.text(**clauses, limit=limit, offset=offset, timezone=visit.timezone, lang=visit.language)
    started = time.perf_counter()
    try:
        page = records.search(visit.reader, view, text)
    except ParvisError as raised:
        if raised.status >= 500 and raised.status != 503:
            raise
        spent = round((time.perf_counter() - started) * 1000)
        return Answered(raised.status, spent, 0, None, (), (), "", False, raised)
    found = record_objects(page, visit.timezone)
    body = orjson.dumps({"total_count": page.total_count, "results": found}, default=str)
    spent = round((time.perf_counter() - started) * 1000)
    written = json.dumps({"total_count": page.total_count, "results": found}, ensure_ascii=False, indent=2, default=str)
    return Answered(
        status=200,
        milliseconds=spent,
        size=len(body),
        total=page.total_count,
        columns=tuple(column.name for column in page.columns),
        rows=tuple(rows(page, found)),
        json=written[:SHOWN],
        cut=len(written) > SHOWN,
        error=None,
    )


def rows(page: RecordsPage, found: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The rows as short texts, values as JSON writes them."""
    for record in found:
        yield tuple(short(record.get(column.name)) for column in page.columns)


def short(value: Any) -> str:
    """A value in a cell; null is empty."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= CELL else text[: CELL - 1] + "…"


def described(clauses: Mapping[str, str | None], where: str, error: ParvisError | None) -> Iterator[Clause]:
    """The texts of the form, with the fault in the one that has it."""
    words = {
        "select": (_("Columns (select)"), _("Fields, expressions and aggregates, separated by commas.")),
        "where": (_("Condition (where)"), _("For example: population > 1000")),
        "group_by": (_("Groups (group_by)"), _("Fields or expressions, separated by commas.")),
        "order_by": (_("Order (order_by)"), _("Fields or columns, each followed by asc or desc.")),
    }
    values = {"select": clauses["select"], "where": where, **{n: clauses[n] for n in ("group_by", "order_by")}}
    wrong = error.params.get("clause") if error else None
    for name, (title, help_) in words.items():
        value = values[name] or ""
        span = error.span if error and wrong == name and error.span else None
        yield Clause(name, title, help_, value, wrong == name, *cut(value, span))


def cut(value: str, span: Span | None) -> tuple[str, str, str, int, int]:
    """A text in three where a span is, and the span; a fault at the end is shown on its last letter."""
    if span is None or not value:
        return "", "", "", -1, -1
    start = min(span.start, len(value) - 1)
    end = min(max(span.end, start + 1), len(value))
    return value[:start], value[start:end], value[end:], start, end


def editor(visit: Visit, view: DatasetView, selection: Selection) -> dict[str, Any]:
    """What completes a query: fields with their types, functions with their forms; and where to have it checked.

    ``refine`` are the parameters of the selection that are not typed in the form.
    """
    fields = [
        {"name": f.name, "label": label(f), "type": type_name(f), "text": f.type is FieldType.TEXT, "facet": f.facet}
        for f in visible(view)
    ]
    functions = [
        {"name": f.name, "form": f.form, "text": f.summary, "clauses": list(f.clauses)}
        for f in FUNCTIONS.values()
        if not f.old
    ]
    root = api_root(visit, view)
    return {
        "fields": fields,
        "functions": functions,
        "records": f"{root}/records",
        "facets": f"{root}/facets",
        "refine": selection.changed(where="").api_pairs(),
    }
