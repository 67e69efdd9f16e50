"""The tools about rights: licence and attribution of one dataset or several, and citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from parvis.data.licensing.attribution.forms import attribution
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.compatibility.comparing import Source, compare
from parvis.data.licensing.decisions import Verdict
from parvis.data.licensing.documents import CAVEAT
from parvis.data.licensing.obligations.deciding import together
from parvis.data.licensing.obligations.uses import Act, Use
from parvis.data.licensing.registry import registry
from parvis.data.serving import citing
from parvis.data.serving.datasets import DatasetView
from parvis.web.api.mcp import stating
from parvis.web.api.mcp.asking import Ask
from parvis.web.api.mcp.describing import sentences

LICENSES = "/api/licenses/v1"
STYLES = ("text", "bibtex", "csl_json", "ris")


def license_and_attribution(ask: Ask) -> dict[str, Any]:
    """What the licences of these datasets let one do with them for a use, ask and refuse; and the credit to write."""
    views = [ask.dataset(one) for one in dict.fromkeys(ask.texts("datasets"))]
    act = Act(ask.text("use") or Act.PRODUCE)
    use = Use(act, commercial=bool(ask.arguments.get("commercial")), internal=bool(ask.arguments.get("internal")))
    sources = [stating.credited(ask, view) for view in views]
    made = attribution(sources, ask.language, work=act is Act.PRODUCE)
    named = [one.license_id for one in sources if one.license_id in registry()]
    found: dict[str, Any] = {
        "use": {"act": act.value, "commercial": use.commercial, "internal": use.internal},
        "licenses": [_license(ask, view) for view in views],
        "attribution": {"due": made.due, "text": made.text, "html": made.html, "markdown": made.markdown},
        "warnings": [reason.text.in_(ask.language) for reason in made.warnings],
    }
    if named:
        found |= sentences(together(named, use), ask.language)
    if len(named) < len(sources):
        found["warnings"].append("A licence is not recognised or not stated: read its text, or ask the publisher.")
    if len(named) > 1:
        found["combined"] = _combined(named, ask.language)
    found["caveat"] = CAVEAT.in_(ask.language)
    address = _address(ask, sources, work=act is Act.PRODUCE)
    return {**found, "sources": [stating.source(ask, view, address) for view in views]}


def _license(ask: Ask, view: DatasetView) -> dict[str, Any]:
    found: dict[str, Any] = {
        "dataset": view.manifest.id,
        "license": stating.license_line(view, ask.language),
        "id": stating.license_id(view),
    }
    entry = registry().by_id.get(found["id"] or "")
    return found if entry is None else {**found, "open": entry.open.value, "family": entry.family.value}


def _combined(named: list[str], language: str) -> dict[str, Any]:
    """Whether one database may be made of the datasets, and the licences that it may bear."""
    combination = compare([Source(one) for one in named]).combination
    return {
        "verdict": combination.verdict.value,
        "confidence": combination.confidence.value,
        "reasons": [reason.text.in_(language) for reason in combination.reasons],
        "result_may_bear": list(combination.under(Verdict.ALLOWED))[:20],
    }


def _address(ask: Ask, sources: list[Credited], *, work: bool) -> str:
    """The same credit from the API of licences."""
    pairs = [("license", one.license_id) for one in sources]
    for number, one in enumerate(sources, 1):
        facts = {
            "title": one.title,
            "producer": ",".join(one.producers),
            "url": one.url,
            "date": one.updated.isoformat() if one.updated else None,
        }
        pairs += [(f"{name}.{number}", value) for name, value in facts.items() if value]
    pairs += [("lang", ask.language), *([("work", "true")] if work else [])]
    return f"{ask.visit.root}{LICENSES}/attribution?{urlencode(pairs)}"


def cite(ask: Ask) -> dict[str, Any]:
    """A citation of the version, at its permanent address, in a style or in all of them."""
    view, language = ask.dataset(), ask.language
    manifest = view.manifest
    address = stating.permanent(ask.visit, view)
    described = replace(manifest.description, title=stating.title(ask, view))
    made = citing.cite(described, manifest.id, manifest.version, manifest.data_processed, address, language)
    citations = {
        "text": made.text,
        "bibtex": made.bibtex,
        "csl_json": made.csl,
        "ris": _ris(made.csl, ask.visit.domain.title),
    }
    style = ask.text("style")
    found: dict[str, Any] = {"citations": {style: citations[style]} if style else citations, "permanent": address}
    if manifest.description.citation:
        found["publisher_asks"] = stating.seen(manifest.description.citation)
    api = stating.of_dataset(ask.visit, view, "", [("lang", language)])
    return {**found, "source": stating.source(ask, view, api)}


def _ris(csl: Mapping[str, Any], portal: str) -> str:
    """The citation as a RIS record, made of its CSL form."""
    year, month, day = csl["issued"]["date-parts"][0]
    lines = [
        ("TY", "DATA"),
        *(("AU", author["literal"]) for author in csl["author"]),
        ("TI", csl["title"]),
        ("PY", str(year)),
        ("DA", f"{year}/{month:02}/{day:02}"),
        ("PB", csl.get("publisher", portal)),
        ("ET", csl["version"]),
        ("UR", csl["URL"]),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {' '.join(value.split())}" for tag, value in lines)
