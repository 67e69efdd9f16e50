"""Tokens to the syntax tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.errors import Span
from parvis.data.odsql import syntax
from parvis.data.odsql.errors import ODSQLSyntaxError
from parvis.data.odsql.parser.clauses import parse_facet, parse_order_by, parse_select, parse_where


def shape(node: syntax.Node) -> str:
    """The tree with every parenthesis, so that precedence shows."""
    match node:
        case syntax.AllOf():
            return "(" + " and ".join(map(shape, node.operands)) + ")"
        case syntax.AnyOf():
            return "(" + " or ".join(map(shape, node.operands)) + ")"
        case syntax.Negation():
            return f"(not {shape(node.operand)})"
        case syntax.Binary() | syntax.Comparison():
            return f"({shape(node.left)} {node.op} {shape(node.right)})"
        case syntax.Unary():
            return f"(-{shape(node.operand)})"
        case syntax.Name():
            return node.name
        case syntax.Number():
            return str(node.value)
        case syntax.Call():
            return f"{node.function}({', '.join(map(shape, node.arguments))})"
    raise AssertionError(node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a or b and c", "(a or (b and c))"),
        ("not a and b", "((not a) and b)"),
        ("NOT a OR b AND NOT (c or d)", "((not a) or (b and (not (c or d))))"),
        ("a = 1 + 2 * 3", "(a = (1 + (2 * 3)))"),
        ("a - 1 - 2 > 0", "(((a - 1) - 2) > 0)"),
        ("(a - 1) * -b <= -3", "(((a - 1) * (-b)) <= -3)"),
        ("field: 4", "(field = 4)"),
        ("length( a )>2", "(length(a) > 2)"),
    ],
)
def test_precedence(text: str, expected: str) -> None:
    assert shape(parse_where(text)) == expected


NAMES = st.sampled_from(["a", "b", "capacity"])
VALUES = st.recursive(
    NAMES | st.integers(0, 99).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=6,
)
COMPARISONS = st.tuples(VALUES, st.sampled_from(["=", "!=", "<", ">="]), VALUES).map(" ".join).map("({})".format)
CONDITIONS = st.recursive(
    NAMES | COMPARISONS,
    lambda inner: st.one_of(
        inner.map("(not {})".format),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join).map("({})".format),
    ),
    max_leaves=8,
)


@given(CONDITIONS)
def test_a_tree_written_out_is_read_back_the_same(text: str) -> None:
    once = shape(parse_where(text))
    assert once == text
    assert shape(parse_where(once)) == once


def test_nodes_know_their_place() -> None:
    node = parse_where("open and capacity in [1..10[")
    assert isinstance(node, syntax.AllOf)
    assert [operand.span for operand in node.operands] == [Span(0, 4), Span(9, 28)]


@pytest.mark.parametrize("text", ["a in [1..10[", "a in [1 TO 10[", "a:[1 to 10["])
def test_intervals_have_two_spellings(text: str) -> None:
    node = parse_where(text)
    assert isinstance(node, syntax.In)
    assert isinstance(node.right, syntax.Brackets)
    assert (node.right.low_included, node.right.high_included) == (True, False)


def test_an_item_keeps_its_text_as_typed() -> None:
    items = parse_select("RANGE(capacity,15) , count( * ) as `n of rows`, *")
    assert [(i.text, i.alias) for i in items] == [
        ("RANGE(capacity,15)", None),
        ("count( * )", "n of rows"),
        ("*", None),
    ]


def test_order_has_directions_and_the_old_minus() -> None:
    items = parse_order_by("a, b DESC, -c, d asc")
    assert [(i.text, i.descending) for i in items] == [("a", False), ("b", True), ("c", True), ("d", False)]


def test_facet_options_are_named() -> None:
    (item,) = parse_facet('facet(name="city", limit=500)')
    assert isinstance(item.node, syntax.Call)
    assert [a.name for a in item.node.arguments if isinstance(a, syntax.Named)] == ["name", "limit"]


@pytest.mark.parametrize("text", ["(" * 3_000 + "a", "not " * 3_000 + "a", "-" * 3_000 + "1", "lower(" * 3_000 + "a"])
def test_deep_nesting_is_a_clear_error(text: str) -> None:
    with pytest.raises(ODSQLSyntaxError, match="more than 40 levels of nesting"):
        parse_where(text)


def test_operators_are_counted_in_each_item() -> None:
    assert len(parse_select(", ".join(["a" + "+1" * 90] * 3))) == 3
    with pytest.raises(ODSQLSyntaxError) as caught:
        parse_select("a" + "+1" * 101)
    assert caught.value.hint == "an expression has at most 100 operators"
