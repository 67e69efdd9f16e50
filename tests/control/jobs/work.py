"""Tasks that tests ask for."""

from pathlib import Path

from django_tasks import task


@task()
def touch(path: str) -> None:
    """Leave a file."""
    Path(path).touch()


@task()
def fail(reason: str) -> None:
    """Fail."""
    raise ValueError(reason)
