"""Expressions that only the engine builds, beside those of the typed tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from parvis.data.odsql.typed import Compare, Expr, FieldRef, Literal, Type


@dataclass(frozen=True, slots=True)
class PathLevel:
    """The segment of a hierarchical text that follows ``parent`` (empty: the first one); null when there is none."""

    operand: FieldRef
    separator: str
    parent: str = ""
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class RowNumber:
    """The number of the row in its file, from 0."""

    type: Type = Type.INT


@dataclass(frozen=True, slots=True)
class RowIn:
    """The row number is one of these, as found by a word index."""

    numbers: tuple[int, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class ClusterCell:
    """The cell of a point in the grid that feeds clusters: an integer that holds both indexes."""

    operand: FieldRef
    width: float
    type: Type = Type.INT


@dataclass(frozen=True, slots=True)
class PointMean:
    """Mean of a coordinate (0 longitude, 1 latitude) of the points of a group."""

    operand: FieldRef
    axis: int
    type: Type = Type.DOUBLE


Node = Expr | PathLevel | RowNumber | RowIn | ClusterCell | PointMean


def expr(node: Node) -> Expr:
    """A node of the engine where the typed tree takes an expression: lowering knows both."""
    return cast(Expr, node)


def among_rows(numbers: Iterable[int]) -> Expr:
    """The condition that the row number is one of these."""
    return expr(RowIn(tuple(numbers)))


def compared_row(operator: str, number: int) -> Expr:
    """The condition on the row number alone."""
    return Compare(operator, expr(RowNumber()), Literal(number, Type.INT))
