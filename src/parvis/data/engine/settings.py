"""Limits of the engine; every one has a default that suits two cores."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Sizes in megabytes, durations in seconds.

    A *light* query runs on one thread among many, a *heavy* one on several among few. ``light_work`` is the most
    work (rows times a weight of the query) that passes as light. Beyond ``heavy_queue`` waiting queries the next
    is refused. ``attached`` files are kept open per instance.
    """

    light_slots: int = 4
    heavy_slots: int = 2
    light_threads: int = 1
    heavy_threads: int = 2
    light_memory: int = 1024
    heavy_memory: int = 2048
    temporary_size: int = 20_000
    light_seconds: float = 5.0
    heavy_seconds: float = 30.0
    compare_seconds: float = 60.0
    export_seconds: float = 3600.0
    export_slots: int = 8
    join_slots: int = 1
    join_seconds: float = 15.0
    queue_seconds: float = 15.0
    light_queue: int = 256
    heavy_queue: int = 64
    light_work: int = 400_000
    attached: int = 512
    statements: int = 4096
