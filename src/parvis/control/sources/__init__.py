"""Sources of datasets: where files come from, when they are fetched, and what happened each time."""
