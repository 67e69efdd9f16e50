"""Who sees a dataset: grants checked against its fields."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.control.accounts.rules import checked_groups
from parvis.control.catalog.facts import InvalidDataset
from parvis.core.fields import Schema
from parvis.data.odsql.compiler import compile_where
from parvis.data.store.manifest import OPERATOR, PUBLIC, Grant


def checked_grants(grants: Iterable[Grant], schema: Schema | None) -> tuple[Grant, ...]:
    """The grants themselves, when each names known fields and a row filter that compiles.

    ``schema`` None (no data yet): grants may not speak of fields. Raises InvalidDataset or the error of the filter.
    """
    found = tuple(grants)
    for grant in found:
        _check(grant, schema)
    if len({(g.group, g.row_filter, g.fields) for g in found}) < len(found):
        raise InvalidDataset("the same grant stands twice")
    return found


def visibility(private: bool) -> tuple[Grant, ...]:
    """The grants of a dataset that everybody sees, or only the operator until others are granted."""
    return () if private else (Grant(PUBLIC),)


def with_visibility(grants: Iterable[Grant], private: bool) -> tuple[Grant, ...]:
    """The same grants of groups, with the public one present or absent."""
    others = tuple(g for g in grants if g.group != PUBLIC)
    return others if private else (*visibility(False), *others)


def _check(grant: Grant, schema: Schema | None) -> None:
    if grant.group == OPERATOR:
        raise InvalidDataset("the operator sees everything without a grant")
    checked_groups((grant.group,))
    if schema is None:
        if grant.fields is not None or grant.row_filter is not None:
            raise InvalidDataset("a grant cannot limit fields or rows before the dataset has data")
        return
    unknown = [name for name in grant.fields or () if schema.get(name) is None]
    if unknown:
        raise InvalidDataset(f"the grant of {grant.group} names a field that does not exist: {unknown[0]}")
    if grant.row_filter is not None:
        compile_where(grant.row_filter, schema)
