"""The engine: typed tree -> SQL expression tree (sqlglot) -> DuckDB or ClickHouse -> rows or Arrow batches.

Physical layout of a version (one DuckDB file, one table ``rows``, in source order, row number = ``rowid``):

=============  =====================================================================
field type     columns
=============  =====================================================================
text           VARCHAR; multivalued: VARCHAR[] (null, never empty)
int, double    BIGINT, DOUBLE
boolean        BOOLEAN
date           DATE
datetime       TIMESTAMP, in UTC
geo_point_2d   two DOUBLE columns: ``"<name>.lon"``, ``"<name>.lat"`` (both null or none)
geo_shape      BLOB ``"<name>"`` in WKB, and DOUBLE ``"<name>.west" ".south" ".east" ".north"``
json_blob      VARCHAR (JSON text)
file           VARCHAR (JSON object)
=============  =====================================================================
"""
