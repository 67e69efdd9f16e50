"""Conditions of a join that concern one side only, written for that side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from parvis.core.fields import Field
from parvis.data.odsql import typed
from parvis.data.odsql.joining import Side


def of_side(where: typed.Expr, side: Side) -> typed.Expr:
    """The parts of a condition, joined by AND, whose every field is of the side, under their own names."""
    parts = where.operands if isinstance(where, typed.And) else (where,)
    prefix = f"{side}."
    kept = [part for part in parts if (names := list(_names(part))) and all(n.startswith(prefix) for n in names)]
    return typed.And(tuple(_renamed(part, prefix) for part in kept)) if kept else typed.Always(True)


def _names(node: Any) -> Iterator[str]:
    """The names of the fields that a part of the tree reads."""
    if isinstance(node, Field):
        yield node.name
    elif isinstance(node, tuple):
        for one in node:
            yield from _names(one)
    elif is_dataclass(node):
        for member in fields(node):
            yield from _names(getattr(node, member.name))


def _renamed(node: Any, prefix: str) -> Any:
    """The same part, its fields without their side."""
    if isinstance(node, Field):
        return replace(node, name=node.name.removeprefix(prefix))
    if isinstance(node, tuple):
        return tuple(_renamed(one, prefix) for one in node)
    if is_dataclass(node) and not isinstance(node, type):
        members = {m.name: _renamed(getattr(node, m.name), prefix) for m in fields(node)}
        return replace(node, **members)
    return node
