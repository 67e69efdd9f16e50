"""The ClickHouse dialect.

Physical layout of a version: one table in source order, with ``_row UInt64``, the row number.

=============  =====================================================================
field type     columns
=============  =====================================================================
text           Nullable(String); multivalued: Array(String), empty for null
int, double    Nullable(Int64), Nullable(Float64)
boolean        Nullable(Bool)
date           Nullable(Date32)
datetime       Nullable(DateTime64(6, 'UTC'))
geo_point_2d   ``"<name>.lon"``, ``"<name>.lat"`` Nullable(Float64)
geo_shape      ``"<name>"`` Nullable(String), GeoJSON; ``"<name>.polygons"``
               Array(Array(Array(Tuple(Float64, Float64)))), the areas; bounds as in DuckDB
json_blob      Nullable(String); file likewise
=============  =====================================================================

Settings that statements count on: ``prefer_column_name_to_alias``, ``enable_extended_results_for_datetime_functions``,
``aggregate_functions_null_for_empty`` (all 1). A point is shown as the text ``lon lat``, a computed shape as WKT.
Wall-clock values are DateTime64 labelled UTC.
"""
