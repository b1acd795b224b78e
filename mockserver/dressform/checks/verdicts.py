"""What a check found out, and how sure its promise is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dressform.checks.exchange import Exchange

Evidence = Literal["documented", "observed", "inferred"]


class Verdict(StrEnum):
    """What became of a promise."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    BROKEN = "broken"
    """Documented, and not kept."""

    DRIFT = "drift"
    """Observed or inferred, and not so."""

    INCONCLUSIVE = "inconclusive"
    """Could not be found out."""

    SKIPPED = "skipped"
    """Cannot be found out on such a target."""


@dataclass(frozen=True)
class Outcome:
    """One check of a run. `spent` is in credits, `worst` what it might have cost; `evidence` and
    `source` are those of the promise that was not kept, if one was not. `accepted` is the reason
    for which a mismatch is put up with, `curl` the request that shows it.
    """

    check: str
    promise: str
    evidence: Evidence
    source: str
    verdict: Verdict
    reason: str = ""
    worst: int = 0
    spent: int = 0
    exchanges: tuple["Exchange", ...] = ()
    curl: str = ""
    accepted: str = ""

    @property
    def calls(self) -> int:
        """Requests to the API; those for media and to the control API are not counted."""
        return sum(exchange.counted for exchange in self.exchanges)


@dataclass
class Report:
    """What a run found out about one vendor on one target.

    `simulator`: the target is Dressform's own. `spent` and `budget` are in credits, `budget` is
    None where no limit was set; `stopped` says why nothing more was paid for. `left_behind` names
    what the run made and could not delete; `stale` the accepted deviations that are none any more.
    """

    vendor: str
    target: str
    simulator: bool
    seed: int
    budget: int | None
    outcomes: list[Outcome] = field(default_factory=list)
    spent: int = 0
    calls: int = 0
    downloads: int = 0
    stopped: str = ""
    left_behind: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        """How many checks ended so; accepted mismatches are not among them."""
        return sum(o.verdict is verdict and not o.accepted for o in self.outcomes)

    @property
    def exit_status(self) -> int:
        """0: kept; 1: broken, or an accepted deviation has gone stale; 3: inconclusive.

        Drift fails nobody but the simulator, which is to do what was decided.
        """
        drift = self.count(Verdict.DRIFT) if self.simulator else 0
        if self.count(Verdict.BROKEN) or drift or self.stale:
            return 1
        return 3 if self.count(Verdict.INCONCLUSIVE) or self.stopped else 0


def worst_status(reports: Iterable[Report]) -> int:
    """The exit status of several reports: broken before inconclusive before kept."""
    found = {report.exit_status for report in reports}
    return next((status for status in (1, 3) if status in found), 0)
