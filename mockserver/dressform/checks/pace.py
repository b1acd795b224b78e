"""As many requests in a minute as the vendor documents, and no more."""

import time
from collections import deque
from threading import Lock

_MINUTE = 60.5
"""Seconds; the half is for what a request takes to arrive."""


class Pace:
    """Holds requests back to `per_minute` in any rolling minute; None: never."""

    def __init__(self, per_minute: int | None) -> None:
        self._limit = per_minute
        self._sent = deque[float](maxlen=per_minute)
        self._lock = Lock()

    def wait(self) -> None:
        """Sleep until another request may be sent, and count it."""
        if self._limit is None:
            return
        with self._lock:
            if len(self._sent) == self._limit:
                time.sleep(max(0.0, self._sent[0] + _MINUTE - time.monotonic()))
            self._sent.append(time.monotonic())
