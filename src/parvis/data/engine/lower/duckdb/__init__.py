"""The DuckDB dialect, on the physical layout of :mod:`parvis.data.engine`."""
