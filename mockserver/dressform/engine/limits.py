"""Rate limits: at most so many requests in any rolling window."""

from collections import deque

from msgspec import Struct, field

from dressform.engine.clock import MINUTE
from dressform.engine.errors import RateLimited


class RollingWindow(Struct):
    """Accepts `limit` requests in any `span` microseconds; refused ones do not count."""

    limit: int
    span: int = MINUTE
    accepted: deque[int] = field(default_factory=deque)

    def take(self, now: int) -> None:
        """Count one request, or refuse it until the oldest has left the window."""
        self.check(now)
        self.accepted.append(now)

    def check(self, now: int) -> None:
        """Refuse a request that would be refused, and count none."""
        accepted = self.accepted
        if accepted and accepted[0] <= now - self.span:
            self._forget(now)
        if len(accepted) >= self.limit:
            last = accepted[-self.limit] if self.limit else now
            raise RateLimited(limit=self.limit, retry_after=last + self.span - now)

    def remaining(self, now: int) -> int:
        """How many more requests are accepted right now."""
        self._forget(now)
        return max(0, self.limit - len(self.accepted))

    def resets_at(self, now: int) -> int:
        """The instant at which the oldest request leaves the window; now, if there is none."""
        self._forget(now)
        return self.accepted[0] + self.span if self.accepted else now

    def _forget(self, now: int) -> None:
        while self.accepted and self.accepted[0] <= now - self.span:
            self.accepted.popleft()


def count(now: int, *windows: RollingWindow | None) -> None:
    """Count a request in each window there is, or refuse it with `RateLimited` and in none."""
    for window in windows:
        if window is not None:
            window.check(now)
    for window in windows:
        if window is not None:
            window.accepted.append(now)
