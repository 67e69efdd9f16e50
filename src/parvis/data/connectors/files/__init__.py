"""Where the files of a dataset come from: one class a kind of source, one way to fetch for all."""
