"""The staged rows as texts and values of fields: what the rules are conditions on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parvis.data.ingest.conformance.identifiers import SPACES
from parvis.data.ingest.conformance.rules import BLANK, Subject
from parvis.data.ingest.conformance.values import cell
from parvis.data.ingest.staging import STAGE, StagedColumn


@dataclass(frozen=True, slots=True)
class Table:
    """All columns of the stage, and how they are read. ``blanks`` false: no row is empty, nobody needs to look."""

    columns: Sequence[StagedColumn]
    missing: Sequence[str]
    sheet: bool
    blanks: bool = True

    def sql(self, about: Iterable[Subject], digits: Iterable[Subject] = (), *, numbered: bool = False) -> str:
        """SQL of the texts and values of some fields, and of the digits of some of them.

        The number of the row costs the engine its threads.
        """
        held = list(dict.fromkeys(about))
        listed = ["row_number() OVER () AS number"] if numbered else []
        listed += [f"{cell(s.column, s.field, self.missing, sheet=self.sheet)} AS {s.text}" for s in held]
        listed.append(f"({self._blank()}) AS {BLANK}")
        inner = f"SELECT {', '.join(listed)} FROM {STAGE}"
        judged = (
            f", CASE WHEN {s.text} IS NOT NULL THEN coalesce({s.reading.valid(s.text)}, false) END AS {s.good}"
            for s in held
        )
        # A column of its own: the engine would make the number again at each of its digits.
        bare = (f", TRY_CAST(regexp_replace({s.text}, {SPACES}, '', 'g') AS BIGINT) AS {s.digits}" for s in set(digits))
        middle = f"SELECT *{''.join([*judged, *bare])} FROM ({inner})"
        values = (f", CASE WHEN {s.good} THEN {s.reading.value(s.text)} END AS {s.value}" for s in held)
        return f"SELECT *{''.join(values)} FROM ({middle})"

    def _blank(self) -> str:
        if not self.blanks:
            return "false"
        return " AND ".join(f"{column.name} IS NULL" for column in self.columns)
