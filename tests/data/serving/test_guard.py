"""Conditions too large to plan."""

import pytest
from tests.factories.published import STATIONS

from parvis.core.errors import QueryOverBudget
from parvis.data.odsql.compiler import compile_where
from parvis.data.serving import guard


@pytest.mark.parametrize(
    "where",
    [
        " or ".join(f'"mot{number}"' for number in range(300)),
        " and ".join(f"capacity != {number}" for number in range(1500)),
    ],
)
def test_a_condition_that_would_hold_a_thread_is_refused(where: str) -> None:
    with pytest.raises(QueryOverBudget):
        guard.check(compile_where(where, STATIONS))


@pytest.mark.parametrize(
    "where",
    [
        '"qualité" and "air" and not "eau"',
        f"capacity in ({', '.join(map(str, range(3000)))})",
        " or ".join(f"capacity = {number}" for number in range(500)),
    ],
)
def test_usual_conditions_pass(where: str) -> None:
    guard.check(compile_where(where, STATIONS))
