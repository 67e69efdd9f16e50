"""One neutral description of a dataset, and one file per dialect that writes (and reads) it."""
