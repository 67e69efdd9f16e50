"""Errors of pipelines: the step, the parameter, the way out."""

from __future__ import annotations

from parvis.core.errors import ParvisError


class InvalidPipeline(ParvisError):
    """A pipeline cannot be read, or cannot run on the fields it is given."""

    code = "InvalidPipeline"
    status = 422
