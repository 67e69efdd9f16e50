"""Progress bars on the terminal; silent when the output is not one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from parvis.data.ingest.progress import Progress as IngestProgress


@contextmanager
def ingest_progress(name: str, *, silent: bool = False) -> Iterator[Callable[[IngestProgress], None]]:
    """A bar named after the file; the value is the callback to hand to the ingest."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[step]}"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=silent or not console.is_terminal, transient=True) as bars:
        task = bars.add_task(name, total=1.0, step="")
        yield lambda progress: bars.update(task, completed=progress.share, step=progress.step)
