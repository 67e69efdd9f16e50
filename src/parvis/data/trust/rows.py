"""Evidence as a table: one row a point, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from parvis.data.trust.result import Score

COLUMNS = (
    "dataset",
    "computed_at",
    "method",
    "axis",
    "axis_value",
    "signal",
    "distribution",
    "state",
    "points",
    "max",
    "cap",
    "gain",
    "proof",
    "proof_status",
    "proof_at",
    "proof_url",
    "evidence_hash",
)
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(scores: Iterable[Score]) -> Iterator[str]:
    """The lines of a CSV document in UTF-8, header first, one line a point."""
    yield _line(COLUMNS)
    for score in scores:
        yield from (_line(row) for row in point_rows(score))


def point_rows(score: Score) -> Iterator[tuple[object, ...]]:
    """One row a point, in the order of ``COLUMNS``."""
    for axis in score.axes:
        for signal in axis.signals:
            proof = signal.proof
            yield (
                score.dataset,
                score.computed_at,
                score.method,
                axis.code,
                axis.value,
                signal.code,
                signal.subject,
                signal.state,
                signal.points,
                signal.max,
                signal.cap,
                signal.gain,
                proof and (proof.label or proof.type),
                proof and proof.status,
                proof and proof.at,
                proof and proof.url,
                score.evidence_hash,
            )


def _line(cells: Iterable[object]) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return target.getvalue()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
