"""`parvis query|export`: the same serving functions as the API, with the operator's rights."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from parvis.cli.commands.installation import home
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_json, print_table
from parvis.data.exports.values import json_value
from parvis.data.odsql.text import QueryText
from parvis.data.serving import datasets, exports, records
from parvis.data.serving.access import Caller
from parvis.data.serving.reader import Reader
from parvis.data.store.manifest import OPERATOR

CALLER = Caller(frozenset({OPERATOR}))


@click.command("query", epilog="Example: parvis query communes --select nom,population --where 'population > 200000'")
@click.argument("dataset_id", metavar="ID")
@domain_option
@click.option("--select", help="ODSQL select clause.")
@click.option("--where", multiple=True, help="ODSQL condition. Repeatable.")
@click.option("--group-by", help="ODSQL group_by clause.")
@click.option("--order-by", help="ODSQL order_by clause.")
@click.option("--limit", default=20, show_default=True, type=int)
@click.option("--offset", default=0, type=click.IntRange(0))
@json_option
def query_command(
    dataset_id: str,
    domain: str | None,
    select: str | None,
    where: tuple[str, ...],
    group_by: str | None,
    order_by: str | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """Query the dataset ID with ODSQL."""
    text = QueryText(select=select, where=where, group_by=group_by, order_by=order_by, limit=limit, offset=offset)
    reader = Reader.open(home())
    try:
        view = datasets.get(reader, reader.named_domain(domain), CALLER, dataset_id)
        page = records.search(reader, view, text)
    finally:
        reader.stop()
    names = [column.name for column in page.columns]
    rows = [
        [json_value(v, c.expr.type, c.precision, "UTC") for v, c in zip(row, page.columns, strict=True)]
        for row in page.rows
    ]
    if as_json:
        print_json({"total_count": page.total_count, "results": [dict(zip(names, row, strict=True)) for row in rows]})
        return
    print_table(names, rows)
    click.echo(f"{len(rows)} of {page.total_count}")


@click.command(
    "export", epilog="Example: parvis export communes --format csv --where \"zone = 'metro'\" -o communes.csv"
)
@click.argument("dataset_id", metavar="ID")
@domain_option
@click.option("--format", "format_", required=True, help="csv, json, jsonl, geojson or parquet.")
@click.option("--select", help="ODSQL select clause.")
@click.option("--where", multiple=True, help="ODSQL condition. Repeatable.")
@click.option("--order-by", help="ODSQL order_by clause.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File (default: standard output)."
)
def export_command(
    dataset_id: str,
    domain: str | None,
    format_: str,
    select: str | None,
    where: tuple[str, ...],
    order_by: str | None,
    output: Path | None,
) -> None:
    """Export the dataset ID, whole or filtered."""
    reader = Reader.open(home())
    try:
        view = datasets.get(reader, reader.named_domain(domain), CALLER, dataset_id)
        text = QueryText(select=select, where=where, order_by=order_by)
        export = exports.export(reader, view, format_, text, {})
        size = write(export, output)
    finally:
        reader.stop()
    if output:
        click.echo(f"Wrote {output} ({size:,} bytes).")


def write(export: exports.Export, output: Path | None) -> int:
    """Write the export to the file, whole or not at all (or to standard output); returns the bytes written."""
    if output is None:
        return sum(sys.stdout.buffer.write(chunk) for chunk in export.chunks)
    partial = output.with_name(output.name + ".partial")
    try:
        with partial.open("wb") as file:
            size = sum(file.write(chunk) for chunk in export.chunks)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    return size
