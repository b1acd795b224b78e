"""A rolling window of requests is another one, or is not watched."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from dressform.engine.clock import SECOND
from dressform.engine.errors import RateLimited
from dressform.engine.limits import RollingWindow
from dressform.engine.workspace import Workspace
from dressform.vendor import Vendor
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.registry import alteration
from tests.deviations.alterations.trips import here
from tests.deviations.alterations.wrapping import at_admission


@alteration("window")
@dataclass(frozen=True, kw_only=True)
class OtherWindow(Asking):
    """The window of a `minute` or a `day` allows `plus` so many requests in so many `seconds`. It is
    `aligned` to the clock instead of rolling, `counts_refused` requests, is `shared` by all tenants, or
    not `enforced` at all. All but `seconds` and `shared` can be for calls of `operation` only. A
    workspace without that window has none to alter.
    """

    of: Literal["minute", "day"] = "minute"
    plus: int = 0
    seconds: float | None = None
    aligned: bool = False
    counts_refused: bool = False
    shared: bool = False
    enforced: bool = True

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do, or asks for what nobody knows yet."""
        super().check(vendor)
        if self.asked:
            raise ValueError("nobody knows yet what is asked")
        if self == type(self)(of=self.of, operation=self.operation):
            raise ValueError("it changes nothing")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that limits so."""
        name = "window" if self.of == "minute" else "daily"
        everybody = deque[int]()

        def see(workspace: Workspace) -> None:
            window = getattr(workspace, name)
            if isinstance(window, RollingWindow) and not isinstance(window, _Altered):
                span = window.span if self.seconds is None else round(self.seconds * SECOND)
                accepted = everybody if self.shared else window.accepted
                setattr(workspace, name, _Altered(window.limit, span, accepted, altered=self))

        return at_admission(vendor, see)


_HONEST = OtherWindow()


class _Altered(RollingWindow):
    """A window that keeps its limit in its words, and another one in its deeds."""

    altered: OtherWindow = OtherWindow()

    @property
    def how(self) -> OtherWindow:
        """What holds for the request that is being answered."""
        return self.altered if self.altered.names(here().operation) else _HONEST

    def check(self, now: int) -> None:
        self._forget(now)
        if not self.how.enforced or len(self.accepted) < self.limit + self.how.plus:
            return
        retry_after = self.resets_at(now) - now
        if self.how.counts_refused:
            self.accepted.append(now)
        raise RateLimited(limit=self.limit, retry_after=retry_after)

    def remaining(self, now: int) -> int:
        self._forget(now)
        return max(0, self.limit + self.how.plus - len(self.accepted))

    def resets_at(self, now: int) -> int:
        if self.how.aligned and self.accepted:
            return now - now % self.span + self.span
        return super().resets_at(now)

    def _forget(self, now: int) -> None:
        begin = now - now % self.span if self.how.aligned else now - self.span + 1
        while self.accepted and self.accepted[0] < begin:
            self.accepted.popleft()
