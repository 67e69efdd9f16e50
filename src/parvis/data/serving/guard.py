"""Conditions so large that planning them would hold a thread longer than any budget: refused before they run."""

from __future__ import annotations

from parvis.core.errors import QueryOverBudget
from parvis.data.engine.admission import children
from parvis.data.odsql import typed

CONDITIONS = 3_000
# Planning a scan for one word in one field costs some milliseconds, which no interrupt shortens (measured).
WORD_FIELDS = 600
FEW_WORDS = 10


def check(*conditions: typed.Expr) -> None:
    """Raise QueryOverBudget when the conditions hold too many tests or words."""
    tests = words = word_fields = 0
    waiting = list(conditions)
    while waiting:
        node = waiting.pop()
        tests += 1
        if isinstance(node, typed.TextMatch):
            words += len(node.words)
            word_fields += len(node.words) * len(node.fields)
        waiting.extend(children(node))
    if tests > CONDITIONS:
        raise QueryOverBudget(f"The query holds more than {CONDITIONS} conditions.", hint="use `in (…)` for lists")
    if words > FEW_WORDS and word_fields > WORD_FIELDS:
        raise QueryOverBudget("The query looks for too many words in too many fields.", hint="search fewer words")
