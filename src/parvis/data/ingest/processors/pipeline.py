"""A pipeline as data: which processors, in which order, with which parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.data.ingest.processors.errors import InvalidPipeline

VERSION = 1
STEPS = 200
SIZE = 1 << 20
_MEMBERS = {"processor", "parameters", "comment", "disabled"}


@dataclass(frozen=True)
class Step:
    """One step: the name of a processor, its parameters; a disabled one is kept and not run."""

    processor: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    disabled: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON object without the members that say nothing."""
        stated: dict[str, Any] = {"processor": self.processor, "parameters": dict(self.parameters)}
        return (
            stated | ({"comment": self.comment} if self.comment else {}) | ({"disabled": True} if self.disabled else {})
        )


@dataclass(frozen=True)
class Pipeline:
    """Steps in order."""

    steps: tuple[Step, ...] = ()

    @property
    def enabled(self) -> tuple[Step, ...]:
        """The steps that run."""
        return tuple(step for step in self.steps if not step.disabled)

    def to_dict(self) -> dict[str, Any]:
        """JSON object ``{"version": 1, "steps": [...]}``."""
        return {"version": VERSION, "steps": [step.to_dict() for step in self.steps]}

    def to_json(self) -> str:
        """One member a line, so that two pipelines compare line by line."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_dict(cls, values: Any) -> Pipeline:
        """The inverse of :meth:`to_dict`; names and parameters are checked when it is compiled.

        Raises InvalidPipeline naming the step.
        """
        if not isinstance(values, Mapping) or not isinstance(values.get("steps"), list):
            raise InvalidPipeline("a pipeline is an object with a list of steps", hint='{"version": 1, "steps": []}')
        if values.get("version", VERSION) != VERSION:
            raise InvalidPipeline(f"this version of pipelines is not known: {str(values['version'])[:20]!r}")
        if len(values["steps"]) > STEPS:
            raise InvalidPipeline(f"a pipeline has at most {STEPS} steps, this one has {len(values['steps'])}")
        return cls(tuple(_step(number, step) for number, step in enumerate(values["steps"], 1)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Pipeline:
        """Read a pipeline file. Raises InvalidPipeline with the place of a mistake in the JSON."""
        if len(text) > SIZE:
            raise InvalidPipeline(f"a pipeline is at most {SIZE >> 20} MB long")
        try:
            values = json.loads(text)
        except RecursionError as error:
            raise InvalidPipeline("the pipeline is nested too deeply") from error
        except ValueError as error:
            raise InvalidPipeline(f"the pipeline is not JSON: {error}") from error
        return cls.from_dict(values)


def _step(number: int, values: Any) -> Step:
    if not isinstance(values, Mapping) or not isinstance(values.get("processor"), str):
        raise InvalidPipeline(f"step {number}: the name of a processor is missing", params={"step": number})
    unknown = sorted(map(str, set(values) - _MEMBERS))
    if unknown:
        raise InvalidPipeline(f"step {number}: unknown member {unknown[0][:60]!r}", params={"step": number})
    parameters, comment = values.get("parameters", {}), values.get("comment", "")
    disabled = values.get("disabled", False)
    if not isinstance(parameters, Mapping) or not isinstance(comment, str) or not isinstance(disabled, bool):
        hint = "parameters is an object, comment a text, disabled true or false"
        raise InvalidPipeline(f"step {number}: a member is of the wrong kind", hint=hint, params={"step": number})
    return Step(values["processor"], dict(parameters), comment, disabled)
