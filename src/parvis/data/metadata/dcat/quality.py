"""The trust score of a dataset as measurements of the data quality vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parvis.data.metadata.dcat.nodes import Codes
from parvis.data.metadata.dcat.values import moment
from parvis.data.metadata.description import Description
from parvis.data.metadata.rdf.terms import Iri, Literal, Node

# The score among what a description has no member for: ``score``, ``axes`` by code, ``method``, ``computed_at``.
TRUST = "trust"


def measurements(d: Description, root: str, codes: Codes) -> Iterator[Node]:
    """The total, of 100 with one decimal, then each axis; nothing without a public score."""
    found = d.extras.get(TRUST, {})
    if not d.iri or found.get("score") is None:
        return
    base = f"{root}/api/trust/v1/method/{found['method']}"
    values = {"total": Literal(str(found["score"]), datatype="xsd:decimal")}
    values |= {code: Literal(str(value), datatype="xsd:integer") for code, value in found["axes"].items()}
    for code, value in values.items():
        yield _measurement(d.iri, f"{base}#{code}", code, value, found, codes)


def _measurement(iri: str, metric: str, code: str, value: Literal, found: Mapping[str, Any], codes: Codes) -> Node:
    defined = Node(("dqv:Metric",), Iri(metric)).add("skos:prefLabel", Literal(f"Parvis trust: {code}", "en"))
    return (
        Node(("dqv:QualityMeasurement",))
        .add("dqv:computedOn", Iri(iri))
        .add("dqv:isMeasurementOf", codes.once(metric, defined))
        .add("dqv:value", value)
        .add("dct:date", moment(found.get("computed_at")))
    )
