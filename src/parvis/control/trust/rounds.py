"""Verification beside the worker's tasks: rounds in a thread of their own, aged scores, checks too old to be kept."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from django.db import Error, connection

from parvis.control.trust import claims, upkeep, watching
from parvis.control.trust.checking import homeward, outward, run_round
from parvis.core.clock import now
from parvis.core.errors import ParvisError

logger = logging.getLogger(__name__)
_PAUSE, _UPKEEP = 5.0, timedelta(minutes=10).total_seconds()
_IDLE = 60.0


class Rounds:
    """The verification of this process."""

    def __init__(self) -> None:
        self._looked = self._kept = -_UPKEEP
        self._thread: threading.Thread | None = None

    def turn(self) -> None:
        """Start what is due; quick."""
        at = time.monotonic()
        if at - self._looked < _PAUSE:
            return
        self._looked = at
        upkeep.take_asked(now())
        if at - self._kept >= _UPKEEP:
            self._kept = at
            upkeep.turn(now())
        if (self._thread is None or not self._thread.is_alive()) and _anything_due():
            self._thread = threading.Thread(target=self._verify, name="verification", daemon=True)
            self._thread.start()

    def _verify(self) -> None:
        """Rounds until nothing has been due for a while; hosts are remembered in between."""
        own = homeward()
        try:
            claims.retest_due(now())
            with outward() as others:
                rested = time.monotonic()
                while time.monotonic() - rested < _IDLE:
                    if run_round(others, own):
                        rested = time.monotonic()
                    else:
                        time.sleep(_PAUSE)
        except (ParvisError, Error, OSError):
            # Claims run out by themselves; the next turn begins anew.
            logger.exception("a round of verification was broken off")
        finally:
            if own is not None:
                own.__exit__(None, None, None)
            connection.close()


def _anything_due() -> bool:
    return watching.anything_due(now()) or claims.anything_due(now())


_rounds = Rounds()


def turn() -> None:
    """Called by each worker between its tasks."""
    _rounds.turn()
