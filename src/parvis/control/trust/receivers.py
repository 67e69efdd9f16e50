"""Who computes scores anew after checks: named from above, since publishing stands higher."""

from __future__ import annotations

from parvis.control.jobs.actions import enqueue

_tasks: list[str] = []


def rescored_by(task: str) -> None:
    """Name the task that computes and shows the score of a dataset; only ``site/wiring.py`` does."""
    if task not in _tasks:
        _tasks.append(task)


def ask_for_score(uid: str, reason: str) -> None:
    """Have the score of a dataset computed anew, in the transaction of the caller."""
    for task in _tasks:
        enqueue(task, key=uid, uid=uid, reason=reason)
