"""The case files that need no engine: what is refused, and what means the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.cases.loader import Case, cases, query_text

from parvis.core.errors import ParvisError
from parvis.data.odsql.compiler import compile_query
from parvis.data.odsql.typed import Query

REFUSED = [case for case in cases() if "error" in case.expected]
SHAPED = [case for case in cases() if "columns" in case.expected]
SAME = [case for case in cases() if "same" in case.expected]


def compiled(case: Case, members: dict[str, Any] | None = None) -> Query:
    text = case.text if members is None else query_text(members)
    return compile_query(text, case.file.schema, now=case.file.now)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_error_says_what_and_where(case: Case) -> None:
    with pytest.raises(ParvisError) as raised:
        compiled(case)
    error, expected = raised.value, case.expected["error"]
    assert (error.code, error.status) == (expected["code"], 400)
    assert expected.get("contains", "") in error.message
    assert expected.get("clause") == error.params.get("clause")
    if "clause" in expected:
        assert error.message.endswith(f"Clause(s) containing the error(s): {expected['clause']}.")
    if "position" in expected:
        assert error.params["position"] == expected["position"]
    if "hint" in expected:
        assert error.hint == expected["hint"]


@pytest.mark.parametrize("case", SHAPED, ids=lambda case: case.id)
def test_columns_have_the_names_that_clients_read(case: Case) -> None:
    assert [column.name for column in compiled(case).columns] == case.expected["columns"]


@pytest.mark.parametrize("case", SAME, ids=lambda case: case.id)
def test_two_spellings_are_one_query(case: Case) -> None:
    assert simplified(compiled(case)) == simplified(compiled(case, case.expected["same"]))


def simplified(query: Query) -> Query:
    """The query without the names of its columns, which echo the spelling."""
    return replace(query, columns=tuple(replace(c, name="", label="") for c in query.columns))
