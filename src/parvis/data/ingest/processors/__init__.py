"""Processors: a pipeline of steps over the typed rows of a file, before they become a version.

:class:`Pipeline` is data; :func:`process` runs one over a whole table, :func:`preview_pipeline` over a sample.
"""

from parvis.data.ingest.processors.compiling import check
from parvis.data.ingest.processors.definition import PROCESSORS, Processor
from parvis.data.ingest.processors.errors import InvalidPipeline
from parvis.data.ingest.processors.pipeline import Pipeline, Step
from parvis.data.ingest.processors.previewing import StepPreview, preview_pipeline
from parvis.data.ingest.processors.resources import Address, Parent, Resource, Run
from parvis.data.ingest.processors.running import Processed, process

__all__ = [
    "PROCESSORS",
    "Address",
    "InvalidPipeline",
    "Parent",
    "Pipeline",
    "Processed",
    "Processor",
    "Resource",
    "Run",
    "Step",
    "StepPreview",
    "check",
    "preview_pipeline",
    "process",
]
