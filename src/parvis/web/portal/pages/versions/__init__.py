"""Pages of the versions of a dataset: their list, one of them, how two differ."""
