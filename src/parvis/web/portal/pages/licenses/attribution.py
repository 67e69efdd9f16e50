"""The credit builder: the line that the licences of the sources ask for, in every form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from parvis.data.licensing.attribution.forms import attribution
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.cards import modified
from parvis.web.portal.pages.dataset import address
from parvis.web.portal.pages.licenses.sources import SourceForm, SourceRow, source_form
from parvis.web.portal.pages.licenses.terms import Line, lines
from parvis.web.portal.visit import Visit

FIELDS = ("title", "producer", "url", "date", "changes")
WORK = "work"


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit as it reads, and in each form to copy. ``due`` false: no licence asks for one."""

    shown: SafeString
    text: str
    html: str
    markdown: str
    due: bool
    warnings: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AttributionPage:
    """The form, and the credit once every source is understood. ``wrong_dates`` are rows whose date is none."""

    form: SourceForm
    work: bool
    wrong_dates: tuple[int, ...]
    share: str
    credit: Credit | None
    steps: tuple[tuple[str, str], ...]


def attribution_page(visit: Visit, steps: tuple[tuple[str, str], ...]) -> AttributionPage:
    """The page of `/licenses/attribution/?source.1=…`."""
    form = source_form(visit, reverse("portal:attribution"), FIELDS, (WORK,))
    work = bool(visit.request.GET.get(WORK))
    wrong = tuple(row.number for row in form.filled if row.fact("date") and day(row.fact("date")) is None)
    answered = bool(form.known) and not (form.undecided or form.too_many or wrong)
    sources = [credited(visit, row, one) for row in form.known for one in row.license_ids] if answered else []
    return AttributionPage(
        form=form,
        work=work,
        wrong_dates=wrong,
        share=visit.host + form.address if form.filled else "",
        credit=credit(sources, visit.language, work=work) if sources else None,
        steps=steps,
    )


def credit(sources: list[Credited], language: str, *, work: bool = False) -> Credit:
    """The credit of these sources. Its HTML is made by the engine, which escapes every text and address."""
    made = attribution(sources, language, work=work)
    return Credit(mark_safe(made.html), made.text, made.html, made.markdown, made.due, lines(made.warnings, language))


def credited(visit: Visit, row: SourceRow, license_id: str) -> Credited:
    """A row as the engine wants it: what was typed, else what the dataset states."""
    known = of_dataset(visit, row.dataset, license_id) if row.dataset else Credited(license_id, row.text)
    producers = tuple(name.strip() for name in row.fact("producer").split(",") if name.strip())
    return Credited(
        license_id,
        row.fact("title") or known.title,
        producers or known.producers,
        row.fact("url") or known.url,
        day(row.fact("date")) or known.updated,
        row.fact("changes") or None,
    )


def of_dataset(visit: Visit, view: DatasetView, license_id: str) -> Credited:
    """A dataset of the portal as a source to credit: its attributions, else its publisher."""
    stated = view.manifest.description
    producers = stated.attributions or ((stated.publisher,) if stated.publisher else ())
    url = visit.host + address("information", view)
    return Credited(license_id, stated.title or view.manifest.id, producers, url, day(modified(view)[:10]))


def builder(view: DatasetView) -> str:
    """The address of the builder for one dataset."""
    return reverse("portal:attribution") + "?" + urlencode({"source.1": view.manifest.id})


def day(text: str) -> date | None:
    """An ISO date; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
