"""Who may read what of a dataset: grants of a manifest against the groups of a caller."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from parvis.core.errors import ParvisError
from parvis.core.fields import Schema
from parvis.data.odsql.compiler import compile_where
from parvis.data.odsql.typed import Always, Expr, Or
from parvis.data.store.manifest import OPERATOR, PUBLIC, Grant, Manifest

logger = logging.getLogger(__name__)
EVERY_ROW = Always(True)
NO_ROW = Always(False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the groups whose grants they carry, and the key they used, if any."""

    groups: frozenset[str]
    key_id: str | None = None

    @property
    def is_operator(self) -> bool:
        """Whether the caller runs the installation and sees everything."""
        return OPERATOR in self.groups


ANONYMOUS = Caller(frozenset({PUBLIC}))


@dataclass(frozen=True, slots=True)
class Access:
    """What a caller may see of one dataset: fields, rows, and whether records at all.

    ``fingerprint`` is equal for callers who see the same; caches use it.
    """

    schema: Schema
    row_filter: Expr
    records: bool
    fingerprint: str


def access(manifest: Manifest, caller: Caller) -> Access | None:
    """What the caller may see of the dataset, or None when its existence is hidden from them.

    The rights of several grants add up: rows of any, fields of any. A row filter that cannot be read opens no row.
    """
    if caller.is_operator:
        return Access(manifest.schema, EVERY_ROW, True, "all")
    grants = [grant for grant in manifest.grants if grant.group in caller.groups]
    if not grants:
        return None
    opening = [grant for grant in grants if grant.records]
    fingerprint = repr(sorted({grant.group for grant in grants}))
    if not opening:
        return Access(_visible(manifest.schema, grants), NO_ROW, False, fingerprint)
    return Access(_visible(manifest.schema, opening), _rows(manifest.schema, opening), True, fingerprint)


def _visible(schema: Schema, grants: list[Grant]) -> Schema:
    if any(grant.fields is None for grant in grants):
        return schema
    return schema.only(name for grant in grants for name in grant.fields or ())


def _rows(schema: Schema, grants: list[Grant]) -> Expr:
    """A row filter sees every field of the dataset, also those that the caller does not see."""
    filters = [grant.row_filter for grant in grants if grant.row_filter is not None]
    if len(filters) < len(grants):
        return EVERY_ROW
    compiled = tuple(_compiled(text, schema) for text in filters)
    return compiled[0] if len(compiled) == 1 else Or(compiled)


def _compiled(row_filter: str, schema: Schema) -> Expr:
    try:
        return compile_where(row_filter, schema)
    except ParvisError:
        logger.exception("a row filter cannot be read: %s", row_filter)
        return NO_ROW


def depends_on_time(manifest: Manifest) -> bool:
    """Whether rights on the dataset change as time passes: a row filter asks for the present."""
    return any("now" in (grant.row_filter or "").lower() for grant in manifest.grants)
