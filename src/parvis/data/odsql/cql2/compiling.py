"""The entrance: a filter and a schema give a typed condition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from parvis.core.errors import InvalidParameter
from parvis.core.fields import Schema
from parvis.data.odsql import syntax
from parvis.data.odsql.check.scope import present
from parvis.data.odsql.cql2 import json_form, text
from parvis.data.odsql.cql2.conditions import condition
from parvis.data.odsql.cql2.scope import FilterScope, Place, ToWgs84
from parvis.data.odsql.typed import Expr

LANGUAGES = ("cql2-text", "cql2-json")


def parse_filter(filter_: str, language: str | None = None, parameter: str = "filter") -> syntax.Node:
    """The syntax tree of a filter; without ``language``, a filter in braces is JSON.

    Raises FilterError, InvalidParameter for another language.
    """
    if language is None:
        language = "cql2-json" if filter_.lstrip().startswith("{") else "cql2-text"
    if language not in LANGUAGES:
        message = f"Invalid value for filter-lang: {language[:40]!r} was found, one of {', '.join(LANGUAGES)} expected."
        raise InvalidParameter(message, params={"parameter": "filter-lang"})
    if any("\ud800" <= character <= "\udfff" for character in filter_):
        raise InvalidParameter(f"Invalid value for {parameter}: it is not Unicode text.")
    if language == "cql2-json":
        return json_form.parse(filter_, parameter)
    return text.parse(filter_, parameter)


def filter_scope(
    schema: Schema,
    *,
    parameter: str = "filter",
    aliases: Mapping[str, str] | None = None,
    forbidden: Mapping[str, frozenset[str]] | None = None,
    to_wgs84: ToWgs84 | None = None,
    place: Place | None = None,
    clause: str = "where",
    now: datetime | None = None,
) -> FilterScope:
    """The context of a filter; dates without offset are read in UTC. ``clause`` is that of ODSQL with its functions."""
    return FilterScope(
        schema=schema,
        clause=clause,
        zone=ZoneInfo("UTC"),
        lang="en",
        now=present(now),
        aliases=aliases or {},
        forbidden=forbidden or {},
        parameter=parameter,
        to_wgs84=to_wgs84,
        place=place,
    )


def compile_filter(
    filter_: str, schema: Schema, language: str | None = None, *, to_wgs84: ToWgs84 | None = None
) -> Expr:
    """The typed condition of a filter. Raises FilterError with the place of the fault, InvalidParameter."""
    return condition(filter_scope(schema, to_wgs84=to_wgs84), parse_filter(filter_, language))
