"""Whether the check that has to notice a deviation does."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from dressform.checks import Outcome, Unusable, Verdict
from dressform.checks.embedded import run
from dressform.vendors import SLUGS
from tests.deviations.deviant import Deviation, load, serving_deviant


@dataclass(frozen=True)
class Fate:
    """What became of a deviation: it is killed if its check tripped, and `found` says on what."""

    vendor: str
    name: str
    trips: str
    killed: bool
    found: str


def fate(deviation: Deviation) -> Fate:
    """Run the check that has to notice, and what it needs, against the wrong simulator."""
    outcome = _outcome(deviation)
    killed = isinstance(outcome, Outcome) and outcome.verdict in {Verdict.BROKEN, Verdict.DRIFT}
    found = f"{outcome.verdict}: {outcome.reason}" if isinstance(outcome, Outcome) else outcome
    return Fate(deviation.vendor, deviation.name, deviation.trips, killed, found)


def _outcome(deviation: Deviation) -> Outcome | str:
    with serving_deviant(deviation) as server:
        url = server.fronts[deviation.vendor].base_url(server.origin)
        try:
            report = run(deviation.vendor, url, checks=[deviation.trips])
        except Unusable as reason:
            return f"not even reached: {reason}"
    return next(outcome for outcome in report.outcomes if outcome.check == deviation.trips)


def fates(slugs: tuple[str, ...] = tuple(SLUGS), processes: int = 2) -> Iterator[Fate]:
    """The fate of every deviation of these vendors, in their order."""
    deviations = [(slug, deviation.name) for slug in slugs for deviation in load(slug)]
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(_fate_of, deviations, chunksize=4)


def _fate_of(place: tuple[str, str]) -> Fate:
    slug, name = place
    return fate(next(deviation for deviation in load(slug) if deviation.name == name))
