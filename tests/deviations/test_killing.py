"""There are enough deviations, and they name checks; `python -m tests.deviations` (CI) kills them all."""

import pytest

from dressform.checks.derived import suite_of
from dressform.vendors import SLUGS
from tests.deviations.deviant import Deviation, load
from tests.deviations.killing import fate


@pytest.mark.parametrize("slug", SLUGS)
def test_a_deviation_trips_its_check_and_an_honest_simulator_does_not(slug: str) -> None:
    first, *_ = load(slug)
    honest = Deviation(first.vendor, "honest", first.trips, ())
    assert fate(first).killed, fate(first).found
    assert not fate(honest).killed, fate(honest).found


@pytest.mark.parametrize("slug", SLUGS)
def test_every_vendor_has_forty_deviations_that_name_checks_there_are(slug: str) -> None:
    deviations = load(slug)
    assert len(deviations) >= 40
    assert set() == {d.trips for d in deviations} - set(suite_of(slug).checks)
