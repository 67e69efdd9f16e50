"""ODSQL, the query language: text -> tokens -> syntax tree -> typed tree, checked against a schema.

Knows no SQL, no database, no HTTP. The two entrances are :func:`compile_query` and :func:`compile_facets`
(module ``compiler``); the language is described in docs/use/odsql.md.
"""
