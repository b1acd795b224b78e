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
        self._forget(now)
        if len(self.accepted) >= self.limit:
            last = self.accepted[-self.limit] if self.limit else now
            raise RateLimited(limit=self.limit, retry_after=last + self.span - now)
        self.accepted.append(now)

    def remaining(self, now: int) -> int:
        """How many more requests are accepted right now."""
        self._forget(now)
        return max(0, self.limit - len(self.accepted))

    def _forget(self, now: int) -> None:
        while self.accepted and self.accepted[0] <= now - self.span:
            self.accepted.popleft()
