"""What each field of a written table holds: computed on every row by DuckDB, in constant memory."""

from parvis.data.ingest.statistics.measuring import Basis, measure

__all__ = ["Basis", "measure"]
