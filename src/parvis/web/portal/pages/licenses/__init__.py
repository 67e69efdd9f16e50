"""Pages about licences: the catalog, each one explained, the compatibility checker, the credit builder."""
