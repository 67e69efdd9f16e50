"""The analysis page: the form, the figure, the query behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from parvis.core.errors import ParvisError
from parvis.core.fields import NUMERIC, TEMPORAL, Field
from parvis.data.odsql.limits import GROUPS
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.analysis import axis as axes
from parvis.web.portal.pages.analysis import plan as plans
from parvis.web.portal.pages.analysis import questions, wording
from parvis.web.portal.pages.analysis.choice import Choice, Form, Measure
from parvis.web.portal.pages.analysis.figure import Figure, figure
from parvis.web.portal.pages.analysis.outcome import outcome
from parvis.web.portal.pages.analysis.plan import Plan, plan
from parvis.web.portal.pages.dataset import DatasetHead, api_root, head, visible
from parvis.web.portal.pages.dataset import address as view_address
from parvis.web.portal.pages.embed import EmbedCode, embed_code
from parvis.web.portal.pages.facets import Chip
from parvis.web.portal.pages.refinement.bar import Bar, refinement_bar
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A list to choose from; ``empty`` are the words of no choice."""

    name: str
    label: str
    value: str
    choices: Options
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the API: its clauses in ODSQL, its address, the same as a CSV file."""

    clauses: tuple[tuple[str, str], ...]
    address: str
    csv: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the numbers are from, written under the chart and in its file."""

    title: str
    publisher: str | None
    license: str | None
    modified: str


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """``error`` is what the visitor's condition made wrong; there is no figure then."""

    head: DatasetHead
    selection: Selection
    choice: Choice
    bar: Bar
    selected: Options
    action: str
    selects: tuple[Select, ...]
    top: int | None
    stackable: bool
    stacked: bool
    figure: Figure | None
    query: Query | None
    source: Source
    drawing: str
    code: EmbedCode | None
    table: str
    error: ParvisError | None = None


def analysis_page(visit: Visit, view: DatasetView, selection: Selection, choice: Choice) -> AnalysisPage:
    """The page of these choices; a wrong condition is a page that says so, with what was typed."""
    schema = visible(view)
    made = plan(choice, schema)
    found, error = selection.attempt(lambda: outcome(visit, view, selection, made))
    path = view_address("analyze", view)
    bar = refinement_bar(visit, view, selection, path, extra=tuple(choice.pairs()), error=error)
    settled = made if found is None else found.plan
    return AnalysisPage(
        head=head(visit, view, "analyze", selection),
        selection=selection,
        choice=choice,
        bar=bar,
        selected=tuple(selection.filters_only().pairs()),
        action=path,
        selects=tuple(selects(settled, choice, schema)),
        top=None if settled.form is Form.SCATTER else made.top,
        stackable=settled.split is not None and settled.additive and settled.form is not Form.SCATTER,
        stacked=settled.stacked,
        figure=None if found is None else figure(found, visit.timezone, [said(chip) for chip in bar.chips]),
        query=None if found is None else query(visit, view, selection, found.plan),
        source=source(view, head(visit, view, "analyze").modified),
        drawing=located(view_address("drawing", view), selection, choice),
        code=None if found is None else code(visit, view, selection, choice, found.plan),
        table=selection.address(view_address("table", view)),
        error=error,
    )


def located(path: str, selection: Selection, choice: Choice) -> str:
    """The address of a view with this selection and this choice."""
    pairs = [*selection.filters_only().pairs(), *choice.pairs()]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def code(visit: Visit, view: DatasetView, selection: Selection, choice: Choice, made: Plan) -> EmbedCode:
    """What puts the chart in another site."""
    pairs = [*selection.filters_only().pairs(), *choice.pairs()]
    return embed_code(visit, "chart", view.manifest.id, pairs, wording.caption(made))


def said(chip: Chip) -> str:
    """A filter as words."""
    separator = _(":")
    return f"{chip.label}{separator} {chip.value}" if chip.label else chip.value


def source(view: DatasetView, modified: str) -> Source:
    """What the figure says of its origin."""
    description = view.manifest.description
    return Source(description.title or view.manifest.id, description.publisher, description.license, modified)


def query(visit: Visit, view: DatasetView, selection: Selection, made: Plan) -> Query:
    """The query whose answer is drawn."""
    asked = questions.clauses(made, visible(view))
    where = selection.api_pairs()
    window = (
        [("limit", str(made.top))] if made.split is None and made.axis is not None and not made.axis.ordered else []
    )
    zone = [("timezone", visit.timezone)] if made.axis is not None and made.axis.field.type in TEMPORAL else []
    pairs = [*asked.items(), *where, *window, *zone]
    whole = [] if window else [("limit", str(GROUPS))]
    root = api_root(visit, view)
    return Query(
        clauses=(*asked.items(), *where, *window),
        address=f"{root}/records?{urlencode(pairs)}",
        csv=f"{root}/exports/csv?{urlencode([*pairs, ('delimiter', ';'), *whole])}",
    )


# ------------------------------------------------------------------ the form


def selects(made: Plan, choice: Choice, schema: Iterable[Field]) -> Iterable[Select]:
    """The lists of the form, those that have a sense for this plan."""
    fields = list(schema)
    able = plans.numbers(fields)
    measures = [m for m in Measure if m in (Measure.COUNT, Measure.DISTINCT) or able]
    scattered = made.form is Form.SCATTER
    if not scattered:
        yield Select("measure", _("Measure"), made.measure, pairs(wording.MEASURES, measures))
    if made.of is not None:
        of = plans.distinct(fields) if made.measure is Measure.DISTINCT else able
        yield Select("of", _("Vertical axis") if scattered else _("Of the field"), made.of.name, named(of))
    if made.axis is not None:
        yield Select(
            "by",
            _("Horizontal axis") if scattered else _("Grouped by"),
            made.axis.field.name,
            named(plans.axes(fields)),
        )
        yield from () if scattered else step(made.axis, choice)
    split = [f for f in plans.splits(fields) if made.axis and f != made.axis.field]
    if split and made.form not in (Form.PIE, Form.TREEMAP):
        chosen = made.split.name if made.split else ""
        yield Select("split", _("Split by"), chosen, named(split), _("Nothing"))
    yield Select("kind", _("Chart"), made.form, pairs(wording.FORMS, list(plans.suitable(made))))
    if made.axis is not None and not scattered:
        yield Select("order", _("Order"), made.order, pairs(wording.ORDERS, list(wording.ORDERS)))


def step(axis: axes.Axis, choice: Choice) -> Iterable[Select]:
    """How the axis is cut, when it can be."""
    possible = axes.steps(axis.field)
    if not possible:
        return
    choices = pairs(wording.STEPS, possible)
    if axis.field.type in NUMERIC:
        widths = [w for w in dict.fromkeys((axis.step, choice.step)) if axes.is_width(w)]
        choices = (*choices, *((w, _("Classes of %(width)s") % {"width": w}) for w in widths))
    asked = choice.step if axes.is_step(axis.field, choice.step) else ""
    yield Select("step", _("Step"), asked, choices, _("Automatic"))


def pairs(words: Mapping[Any, object], codes: Iterable[Any]) -> Options:
    """The choices of these codes."""
    return tuple((str(code), str(words[code])) for code in codes)


def named(fields: Iterable[Field]) -> Options:
    """The choices of these fields."""
    return tuple((field.name, label(field)) for field in fields)
