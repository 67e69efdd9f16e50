"""What names and constants mean in one request: the schema, the zone, the language, the present."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from parvis.core import clock
from parvis.core.errors import InvalidParameter, Span
from parvis.core.fields import Field, Schema
from parvis.data.odsql.errors import IncompatibleTypes, ODSQLError, QueryError
from parvis.data.odsql.text import Version
from parvis.data.odsql.typed import Expr

LANGUAGES = frozenset({"en", "fr", "nl", "pt", "it", "ar", "de", "es", "ca", "eu", "sv"})


@dataclass(frozen=True)
class Scope:
    """The context of one clause. ``outputs`` are the aliases of select, for the clauses that may use them."""

    schema: Schema
    clause: str
    zone: ZoneInfo
    lang: str
    now: datetime
    version: Version = Version.V2_1
    aliases: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    outputs: Mapping[str, Expr] = field(default_factory=dict)

    def within(self, clause: str) -> Scope:
        """The same context for another clause."""
        return replace(self, clause=clause)

    def find(self, name: str) -> Field | None:
        """The field of that name, directly or through an alias of the schema."""
        return self.schema.get(name) or self.schema.get(self.aliases.get(name, ""))

    def field(self, name: str, span: Span) -> Field:
        """The field of that name. Raises ODSQLError when it is unknown or may not stand in this clause."""
        found = self.find(name)
        if found is None:
            raise self.error(f"Unknown field: {name[:60]}.", span, hint=self._nearest(name))
        if found.name in self.forbidden.get(self.clause, ()):
            raise self.error(f"Field {name} is not allowed in the current clause.", span)
        return found

    def error(self, message: str, span: Span | None = None, *, hint: str | None = None) -> QueryError:
        """An error of this clause."""
        return ODSQLError(f"ODSQL query is malformed: {message}", clause=self.clause, span=span, hint=hint)

    def incompatible(self, what: str, span: Span | None = None, *, hint: str | None = None) -> QueryError:
        """A comparison that cannot be."""
        message = f"Incompatible types in comparison filter: {what}."
        return IncompatibleTypes(message, clause=self.clause, span=span, hint=hint)

    def _nearest(self, name: str) -> str | None:
        names = [*self.schema.by_name, *self.aliases]
        near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)
        return f"did you mean {near[0]}?" if near else None


def zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises InvalidParameter for an unknown one."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise InvalidParameter(
            f"Invalid value for timezone: {name[:60]!r} is not a time zone.",
            hint="use a name of the tz database, such as Europe/Paris or UTC",
            params={"parameter": "timezone"},
        ) from error


def language(code: str) -> str:
    """The language code. Raises InvalidParameter for one that the API does not speak."""
    if code not in LANGUAGES:
        raise InvalidParameter(
            f"Invalid value for lang: {code[:20]!r} was found, one of {', '.join(sorted(LANGUAGES))} is expected.",
            params={"parameter": "lang"},
        )
    return code


def present(now: datetime | None) -> datetime:
    """The given instant in UTC, or the present one."""
    return (now or clock.now()).astimezone(UTC)
