"""The compatibility checker: may these sources be combined, and under which licence may the result be published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.data.licensing.compatibility.combining import Combination, Output
from parvis.data.licensing.compatibility.comparing import Comparison, ShareAlike, Source, compare
from parvis.data.licensing.compatibility.courts import LicensorKind
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.results import Result, judge
from parvis.data.licensing.compatibility.terms import OWN
from parvis.data.licensing.compatibility.territory import Territory
from parvis.data.licensing.decisions import Decision, Verdict
from parvis.data.licensing.derivation.ledger import Derivation, Operation, Parent, ways_out
from parvis.data.licensing.obligations.uses import Act
from parvis.data.licensing.offers import Producer
from parvis.web.portal.pages.licenses.catalog import LicenseLink, linked
from parvis.web.portal.pages.licenses.sources import SourceForm, SourceRow, source_form
from parvis.web.portal.pages.licenses.terms import Answer, Line, Terms, answer, line, lines, named, terms
from parvis.web.portal.pages.licenses.words import CONFIDENCES, LICENSORS, PROFILES, RESULTS
from parvis.web.portal.visit import Visit

FIELDS = ("profile", "keywords", "territory", "licensor")
OPTIONS = ("french_administration", "high_value", "public_body")
_DUTY = ("what", "where", "when", "how_often", "price", "form")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OutputLine:
    """A licence for the result, the verdict, and what each source says of it."""

    license: LicenseLink
    verdict: str
    code: str
    icon: str
    confidence: str
    chain: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a share-alike source does to another one."""

    other: str
    columns: Answer
    rows: Answer


@dataclass(frozen=True, slots=True)
class Sharing:
    """Share-alike of one source: reading, reach, how to share, price, court."""

    title: str
    profile: str
    reaches: tuple[Reach, ...]
    duty: tuple[Line, ...]
    price: Answer
    court: Answer | None


@dataclass(frozen=True, slots=True)
class Found:
    """The whole answer. ``outputs`` may be used, ``refused`` may not; ``clash`` names the sources at odds."""

    answer: Answer
    outputs: tuple[OutputLine, ...]
    refused: tuple[OutputLine, ...]
    clash: tuple[str, ...]
    ways_out: tuple[Line, ...]
    kinds: tuple[tuple[str, Answer], ...]
    terms: Terms
    sharing: tuple[Sharing, ...]
    api: str
    credit: str


@dataclass(frozen=True, slots=True)
class CompatibilityPage:
    """The form with its choices, and the answer once every source is understood."""

    form: SourceForm
    profiles: tuple[tuple[str, str], ...]
    licensors: tuple[tuple[str, str], ...]
    options: Mapping[str, bool]
    share: str
    found: Found | None
    steps: tuple[tuple[str, str], ...]


def compatibility_page(visit: Visit, steps: tuple[tuple[str, str], ...]) -> CompatibilityPage:
    """The page of `/licenses/compatibility/?source.1=…&source.2=…`."""
    form = source_form(visit, reverse("portal:compatibility"), FIELDS, OPTIONS)
    options = {name: bool(visit.request.GET.get(name)) for name in OPTIONS}
    answered = bool(form.known) and not form.undecided and not form.too_many
    return CompatibilityPage(
        form=form,
        profiles=tuple((profile.value, str(name)) for profile, name in PROFILES.items()),
        licensors=tuple((kind.value, str(name)) for kind, name in LICENSORS.items()),
        options=options,
        share=visit.host + form.address if form.filled else "",
        found=found(visit, form, options) if answered else None,
        steps=steps,
    )


