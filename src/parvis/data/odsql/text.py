"""A query as a caller wrote it: the clauses of a request, nothing checked yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Version(Enum):
    """Which Explore API the text was sent to; syntax and defaults differ a little (section 18)."""

    V1 = "1.0"
    V2_0 = "2.0"
    V2_1 = "2.1"


@dataclass(frozen=True, slots=True)
class QueryText:
    """Clauses as received. Repeatable parameters are tuples; several ``where`` are ANDed.

    ``q`` holds v1 expressions (``q``, ``rq``, ``qv1``), ANDed too. ``limit`` None means the default of the regime.
    ``disjunctive`` names fields whose refinements are ORed in this request (v1's ``disjunctive.x``).
    """

    select: str | None = None
    where: tuple[str, ...] = ()
    group_by: str | None = None
    order_by: str | None = None
    refine: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    facet: tuple[str, ...] = ()
    q: tuple[str, ...] = ()
    disjunctive: tuple[str, ...] = ()
    limit: int | None = None
    offset: int = 0
    timezone: str = "UTC"
    lang: str = "fr"
    version: Version = Version.V2_1


class Purpose(Enum):
    """What a query is compiled for: limits and defaults differ (section 5.1).

    RECORDS and CATALOG are pages of an API answer, EXPORT is a file, INTERNAL has no cap (command line, pages by key).
    """

    RECORDS = "records"
    CATALOG = "catalog"
    EXPORT = "export"
    INTERNAL = "internal"
