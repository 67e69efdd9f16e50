"""What a processor is: a name, parameters, an effect on the table, words and an example that a test runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.data.ingest.processors.frame import Frame
from parvis.data.ingest.processors.parameters import Parameter

Compile = Callable[[Frame, Mapping[str, Any]], Frame]


@dataclass(frozen=True)
class Example:
    """Rows in, parameters, rows out. ``types`` gives the types of fields that are not plain text, as ``name: type``;
    a type that ends in ``[]`` is a list. Points are ``[lon, lat]``, shapes WKT. ``reads`` are other tables by id."""

    rows: tuple[Mapping[str, Any], ...]
    parameters: Mapping[str, Any]
    result: tuple[Mapping[str, Any], ...]
    types: Mapping[str, str] = field(default_factory=dict)
    rejected: tuple[tuple[int, str], ...] = ()
    reads: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Processor:
    """A processor. ``label`` and ``about`` are by language (en, fr)."""

    name: str
    group: str
    label: Mapping[str, str]
    about: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    compile: Compile
    example: Example


PROCESSORS: dict[str, Processor] = {}


def processor(
    name: str, group: str, *, en: tuple[str, str], fr: tuple[str, str], takes: tuple[Parameter, ...], example: Example
) -> Callable[[Compile], Compile]:
    """Register the function as a processor; ``en`` and ``fr`` are a label and a description."""

    def register(compile_: Compile) -> Compile:
        label, about = {"en": en[0], "fr": fr[0]}, {"en": en[1], "fr": fr[1]}
        PROCESSORS[name] = Processor(name, group, label, about, takes, compile_, example)
        return compile_

    return register
