"""The processors, one module a family; importing this package fills the table of processors."""

from parvis.data.ingest.processors.library import (
    calculation,
    columns,
    dates,
    identifiers,
    joins,
    lists,
    places,
    privacy,
    rows,
    tables,
    texts,
    webs,
)

MODULES = (columns, texts, calculation, dates, lists, rows, tables, identifiers, webs, joins, places, privacy)
