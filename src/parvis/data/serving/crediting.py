"""What the licences of several datasets say once they are put together: each line of credit, and whether they may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parvis.data.licensing.attribution.forms import Attribution, attribution
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.compatibility.combining import combine
from parvis.data.licensing.compatibility.results import Result, judge
from parvis.data.licensing.decisions import Decision, Verdict
from parvis.data.licensing.registry import registry
from parvis.data.licensing.stated import stated
from parvis.data.serving.datasets import DatasetView


@dataclass(frozen=True, slots=True)
class Combined:
    """``database`` judges a database made of all the sources, ``work`` a map, a chart or a text made from them.

    ``outputs`` are the licences that the database may bear. All are empty when a licence is not understood: its
    place is in ``unread``.
    """

    database: Decision | None
    work: Decision | None
    outputs: tuple[str, ...]
    unread: tuple[int, ...]


def license_id(view: DatasetView) -> str | None:
    """The licence that the description states, None when its words are not understood."""
    described = view.manifest.description
    found = stated(described.license, described.license_url).license_id
    return found if found in registry().by_id else None


def combined(views: Sequence[DatasetView]) -> Combined:
    """Whether the datasets may be put together and published."""
    ids = [license_id(view) for view in views]
    unread = tuple(place for place, id_ in enumerate(ids) if id_ is None)
    known = [id_ for id_ in ids if id_ is not None]
    if unread or not known:
        return Combined(None, None, (), unread)
    outputs = combine(known).under(Verdict.ALLOWED)
    return Combined(judge(known, Result.DERIVED), judge(known, Result.WORK), outputs, ())


def credit(view: DatasetView, address: str, language: str) -> Attribution | None:
    """The line that credits one dataset, None when its licence is not understood."""
    found = license_id(view)
    if found is None:
        return None
    described = view.manifest.description
    producers = described.attributions or ((described.publisher,) if described.publisher else ())
    title = described.title or view.manifest.id
    return attribution([Credited(found, title, producers, address, updated(view))], language)


def updated(view: DatasetView) -> date | None:
    """The day of the last update of the data."""
    text = view.manifest.description.modified or view.manifest.data_processed or view.manifest.published_at
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
