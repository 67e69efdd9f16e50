"""The sources that a form names: datasets of the portal, or licences by any name, as rows to show again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.core.errors import ParvisError
from parvis.data.licensing.normalization import normalize
from parvis.data.licensing.normalized import Operator
from parvis.data.licensing.registry import registry
from parvis.data.licensing.stated import stated
from parvis.data.serving import datasets
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.licenses.catalog import LicenseLink, linked
from parvis.web.portal.visit import Visit

MOST = 20
LONGEST = 500
LEAST_ROWS, MORE_ROWS = 2, 4
_PLACE = re.compile(r"source\.(\d{1,3})")
_ADDRESS = re.compile(r"/explore/dataset/([^/?#]+)")


@dataclass(frozen=True, slots=True)
class Choice:
    """A licence that an undecided text may mean, and the address of the page when it is that one."""

    license: LicenseLink
    address: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source: what was typed, the licences it stands for (several when all apply), or why none is known.

    ``facts`` are the other fields of the row by name. ``dataset`` is set when the text names one of the portal.
    """

    number: int
    text: str = ""
    title: str = ""
    license_ids: tuple[str, ...] = ()
    licenses: tuple[LicenseLink, ...] = ()
    problem: str = ""
    choices: tuple[Choice, ...] = ()
    facts: Mapping[str, str] | None = None
    dataset: DatasetView | None = None

    def fact(self, name: str) -> str:
        """The value of another field of the row; empty when absent."""
        return (self.facts or {}).get(name, "")


@dataclass(frozen=True, slots=True)
class SourceForm:
    """Rows of the form: those that are filled, then blank ones. ``address`` is the page with what counts only."""

    rows: tuple[SourceRow, ...]
    address: str
    too_many: bool

    @property
    def filled(self) -> tuple[SourceRow, ...]:
        """Rows with a text."""
        return tuple(row for row in self.rows if row.text)

    @property
    def known(self) -> tuple[SourceRow, ...]:
        """Rows whose licence is known."""
        return tuple(row for row in self.rows if row.license_ids)

    @property
    def undecided(self) -> bool:
        """Whether a text was not understood: nothing is answered then, for it would leave a source out."""
        return len(self.known) != len(self.filled)


def source_form(visit: Visit, path: str, fields: tuple[str, ...], options: tuple[str, ...]) -> SourceForm:
    """The form of an address: ``source.N`` with its other ``fields`` (``name.N``), and yes-or-no ``options``."""
    typed = list(_typed(visit, fields))
    kept = [{**row, "source": row["source"]} for row in typed[:MOST]]
    plain = [(name, value) for name in options if (value := _value(visit, name))]
    rows = [_row(visit, path, kept, plain, place) for place in range(len(kept))]
    blank = MORE_ROWS if "more" in visit.request.GET else max(LEAST_ROWS - len(rows), 1)
    blanks = [SourceRow(len(rows) + n + 1) for n in range(min(blank, MOST - len(rows)))]
    return SourceForm((*rows, *blanks), _address(path, kept, plain), len(typed) > MOST)


def _typed(visit: Visit, fields: tuple[str, ...]) -> Iterator[dict[str, str]]:
    places = sorted(int(found[1]) for name in visit.request.GET if (found := _PLACE.fullmatch(name)))
    for place in places:
        row = {name: _value(visit, f"{name}.{place}") for name in ("source", *fields)}
        if row["source"]:
            yield row


def _value(visit: Visit, name: str) -> str:
    return visit.request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]


def _address(path: str, rows: list[dict[str, str]], plain: list[tuple[str, str]]) -> str:
    pairs = [(f"{name}.{n}", value) for n, row in enumerate(rows, 1) for name, value in row.items() if value]
    return f"{path}?{urlencode(pairs + plain)}" if pairs else path


def _row(visit: Visit, path: str, rows: list[dict[str, str]], plain: list[tuple[str, str]], place: int) -> SourceRow:
    typed = rows[place]
    text = typed["source"]
    facts = {name: value for name, value in typed.items() if name != "source"}
    row = SourceRow(place + 1, text, text, facts=facts)
    view = None if text in registry() else _dataset(visit, text)
    if view is not None:
        described = view.manifest.description
        row = replace(row, title=described.title or view.manifest.id, dataset=view)
        found = stated(described.license, described.license_url)
    else:
        found = normalize(text)
    if found.license_id is not None:
        return _known(visit, row, (found.license_id,))
    if found.operator is Operator.AND:
        return _known(visit, row, found.candidates)

    def instead(license_id: str) -> str:
        others = [{**row, "source": license_id} if n == place else row for n, row in enumerate(rows)]
        return _address(path, others, plain)

    choices = tuple(Choice(linked(one, visit.language), instead(one)) for one in found.candidates)
    problem = found.why.in_(visit.language) if choices or view else _("Neither a dataset of this portal nor a licence.")
    return replace(row, problem=problem, choices=choices)


def _known(visit: Visit, row: SourceRow, license_ids: tuple[str, ...]) -> SourceRow:
    links = tuple(linked(one, visit.language) for one in license_ids)
    return replace(row, license_ids=license_ids, licenses=links)


def _dataset(visit: Visit, text: str) -> DatasetView | None:
    """The dataset of this identifier or page, if the visitor may know of it."""
    found = _ADDRESS.search(text)
    if found and not text.startswith(("/", f"{visit.host}{reverse('portal:catalog')}")):
        return None
    try:
        return datasets.get(visit.reader, visit.domain, visit.caller, unquote(found[1]) if found else text)
    except ParvisError:
        return None
