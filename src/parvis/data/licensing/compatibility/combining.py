"""Combining sources into one database: the licences its result may bear, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations
from operator import and_

from parvis.data.licensing.compatibility.publishers import ANYONE, refusal
from parvis.data.licensing.compatibility.summaries import conflict, summary
from parvis.data.licensing.compatibility.terms import Edge, Group, Terms, outputs, terms_of
from parvis.data.licensing.decisions import Reason, Verdict, because, strongest, weakest
from parvis.data.licensing.facts import Confidence
from parvis.data.licensing.offers import Producer


@dataclass(frozen=True, slots=True)
class Link:
    """What one source (by its place) says of one output."""

    source: int
    verdict: Verdict
    confidence: Confidence
    reason: Reason


@dataclass(frozen=True, slots=True)
class Output:
    """One licence for the result: a link per source, then the refusal of the publisher's own rules."""

    license_id: str
    verdict: Verdict
    confidence: Confidence
    chain: tuple[Link, ...]
    refusal: Reason | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """The answer for all sources together.

    ``conflict`` holds the places of the smallest sets of sources that cannot go together (one set, empty when none
    conflicts). ``verdict`` is allowed, conditions, conflict or review (some terms name no text).
    """

    verdict: Verdict
    outputs: tuple[Output, ...]
    conflict: tuple[int, ...]
    reasons: tuple[Reason, ...]
    confidence: Confidence

    def under(self, verdict: Verdict) -> tuple[str, ...]:
        """Identifiers of the outputs with this verdict, in the usual order."""
        return tuple(output.license_id for output in self.outputs if output.verdict is verdict)


@dataclass(frozen=True, slots=True)
class Grant:
    """A written permission for the source at this place, towards one more licence; ``evidence`` says where it is."""

    source: int
    license_id: str
    evidence: str


def combine(license_ids: Sequence[str], *, publisher: Producer = ANYONE, grants: Sequence[Grant] = ()) -> Combination:
    """Licences lawful for a database derived from sources under these licences. Symmetric in the sources.

    Raises ValueError when there is no source.
    """
    if not license_ids:
        raise ValueError("a combination needs at least one source")
    sources = [terms_of(license_id) for license_id in license_ids]
    granted = {(grant.source, grant.license_id) for grant in grants if grant.evidence}
    found = tuple(_output(name, sources, publisher, granted) for name in outputs())
    verdict = min((output.verdict for output in found), key=_RANK.__getitem__)
    clash = _smallest_conflict(sources, granted)
    if any(terms.unread or terms.group is Group.EXTRA_CONDITIONS for terms in sources):
        verdict = Verdict.REVIEW
    reasons = conflict([sources[i] for i in clash]) if clash else summary(sources)
    if verdict is Verdict.CONFLICT and not clash:
        reasons = (because("publisher_list_empty"), *reasons)
    return Combination(verdict, found, clash, reasons, _confidence(verdict, found, sources))


_RANK = {Verdict.ALLOWED: 0, Verdict.CONDITIONS: 1, Verdict.CONFLICT: 2}


def _output(name: str, sources: Sequence[Terms], publisher: Producer, granted: set[tuple[int, str]]) -> Output:
    chain = tuple(
        Link(i, Verdict.CONDITIONS, Confidence.HIGH, because("written_permission"))
        if (i, name) in granted
        else Link(i, *_answer(terms.license_id, name))
        for i, terms in enumerate(sources)
    )
    no = refusal(name, publisher)
    worst = max((link.verdict for link in chain), key=_RANK.__getitem__)
    level = weakest(link.confidence for link in chain if worst is not Verdict.CONFLICT or link.verdict is worst)
    return Output(name, Verdict.CONFLICT if no else worst, level, chain, no)


@lru_cache(maxsize=8192)
def _answer(license_id: str, output: str) -> tuple[Verdict, Confidence, Reason]:
    """What one licence says of one output."""
    terms = terms_of(license_id)
    edge: Edge | None = terms.edges.get(output)
    names = {"license": license_id, "output": output}
    if edge is None:
        return Verdict.CONFLICT, terms.confidence, because(f"refuses_{terms.group}", **names)
    if terms.unread or terms.condition:
        return edge.verdict, edge.confidence, because(terms.condition or "terms_unread", **names)
    if output == "ODbL-1.0" and terms.odbl:
        return edge.verdict, edge.confidence, because(terms.odbl)
    code = "accepts" if edge.verdict is Verdict.ALLOWED else "accepts_with_care"
    return edge.verdict, edge.confidence, because(code, **names)


def _smallest_conflict(sources: Sequence[Terms], granted: set[tuple[int, str]]) -> tuple[int, ...]:
    """Places of the fewest sources that share no output: the first such set in the order of the sources."""
    position = {name: 1 << n for n, name in enumerate(outputs())}
    masks = [
        sum(bit for name, bit in position.items() if name in terms.edges or (i, name) in granted)
        for i, terms in enumerate(sources)
    ]
    if _common(masks):
        return ()
    # One source of each kind is enough: equal masks conflict with the same others.
    firsts = {mask: i for i, mask in reversed(list(enumerate(masks)))}
    places = sorted(firsts.values())
    for size in range(1, len(places) + 1):
        for chosen in combinations(places, size):
            if not _common([masks[i] for i in chosen]):
                return chosen
    return ()


def _common(masks: Sequence[int]) -> int:
    return reduce(and_, masks)


def _confidence(verdict: Verdict, found: Sequence[Output], sources: Sequence[Terms]) -> Confidence:
    """That of the best output; for a refusal or a doubt, that of the least sure terms."""
    if verdict in (Verdict.CONFLICT, Verdict.REVIEW):
        return weakest(terms.confidence for terms in sources)
    return strongest(output.confidence for output in found if output.verdict is verdict)
