"""The server ends when it is told to, however often and whenever."""

from __future__ import annotations

import signal
import threading

from parvis.cli.server import APPLICATION, StoppedServer


def test_a_signal_that_comes_while_the_server_waits_for_one_stops_it() -> None:
    server = StoppedServer(APPLICATION, port=0)

    def interrupted() -> None:
        # What a handler finds when it interrupts the wait of the main thread at its worst moment.
        with server.main_loop_interrupt._cond:
            server.signal_handler_interrupt(signal.SIGTERM, None)
            server.signal_handler_interrupt(signal.SIGTERM, None)

    handler = threading.Thread(target=interrupted, daemon=True)
    handler.start()
    handler.join(10)
    assert not handler.is_alive()
    assert server.main_loop_interrupt.wait(10)
    assert server.interrupt_signal
