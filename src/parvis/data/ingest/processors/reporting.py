"""The report of an ingest, told of what a pipeline did."""

from __future__ import annotations

from dataclasses import replace

from parvis.core.fields import Schema
from parvis.data.ingest.processors.pipeline import Pipeline
from parvis.data.ingest.processors.running import Processed
from parvis.data.ingest.report import FieldReport, Report


def with_processing(report: Report, processed: Processed, schema: Schema, pipeline: Pipeline) -> Report:
    """The report of the version as published: its rows, its fields, the values that steps rejected."""
    before = {field.name: field for field in report.fields}
    fields = []
    for field in schema:
        known = before.get(field.name)
        same = known is not None and known.type == field.type.value
        reason = known.reason if known is not None and same else "made by the pipeline"
        filled = processed.filled[field.name]
        fields.append(FieldReport(field.name, field.label, field.type.value, reason, filled))
    processing = {
        "pipeline": pipeline.to_dict(),
        "rows_before": report.kept,
        "rows": processed.rows,
        "rejected": processed.rejected,
        "parents": [parent.to_dict() for parent in processed.parents],
    }
    return replace(
        report,
        kept=processed.rows,
        warnings=(*report.warnings, *processed.as_lines()),
        fields=tuple(fields),
        processing=processing,
        step_rejects=tuple(reject.to_dict() for reject in processed.rejects),
    )
