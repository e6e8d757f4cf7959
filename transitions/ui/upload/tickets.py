"""Who may send clips: a session of the page has a ticket, and only while it is open, or was until just now."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

GRACE_S = 900.0
"""A connection that is lost takes the session along; what is being sent may go on before it is back."""


@dataclass
class Ticket:
    """Whose it is, and when that session was last seen open."""

    session_id: str
    seen_s: float


class Tickets:
    """Given out and checked in one process.

    Parameters
    ----------
    is_open : whether a session, by its id, is connected now.
    clock : seconds that only go forward.
    """

    def __init__(self, is_open: Callable[[str], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._is_open = is_open
        self._clock = clock
        self._tickets: dict[str, Ticket] = {}
        self._lock = threading.Lock()

    def give(self, session_id: str) -> str:
        """A ticket for an open session, the same one as before if it has one."""
        with self._lock:
            now_s = self._clock()
            for number, ticket in list(self._tickets.items()):
                if ticket.session_id == session_id:
                    ticket.seen_s = now_s
                    return number
                if not self._is_fresh(ticket, now_s):
                    del self._tickets[number]
            made = secrets.token_urlsafe(24)
            self._tickets[made] = Ticket(session_id, now_s)
            return made

    def admits(self, number: str) -> bool:
        """Whether it is the ticket of a session that is open, or was within `GRACE_S`."""
        with self._lock:
            ticket = self._tickets.get(number)
            return ticket is not None and self._is_fresh(ticket, self._clock())

    def _is_fresh(self, ticket: Ticket, now_s: float) -> bool:
        if self._is_open(ticket.session_id):
            ticket.seen_s = now_s
        return now_s - ticket.seen_s < GRACE_S
