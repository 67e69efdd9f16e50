"""The OpenAPI document, and the API held against it."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.web.api.conftest import ROOT, Api

from parvis.web.api.explore_v21.openapi import ENDPOINTS, document
from parvis.web.api.explore_v21.routing import HANDLERS

DESCRIBED = schemathesis.openapi.from_dict(document("http://lyon.test"))
OPERATIONS = {operation.ok().path: operation.ok() for operation in DESCRIBED.get_all_operations()}
KNOWN = {
    "dataset_id": "stations",
    "format": "json",
    "record_id": "0" * 40,
    "field": "city",
    "number": "1",
    "other": "1",
}


@pytest.mark.parametrize("path", sorted(ENDPOINTS))
def test_no_request_that_the_document_allows_ends_in_a_fault(api: Api, path: str) -> None:
    @given(case=OPERATIONS[path].as_strategy(), known=st.booleans())
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def hold(case: Any, known: bool) -> None:
        values = KNOWN if known else case.path_parameters or {}
        filled = case.path
        for name, value in values.items():
            filled = filled.replace(f"{{{name}}}", str(value))
        answer = api.raw(filled, case.query or {})
        assert str(answer.status) in case.operation.definition.raw["responses"] | {"414": {}}
        if answer.status >= 400:
            assert {"error_code", "message"} <= set(answer.json())

    hold()


def test_the_document_has_every_route_that_answers(api: Api) -> None:
    answer = api.json("/swagger.json")
    files_and_gone = ("{file_id}", "aggregates", "query", "metadata_templates", "monitoring", "shared", "swagger")
    answering = {path for path in HANDLERS if path and not any(part in path for part in files_and_gone)}
    assert answer["openapi"].startswith("3.1")
    assert answer["servers"] == [{"url": f"http://lyon.test{ROOT}"}]
    assert set(answer["paths"]) == answering


def test_every_operation_states_its_errors(api: Api) -> None:
    for path, item in api.json("/swagger.json")["paths"].items():
        assert {"200", "400", "401", "403", "404", "429", "503"} <= set(item["get"]["responses"]), path
