"""Background work: a log of runs over django-tasks, retries after crashes, the worker."""
