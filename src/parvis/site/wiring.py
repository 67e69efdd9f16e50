"""Who reacts to what: the one list."""

from __future__ import annotations

from parvis.control.community.actions import keep_objects_in
from parvis.control.jobs.worker import at_each_turn
from parvis.control.outbox.actions import listen
from parvis.control.publishing.outbox import drain
from parvis.control.publishing.stores import store
from parvis.control.sources.receivers import hand_over_to
from parvis.control.trust.receivers import rescored_by


def wire() -> None:
    """Connect the listeners; called once a process, when Django is ready."""
    listen(drain)
    hand_over_to("parvis.control.publishing.tasks.publish_fetched")
    rescored_by("parvis.control.publishing.tasks.score_dataset")
    at_each_turn("parvis.control.sources.scheduling.turn")
    at_each_turn("parvis.control.trust.rounds.turn")
    at_each_turn("parvis.control.community.actions.forget_hourly")
    at_each_turn("parvis.control.publishing.deleting.sweep_hourly")
    keep_objects_in(lambda: store().objects)
