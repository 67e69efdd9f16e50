"""Read use cases: who may read what, the catalog, records, facets, exports. Reads what is published and nothing else.

A process has one :class:`~parvis.data.serving.reader.Reader`; every function here takes it first and blocks its
caller.
"""