def found(visit: Visit, form: SourceForm, options: Mapping[str, bool]) -> Found:
    """The answer of the engine on the sources of the form, in the words of the page."""
    parts = [(row, license_id) for row in form.known for license_id in row.license_ids]
    ids, titles, language = [license_id for _, license_id in parts], [row.title for row, _ in parts], visit.language
    publisher = Producer(options["french_administration"], options["high_value"])
    compared = compare(
        [source(row, one) for row, one in parts], publisher=publisher, public_body=options["public_body"]
    )
    combined = compared.combination
    outputs = [output_line(output, titles, language) for output in combined.outputs]
    blocked = combined.verdict in (Verdict.CONFLICT, Verdict.REVIEW)
    query = urlencode([("license", one) for one in ids])
    return Found(
        answer=answer(Decision(combined.verdict, combined.reasons, combined.confidence), language),
        outputs=tuple(sorted((o for o in outputs if o.code != Verdict.CONFLICT), key=lambda o: o.code)),
        refused=tuple(o for o in outputs if o.code == Verdict.CONFLICT),
        clash=tuple(dict.fromkeys(titles[place] for place in combined.conflict)),
        ways_out=ways(ids, combined, language) if blocked else (),
        kinds=tuple((str(RESULTS[kind]), answer(judge(ids, kind, publisher=publisher), language)) for kind in Result),
        terms=terms(ids, Act.COMBINE, language),
        sharing=tuple(sharing(one, compared, titles, language) for one in compared.share_alike),
        api=f"{visit.host}/api/licenses/v1/compatibility?{query}",
        credit=reverse("portal:attribution") + "?" + urlencode([(f"source.{r.number}", r.text) for r in form.known]),
    )


def source(row: SourceRow, license_id: str) -> Source:
    """A row as the engine wants it; keywords not typed are those of the dataset."""
    stated = row.dataset.manifest.description.keyword if row.dataset else ()
    typed = tuple(_parts(row.fact("keywords")))
    return Source(
        license_id,
        chosen(Profile, row.fact("profile")) or Profile.STRICT,
        typed or stated,
        Territory.of(_parts(row.fact("territory"))),
        chosen(LicensorKind, row.fact("licensor")),
    )


def chosen(kind: type[Choice], value: str) -> Choice | None:
    """The member of that value, None when there is none."""
    return next((member for member in kind if member.value == value), None)


def output_line(output: Output, titles: list[str], language: str) -> OutputLine:
    """One output in words: the publisher's own rule first, then each source."""
    own = [("", line(output.refusal, language))] if output.refusal else []
    chain = [(titles[one.source], line(one.reason, language)) for one in output.chain]
    if output.verdict is Verdict.CONFLICT:
        refusing = [titles[one.source] for one in output.chain if one.verdict is Verdict.CONFLICT]
        chain = [pair for pair in chain if pair[0] in refusing]
    return OutputLine(
        own_terms() if output.license_id == OWN else linked(output.license_id, language),
        *named(output.verdict),
        confidence=str(CONFIDENCES[output.confidence]),
        chain=tuple(dict.fromkeys([*own, *chain])),
    )


def own_terms() -> LicenseLink:
    """Terms that the publisher writes: no page explains them."""
    return LicenseLink(OWN, _("Your own terms"), "")


def ways(license_ids: list[str], combined: Combination, language: str) -> tuple[Line, ...]:
    """What can be done when no licence is left."""
    parents = tuple(Parent(str(n), "", license_id) for n, license_id in enumerate(license_ids))
    return lines(ways_out(Derivation("", Operation.QUERY, parents), combined), language)


def sharing(one: ShareAlike, compared: Comparison, titles: list[str], language: str) -> Sharing:
    """What a share-alike source asks of the result."""
    return Sharing(
        title=titles[one.source],
        profile=str(PROFILES[one.profile]),
        reaches=tuple(
            Reach(titles[reach.other], answer(reach.columns, language), answer(reach.rows.decision, language))
            for reach in one.reaches
        ),
        duty=tuple(line(getattr(one.duty, name), language) for name in _DUTY),
        price=answer(one.price, language),
        court=answer(one.court, language) if one.court else None,
    )


def _parts(text: str) -> Iterator[str]:
    return filter(None, (part.strip() for part in text.split(",")))
