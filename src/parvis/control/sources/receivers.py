"""Who publishes what runs fetch: named from above, since publishing stands higher."""

from __future__ import annotations

_tasks: list[str] = []


def hand_over_to(task: str) -> None:
    """Name the task that publishes what a run fetched; only ``site/wiring.py`` does."""
    if task not in _tasks:
        _tasks.append(task)


def receivers() -> tuple[str, ...]:
    """The named tasks, by their dotted names."""
    return tuple(_tasks)
