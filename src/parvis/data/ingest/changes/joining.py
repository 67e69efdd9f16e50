"""Two files of rows become one: in a copy where only what changes is written, or anew when much does."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow

from parvis.data.ingest.errors import IngestError
from parvis.data.ingest.staging import literal, quoted
from parvis.data.ingest.writing import LARGE_BLOCK, SMALL_BLOCK, SMALL_SOURCE, WIDE

MEMORY = 512 << 20
# When more than one row in so many changes, all is written anew: measured on 5 M rows.
FEW = 10


@dataclass(frozen=True, slots=True)
class Joined:
    """How many rows there are, were added and replaced; ``left_out`` have no key, or one that a later row has too."""

    rows: int
    added: int
    replaced: int
    left_out: int


def joined(
    before: Path,
    added: Path | None,
    key_fields: Sequence[str],
    draft: Path,
    *,
    deletes: Sequence[Sequence[str]] = (),
    memory: int = MEMORY,
) -> Joined:
    """Write the rows of both files to ``draft``; those of ``added`` take the place of rows of the same key, if any.

    ``deletes`` are keys as texts, whose rows are left out. Raises IngestError for a value that does not fit.
    """
    connection = duckdb.connect(config={"memory_limit": f"{memory >> 20}MB", "threads": 2})
    try:
        connection.execute(f"SET temp_directory={literal(str(draft.parent / 'spill'))}")
        connection.execute(f"ATTACH {literal(str(before))} AS before (READ_ONLY)")
        work = _Join(connection, _columns(connection, "before"), _attach(connection, added), key_fields)
        work.match(deletes)
        return work.write(before, draft)
    except duckdb.ConversionException as error:
        raise IngestError(f"A value does not fit the type of its field: {str(error).splitlines()[0]}") from error
    finally:
        connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, added: Path | None) -> Mapping[str, str]:
    if added is None:
        return {}
    connection.execute(f"ATTACH {literal(str(added))} AS added (READ_ONLY)")
    return _columns(connection, "added")


def _columns(connection: duckdb.DuckDBPyConnection, place: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE {place}.main.rows").fetchall()}


@dataclass(frozen=True, slots=True)
class _Join:
    """The work on one connection: ``columns`` are those of the rows before, ``given`` those of the added ones."""

    connection: duckdb.DuckDBPyConnection
    columns: Mapping[str, str]
    given: Mapping[str, str]
    key_fields: Sequence[str]

    @property
    def both(self) -> list[str]:
        """Columns that both files have."""
        return [name for name in self.columns if name in self.given]

    def match(self, deletes: Sequence[Sequence[str]]) -> None:
        """Which added rows count (``incoming``), whose place they take (``pairs``), and who leaves (``leaving``)."""
        run = self.connection.execute
        keys = [quoted(name) for name in self.key_fields]
        if not self.given:
            run("CREATE TEMP TABLE incoming (m BIGINT)")
        elif not keys:
            run("CREATE TEMP TABLE incoming AS SELECT rowid AS m FROM added.main.rows")
        else:
            there = " AND ".join(f"{key} IS NOT NULL" for key in keys)
            run(
                f"CREATE TEMP TABLE incoming AS SELECT max(rowid) AS m FROM added.main.rows WHERE {there} "
                f"GROUP BY {', '.join(keys)}"
            )
        if keys and self.given:
            same = " AND ".join(f"o.{key} = x.{key}" for key in keys)
            run(
                "CREATE TEMP TABLE matches AS SELECT o.rowid AS n, x.rowid AS m FROM before.main.rows o "
                f"JOIN added.main.rows x ON {same} SEMI JOIN incoming i ON i.m = x.rowid"
            )
        else:
            run("CREATE TEMP TABLE matches (n BIGINT, m BIGINT)")
        run("CREATE TEMP TABLE pairs AS SELECT min(n) AS n, m FROM matches GROUP BY m")
        run("CREATE TEMP TABLE leaving AS SELECT n FROM matches WHERE n NOT IN (SELECT n FROM pairs)")
        if deletes:
            self._delete(deletes)

    def _delete(self, deletes: Sequence[Sequence[str]]) -> None:
        """Keys of the types of their columns; one that does not fit its type is the key of no row."""
        texts = {
            name: pyarrow.array([key[place] for key in deletes], pyarrow.string())
            for place, name in enumerate(self.key_fields)
        }
        self.connection.register("texts", pyarrow.table(texts))
        cast = [f"TRY_CAST({quoted(name)} AS {self.columns[name]}) AS {quoted(name)}" for name in self.key_fields]
        same = " AND ".join(f"o.{quoted(name)} = k.{quoted(name)}" for name in self.key_fields)
        self.connection.execute(
            f"INSERT INTO leaving SELECT o.rowid FROM before.main.rows o "
            f"SEMI JOIN (SELECT {', '.join(cast)} FROM texts) k ON {same}"
        )
        self.connection.unregister("texts")

    def write(self, before: Path, draft: Path) -> Joined:
        """The rows of both in ``draft``."""
        total, replaced, leaving = (self._count(name) for name in ("before.main.rows", "pairs", "leaving"))
        incoming = self._count("incoming")
        listed = any(kind.endswith("[]") for kind in self.columns.values())
        size = before.stat().st_size
        # An update of a list moves its row, which would leave a hole in the row numbers; so does a delete.
        moved = leaving or replaced * FEW > total or (replaced and listed)
        if moved or not self._alike() or (size > SMALL_SOURCE and self._block() == SMALL_BLOCK):
            self._open(draft, size)
            self._rewrite()
        else:
            shutil.copyfile(before, draft)
            self._open(draft, size)
            self._update()
            if self._has_holes():
                self.connection.execute("DETACH version")
                draft.unlink()
                self._open(draft, size)
                self._rewrite()
        self.connection.execute("CHECKPOINT version")
        rows = self._count("version.main.rows")
        given = self._count("added.main.rows") if self.given else 0
        return Joined(rows, incoming - replaced, replaced, given - incoming)

    def _open(self, draft: Path, size: int) -> None:
        small = size < SMALL_SOURCE or len(self.columns) > WIDE
        block = "" if draft.exists() else f" (BLOCK_SIZE {SMALL_BLOCK if small else LARGE_BLOCK})"
        self.connection.execute(f"ATTACH {literal(str(draft))} AS version{block}")

    def _block(self) -> int:
        """The size of the blocks of the rows before: those of a table that was small do not suit a large one."""
        sql = "SELECT block_size FROM pragma_database_size() WHERE database_name = 'before'"
        found = self.connection.execute(sql).fetchone()
        return int(found[0]) if found else 0

    def _alike(self) -> bool:
        """Whether both compute the same columns from others when they are read; rewriting stores them."""
        return self._computed("before") == (self._computed("added") if self.given else {})

    def _computed(self, place: str) -> dict[str, str]:
        sql = (
            "SELECT column_name, column_default FROM duckdb_columns() "
            "WHERE database_name = ? AND table_name = 'rows' AND column_default IS NOT NULL"
        )
        return dict(self.connection.execute(sql, [place]).fetchall())

    def _update(self) -> None:
        computed = self._computed("before")
        stored = [name for name in self.both if name not in computed]
        changed = [name for name in stored if name not in self.key_fields]
        if changed and self._count("pairs"):
            sets = ", ".join(f"{quoted(name)} = x.{quoted(name)}" for name in changed)
            self.connection.execute(
                f"UPDATE version.main.rows r SET {sets} FROM added.main.rows x, pairs p "
                "WHERE r.rowid = p.n AND x.rowid = p.m"
            )
        self._insert(stored, "WHERE x.rowid IN (SELECT m FROM incoming) AND x.rowid NOT IN (SELECT m FROM pairs)")

    def _insert(self, columns: Sequence[str], where: str) -> None:
        if columns:
            names = ", ".join(map(quoted, columns))
            chosen = ", ".join(f"x.{quoted(name)}" for name in columns)
            self.connection.execute(
                f"INSERT INTO version.main.rows ({names}) SELECT {chosen} FROM added.main.rows x {where} "
                "ORDER BY x.rowid"
            )

    def _rewrite(self) -> None:
        self.connection.execute(
            "CREATE TABLE version.main.rows AS SELECT * FROM before.main.rows o "
            "WHERE o.rowid NOT IN (SELECT n FROM pairs) AND o.rowid NOT IN (SELECT n FROM leaving)"
        )
        if len(self.both) == len(self.columns):
            self._insert(self.both, "WHERE x.rowid IN (SELECT m FROM incoming)")
        elif self.both:
            chosen = ", ".join(f"{'x' if name in self.given else 'o'}.{quoted(name)}" for name in self.columns)
            self.connection.execute(
                f"INSERT INTO version.main.rows SELECT {chosen} FROM incoming i JOIN added.main.rows x "
                "ON x.rowid = i.m LEFT JOIN pairs p ON p.m = i.m LEFT JOIN before.main.rows o ON o.rowid = p.n "
                "ORDER BY i.m"
            )

    def _has_holes(self) -> bool:
        """Whether the numbers of the rows are not those from 0 to their count."""
        found = self.connection.execute("SELECT max(rowid) + 1 <> count(*) FROM version.main.rows").fetchone()
        return bool(found and found[0])

    def _count(self, name: str) -> int:
        found = self.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
        return int(found[0]) if found else 0
