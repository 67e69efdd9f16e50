"""Types of columns, decided on every row: candidates from a sample, each verified on the whole column."""
