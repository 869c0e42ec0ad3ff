"""A process that is told to stop, by Ctrl-C or by who runs it."""

import asyncio
import signal
from typing import Final

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


def stop_on_signal(stopping: asyncio.Event) -> None:
    """The first SIGTERM or SIGINT sets `stopping`; the next one ends the process at once."""
    here = asyncio.get_running_loop()

    def told() -> None:
        stopping.set()
        for number in _SIGNALS:
            here.remove_signal_handler(number)
            # Not Python's own way with SIGINT: an exception in the middle of anything may leave a thread waiting for ever.
            signal.signal(number, signal.SIG_DFL)

    for number in _SIGNALS:
        here.add_signal_handler(number, told)
