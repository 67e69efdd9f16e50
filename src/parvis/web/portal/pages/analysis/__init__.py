"""The analysis of a dataset: a chart and its table, chosen in a form and kept in the address."""
