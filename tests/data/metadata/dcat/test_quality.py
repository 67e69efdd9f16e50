"""The trust score in DCAT, as measurements of data quality."""

from __future__ import annotations

from dataclasses import replace

from rdflib import Graph, Namespace, URIRef
from tests.data.metadata.dcat.descriptions import ROOT, SCORE, WHOLE

from parvis.data.metadata.dcat.datasets import dataset
from parvis.data.metadata.dcat.nodes import Codes
from parvis.data.metadata.description import Description
from parvis.data.metadata.rdf import turtle

DQV = Namespace("http://www.w3.org/ns/dqv#")


def measured(*descriptions: Description) -> list[tuple[str, str, str]]:
    """Dataset, metric, value of each measurement, sorted."""
    codes = Codes()
    written = turtle.write([dataset(d, ROOT, codes) for d in descriptions])
    found = Graph().parse(data=b"".join(written), format="turtle")
    return sorted(
        (str(found.value(m, DQV.computedOn)), str(found.value(m, DQV.isMeasurementOf)), str(found.value(m, DQV.value)))
        for _, m in found.subject_objects(DQV.hasQualityMeasurement)
    )


def test_the_total_and_each_axis_are_measurements() -> None:
    base = f"{ROOT}/api/trust/v1/method/1.0.0"
    expected = {"total": "67.7", **{code: str(value) for code, value in SCORE["axes"].items()}}  # type: ignore[union-attr]
    assert measured(WHOLE) == sorted((WHOLE.iri, f"{base}#{code}", value) for code, value in expected.items())


def test_two_datasets_share_the_metrics() -> None:
    other = replace(WHOLE, iri=f"{ROOT}/explore/dataset/other/")
    found = measured(WHOLE, other)
    assert len(found) == 12
    assert {URIRef(metric) for _, metric, _ in found} == {URIRef(metric) for _, metric, _ in measured(WHOLE)}


def test_without_a_public_score_nothing_is_measured() -> None:
    assert measured(replace(WHOLE, extras={})) == []
    assert measured(replace(WHOLE, extras={"trust": {"score": None}})) == []
