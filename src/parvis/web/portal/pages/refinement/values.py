"""Facets of a dataset as lists of links; several values of one field add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parvis.core.fields import TEMPORAL, Schema
from parvis.core.words import slug
from parvis.data.engine.facets import FacetValue
from parvis.data.serving import records
from parvis.data.serving.datasets import DatasetView
from parvis.data.serving.pages import FacetGroup
from parvis.web.portal.pages.facets import EXCLUDED, MOST, SHOWN, Choice, Facet, worded
from parvis.web.portal.pages.selection import Selection
from parvis.web.portal.pages.words import label
from parvis.web.portal.visit import Visit

Address = Callable[[Selection], str]
FACETS = 20


def counted(visit: Visit, view: DatasetView, selection: Selection) -> Sequence[FacetGroup]:
    """The facets of the dataset under the selection, each without its own refinements so that others can join them."""
    names = tuple(field.name for field in view.access.schema if field.facet)[:FACETS]
    if not names:
        return ()
    text = selection.text(facet=names, disjunctive=names, timezone=visit.timezone, lang=visit.language)
    return records.facets(visit.reader, view, text)


def listed(groups: Sequence[FacetGroup], schema: Schema, selection: Selection, address: Address) -> tuple[Facet, ...]:
    """The groups that have values; selected values come first."""
    wording = worded(dates=[field.name for field in schema if field.type in TEMPORAL])

    def choice(name: str, value: FacetValue) -> Choice:
        selected = (name, value.path) in selection.refine
        target = selection.without(name, value.path) if selected else selection.joined(name, value.path)
        opened = selected or any(n == name and v.startswith(value.path + "/") for n, v in selection.refine)
        children = tuple(choice(name, child) for child in value.children) if opened else ()
        return Choice(wording(name, value.path), value.count, address(target), selected, children)

    def facet(group: FacetGroup) -> Facet:
        values = [value for value in group.values if value.state != EXCLUDED][:MOST]
        choices = sorted((choice(group.name, v) for v in values), key=lambda c: not (c.selected or c.children))
        field = schema.get(group.name)
        name = label(field) if field else group.name
        return Facet(slug(group.name) or "x", name, tuple(choices[:SHOWN]), tuple(choices[SHOWN:]))

    return tuple(facet(group) for group in groups if group.values)
