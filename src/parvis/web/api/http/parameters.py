"""Parameters of a request, as sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from urllib.parse import parse_qsl

from parvis.core.errors import InvalidParameter
from parvis.data.odsql.text import QueryText, Version

MAX_PARAMETERS = 500
_INTEGER = re.compile(r"[+-]?[0-9]{1,12}")


class Parameters:
    """The query string, read once; names repeat."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    @classmethod
    def read(cls, query_string: bytes | str) -> Parameters:
        """From a query string. Raises InvalidParameter when it has too many parameters or is not UTF-8."""
        try:
            text = query_string if isinstance(query_string, str) else query_string.decode()
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARAMETERS, errors="strict")
        except UnicodeDecodeError as error:
            raise InvalidParameter("The query string is not UTF-8 once decoded.") from error
        except ValueError as error:
            raise InvalidParameter(f"A request has at most {MAX_PARAMETERS} parameters.") from error
        if any("\0" in name or "\0" in value for name, value in pairs):
            raise InvalidParameter("A parameter holds a NUL character.")
        return cls(pairs)

    def get(self, name: str) -> str | None:
        """The last value, or None."""
        values = self._values.get(name)
        return values[-1] if values else None

    def all(self, name: str) -> tuple[str, ...]:
        """All the values, empty ones left out."""
        return tuple(value for value in self._values.get(name, ()) if value)

    def flag(self, name: str) -> bool:
        """A boolean, false when absent. Raises InvalidParameter for another word."""
        value = (self.get(name) or "false").lower()
        if value not in ("true", "false", "1", "0"):
            raise InvalidParameter(f"Invalid value for {name} API parameter: true or false is expected.")
        return value in ("true", "1")

    def integer(self, name: str) -> int | None:
        """A whole number, or None. Raises InvalidParameter for anything else."""
        value = (self.get(name) or "").strip()
        if not value:
            return None
        if not _INTEGER.fullmatch(value):
            message = f"Invalid value for {name} API parameter: {value[:30]!r} was found but an integer is expected."
            raise InvalidParameter(message, params={"parameter": name})
        return int(value)

    def names(self) -> set[str]:
        """The names that were sent."""
        return set(self._values)

    def values(self) -> Iterator[str]:
        """All the values that were sent."""
        return chain.from_iterable(self._values.values())

    def with_prefix(self, prefix: str) -> list[tuple[str, str]]:
        """Pairs of rest of name and value, for names such as ``refine.theme``."""
        return [(n.removeprefix(prefix), v) for n, vs in self._values.items() if n.startswith(prefix) for v in vs]

    def single(self) -> Mapping[str, str]:
        """The last value of each name."""
        return {name: values[-1] for name, values in self._values.items()}


def query_text(parameters: Parameters, language: str, version: Version = Version.V2_1) -> QueryText:
    """The clauses of a v2 request; ``language`` is the domain's. Raises InvalidParameter."""
    offset = parameters.integer("offset")
    return QueryText(
        select=parameters.get("select"),
        where=parameters.all("where"),
        group_by=parameters.get("group_by"),
        order_by=parameters.get("order_by"),
        refine=parameters.all("refine"),
        exclude=parameters.all("exclude"),
        facet=parameters.all("facet"),
        q=parameters.all("qv1"),
        limit=parameters.integer("limit"),
        offset=0 if offset is None else offset,
        timezone=parameters.get("timezone") or "UTC",
        lang=parameters.get("lang") or language,
        version=version,
    )
