"""GTFS: one table of the archive, stops as points, routes with the lines they follow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from parvis.data.ingest.errors import DamagedFile, IngestError
from parvis.data.ingest.options import IngestOptions
from parvis.data.ingest.readers import delimited
from parvis.data.ingest.source.unpacking import Budget, unpack
from parvis.data.ingest.staging import STAGE, Staged, StagedColumn, literal, load_spatial, readable

_DEFAULT = "stops"
_SHAPE = "geo_shape"


def read(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path, options: IngestOptions) -> Staged:
    """Stage the table that ``sheet`` names, else the stops.

    Stops get their point from their coordinates; routes get the lines of their trips when the archive has shapes.
    Identifiers and times of day (which pass 24:00) stay text.
    """
    budget = Budget(path.name, path.stat().st_size, options.limits)
    files = {file.stem: file for file in unpack(path, "zip", scratch / "gtfs", budget) if file.suffix == ".txt"}
    wanted = (options.sheet or _DEFAULT).removesuffix(".txt")
    if wanted not in files:
        raise IngestError(f"{path.name} has no table {wanted!r}.", hint=f"its tables: {', '.join(sorted(files))}")
    plain = replace(options, encoding="utf-8", delimiter=",", header_row=1)
    staged = delimited.read(connection, files[wanted], scratch, plain)
    columns = tuple(replace(c, typed=c.typed or _is_opaque(c.label)) for c in staged.columns)
    others = ", ".join(sorted(name for name in files if name != wanted))
    found = {"sheet": wanted, "tables": ", ".join(sorted(files))}
    staged = replace(staged, columns=columns, options=found, reread=None)
    if not options.sheet:
        staged = replace(staged, warnings=(*staged.warnings, f"the stops were read; other tables: {others}"))
    if wanted == "routes" and {"shapes", "trips"} <= files.keys():
        return _with_lines(connection, staged, files, scratch)
    return staged


def _is_opaque(label: str) -> bool:
    return label.endswith(("_id", "_time", "_code")) or label in ("route_short_name", "route_color", "route_text_color")


def _with_lines(connection: duckdb.DuckDBPyConnection, staged: Staged, files: dict[str, Path], scratch: Path) -> Staged:
    """The routes with the distinct lines of their trips; the routes are held in the stage, as they are few."""
    route = next((c.name for c in staged.columns if c.label == "route_id"), None)
    if route is None:
        raise DamagedFile("routes.txt has no column route_id.")
    load_spatial(connection)

    def table(name: str) -> str:
        return f"read_csv({literal(str(files[name]))}, header = true, all_varchar = true, ignore_errors = true)"

    listed = ", ".join(f"r.{c.name}" for c in staged.columns)
    shape = f"c{len(staged.columns)}"
    with readable("the GTFS archive"):
        connection.execute(
            f"CREATE TABLE stage.main.routes AS SELECT {', '.join(c.name for c in staged.columns)} FROM {STAGE}"
        )
        connection.execute(f"DROP VIEW {STAGE}")
        connection.execute(
            f"CREATE TABLE {STAGE} AS WITH points AS (SELECT shape_id, try_cast(shape_pt_sequence AS BIGINT) AS n, "
            "ST_Point(try_cast(shape_pt_lon AS DOUBLE), try_cast(shape_pt_lat AS DOUBLE)) AS p "
            f"FROM {table('shapes')}), "
            "lines AS (SELECT shape_id, ST_MakeLine(list(p ORDER BY n)) AS line FROM points WHERE p IS NOT NULL "
            "GROUP BY shape_id HAVING count(*) > 1), "
            f"used AS (SELECT DISTINCT route_id, shape_id FROM {table('trips')} WHERE shape_id IS NOT NULL), "
            "drawn AS (SELECT route_id, ST_Collect(list(line ORDER BY shape_id)) AS shape FROM used "
            "JOIN lines USING (shape_id) GROUP BY route_id) "
            f"SELECT {listed}, d.shape AS {shape} FROM stage.main.routes r "
            f"LEFT JOIN drawn d ON d.route_id = r.{route} ORDER BY r.rowid"
        )
    columns = (*staged.columns, StagedColumn(shape, _SHAPE, "GEOMETRY", typed=True))
    return replace(staged, columns=columns, mend=None)
