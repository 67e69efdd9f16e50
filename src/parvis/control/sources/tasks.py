"""Background work of sources."""

from __future__ import annotations

from django_tasks import task

from parvis.control.sources.running import perform


@task()
def run_source(run: int) -> str:
    """Fetch a run."""
    return str(perform(run))
