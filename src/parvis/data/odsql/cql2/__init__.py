"""CQL2 (OGC 21-065), as text and as JSON: read into the syntax tree of ODSQL, checked into the same typed tree.

:func:`parvis.data.odsql.cql2.compiling.compile_filter` is the entrance.
"""
