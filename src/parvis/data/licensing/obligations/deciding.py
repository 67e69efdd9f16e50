"""What a licence, or several together, let one do, ask and refuse for a use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from parvis.data.licensing.decisions import read_table
from parvis.data.licensing.facts import Attribution, License, Notice, Permission, ShareAlike, Text
from parvis.data.licensing.obligations.uses import Act, Modality, Obligation, Use
from parvis.data.licensing.registry import Registry, registry

MAY, MUST, MUST_NOT = Modality.MAY, Modality.MUST, Modality.MUST_NOT
_CREDITS = {
    Attribution.SOURCE: "credit",
    Attribution.SOURCE_AND_DATE: "credit_with_date",
    Attribution.FULL_NOTICE: "credit_with_notices",
    Attribution.LICENSE_TEXT: "pass_license_text",
}
_VERBATIM = {Permission.VERBATIM, Permission.VERBATIM_NON_COMMERCIAL}
_NON_COMMERCIAL = {Permission.NON_COMMERCIAL, Permission.VERBATIM_NON_COMMERCIAL}
_UNCLEAR = {Permission.CONDITIONAL, Permission.PER_TEXT, Permission.ASSUMED, Permission.UNKNOWN}
_MARKED = {Notice.CREATIVE_COMMONS, Notice.DL_DE, Notice.NLOD, Notice.LICENSE_TEXT}
_ODBL = {Notice.ODBL, Notice.ODBL_NAP}
_STATUTORY = {Notice.LICENCE_OUVERTE, Notice.CRPA, Notice.OGL, Notice.IODL}
_MODIFYING = {Act.DERIVE, Act.COMBINE}

Said = tuple[str, Modality]


def obligations(license_id: str, use: Use, *, entries: Registry | None = None) -> tuple[Obligation, ...]:
    """What one licence says of the use: what may be done, then must, then must not. Raises UnknownLicense."""
    entry = (entries or registry()).get(license_id)
    said = dict.fromkeys(_said(entry, use))
    return tuple(_obligation(code, modality, (entry,)) for code, modality in _ordered(said))


def together(license_ids: Sequence[str], use: Use, *, entries: Registry | None = None) -> tuple[Obligation, ...]:
    """What several licences say together: every duty and ban of each; only what all of them let one do.

    Raises UnknownLicense, and ValueError when there is no licence.
    """
    if not license_ids:
        raise ValueError("at least one licence is needed")
    known = entries or registry()
    sources = [known.get(license_id) for license_id in dict.fromkeys(license_ids)]
    said = {entry.id: set(_said(entry, use)) for entry in sources}
    every: dict[Said, None] = dict.fromkeys(pair for entry in sources for pair in _said(entry, use))
    refused = {code for code, modality in every if modality is MUST_NOT}
    kept = [
        (code, modality)
        for code, modality in every
        if modality is not MAY or (code not in refused and all((code, MAY) in pairs for pairs in said.values()))
    ]
    return tuple(
        _obligation(code, modality, tuple(entry for entry in sources if (code, modality) in said[entry.id]))
        for code, modality in _ordered(kept)
    )


def _ordered(said: Any) -> list[Said]:
    return sorted(said, key=lambda pair: list(Modality).index(pair[1]))


def _said(entry: License, use: Use) -> Iterator[Said]:
    yield from _permissions(entry, use)
    if use.act is Act.CONSULT or use.internal:
        return
    yield from _credits(entry, use)
    yield from _sharing(entry, use)
    if use.public_body and entry.notice in _ODBL:
        yield "charge", MUST_NOT


def _permissions(entry: License, use: Use) -> Iterator[Said]:
    """Whether the act itself is granted, and its commercial purpose."""
    if use.act is Act.CONSULT:
        yield "consult", MAY
        return
    act = entry.redistribution if use.act is Act.REDISTRIBUTE else entry.derivatives
    if use.internal:
        unclear = entry.redistribution in _UNCLEAR
        closed = entry.redistribution is Permission.NO
        yield ("read_terms", MUST) if unclear or closed else ("use_inside", MAY)
    elif act in _UNCLEAR:
        yield "read_terms", MUST
    elif act is Permission.NO or (act in _VERBATIM and use.act is not Act.REDISTRIBUTE):
        yield use.act.value, MUST_NOT
    else:
        yield use.act.value, MAY
    if use.commercial:
        yield from _commerce(entry, act)


def _commerce(entry: License, act: Permission) -> Iterator[Said]:
    if entry.commercial in _UNCLEAR:
        yield "read_terms", MUST
    elif entry.commercial is Permission.YES and act not in _NON_COMMERCIAL:
        yield "commercial", MAY
    else:
        yield "commercial", MUST_NOT


def _credits(entry: License, use: Use) -> Iterator[Said]:
    if code := _CREDITS.get(entry.attribution):
        yield code, MUST
    elif entry.attribution is not Attribution.NONE:
        yield "read_terms", MUST
    if use.act in _MODIFYING and entry.notice in _MARKED:
        yield "mark_changes", MUST
    if entry.notice in _STATUTORY:
        yield "mislead", MUST_NOT
    if entry.notice in _STATUTORY | {Notice.CREATIVE_COMMONS} and entry.notice is not Notice.CRPA:
        yield "endorse", MUST_NOT


def _sharing(entry: License, use: Use) -> Iterator[Said]:
    if entry.notice in _ODBL | {Notice.CREATIVE_COMMONS}:
        yield "no_lock", MUST_NOT
    if entry.notice in _ODBL and use.act is not Act.PRODUCE:
        yield "no_sublicense", MUST_NOT
    if use.act is Act.REDISTRIBUTE:
        return
    if entry.share_alike is ShareAlike.DERIVED_DATABASE:
        yield "share_database", MUST
    elif entry.share_alike in (ShareAlike.ADAPTATION, ShareAlike.SOFTWARE):
        yield "share_adaptation", MUST
    elif entry.share_alike is not ShareAlike.NONE:
        yield "read_terms", MUST


def _obligation(code: str, modality: Modality, entries: tuple[License, ...]) -> Obligation:
    statement = _statements()[code]
    articles = tuple(dict.fromkeys(article for entry in entries for article in _articles(statement, entry)))
    text = Text(statement["en"], statement["fr"])
    return Obligation(code, modality, articles, text, tuple(entry.id for entry in entries))


def _articles(statement: Mapping[str, Any], entry: License) -> Sequence[str]:
    """The articles of the licence for this point; else the licence as a whole."""
    known: Mapping[str, Sequence[str]] = statement.get("articles", {})
    if entry.notice in _ODBL and "ODbL-1.0" in known:
        return known["ODbL-1.0"]
    return known.get(entry.id) or [entry.name.en]


@cache
def _statements() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_table("parvis.data.licensing.obligations", "statements.yaml")
    return table
