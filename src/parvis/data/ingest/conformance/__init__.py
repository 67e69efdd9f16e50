"""Whether the rows of a file are what a Table Schema says: a report of errors by rule, column and row, in words.

:func:`read_schema` reads a schema, ``files.check_file`` checks a file; ``ingest`` checks while it has the rows at hand.
"""

from parvis.data.ingest.conformance.reading import read_schema, read_schema_file
from parvis.data.ingest.conformance.report import Conformance, Finding, RuleResult, Unchecked
from parvis.data.ingest.conformance.schema import CustomCheck, InvalidTableSchema, SchemaField, TableSchema

__all__ = [
    "Conformance",
    "CustomCheck",
    "Finding",
    "InvalidTableSchema",
    "RuleResult",
    "SchemaField",
    "TableSchema",
    "Unchecked",
    "read_schema",
    "read_schema_file",
]
