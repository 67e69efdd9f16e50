"""From what a caller sees of a dataset to its complete description."""
