"""The page that tells whether the rows of a dataset follow its schema, and what does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parvis.core.errors import NotFound
from parvis.data.serving import conformance
from parvis.data.serving.datasets import DatasetView
from parvis.web.portal.pages.dataset import DatasetHead, head
from parvis.web.portal.pages.schema_badge import Badge, badge
from parvis.web.portal.visit import Visit

_SHOWN = 200
_ROWS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; how many rows it is about, and the first of them with what their cells hold."""

    text: str
    rows: int | None = None
    examples: tuple[tuple[int, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class ConformancePage:
    """Everything the page shows. ``told`` is false for who sees a part of the dataset only."""

    head: DatasetHead
    badge: Badge
    conforms: bool
    schema: str
    version: str
    address: str | None
    errors: tuple[Line, ...]
    warnings: tuple[Line, ...]
    unchecked: tuple[Line, ...]
    more: int
    told: bool


def conformance_page(visit: Visit, view: DatasetView) -> ConformancePage:
    """The page. Raises NotFound when the dataset follows no schema."""
    found, shown = conformance.verdict(view), badge(view)
    if found is None or shown is None:
        raise NotFound(f"The dataset {view.manifest.id} follows no schema.")
    report = conformance.report(visit.reader, view)
    told = report or {"findings": (), "rules": (), "unchecked": ()}
    findings, language = told["findings"], visit.language
    errors = [*_lines(_of(findings, "error"), language), *_lines(told["rules"], language)]
    return ConformancePage(
        head=head(visit, view, "conformance"),
        badge=shown,
        conforms=found.conforms,
        schema=found.schema,
        version=found.version,
        address=found.address if found.address.startswith(("https://", "http://")) else None,
        errors=tuple(errors[:_SHOWN]),
        warnings=tuple(_lines(_of(findings, "warning"), language))[:_SHOWN],
        unchecked=tuple(_lines(told["unchecked"], language))[:_SHOWN],
        more=max(len(errors) - _SHOWN, 0),
        told=report is not None,
    )


def _of(findings: Iterable[Mapping[str, Any]], severity: str) -> list[Mapping[str, Any]]:
    return [found for found in findings if found["severity"] == severity]


def _lines(entries: Iterable[Mapping[str, Any]], language: str) -> list[Line]:
    return [
        Line(
            entry["message"].get(language) or entry["message"]["en"],
            entry.get("count"),
            tuple((one["row"], one["value"]) for one in entry.get("examples", ())[:_ROWS]),
        )
        for entry in entries
    ]
