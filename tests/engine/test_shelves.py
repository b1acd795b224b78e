"""Jobs as lists find them: by their facets and in their orders, without walking all of them."""

from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dressform.engine.jobs import Job
from dressform.engine.shelves import Facets
from dressform.engine.workspace import Workspace
from tests.engine.schedules import STEPS, Step, play
from tests.engine.worlds import STEADY, submit, world


def walked(workspace: Workspace, descending: bool, by_change: bool, group: Any) -> list[Job]:
    """The same list, sorted out of all jobs."""
    made = {job.id: number for number, job in enumerate(workspace.jobs.values())}

    def key(job: Job) -> Any:
        facets = (str(job.state), *job.traits)
        return (group(facets), job.updated_at if by_change else 0, made[job.id])

    return sorted(workspace.jobs.values(), key=key, reverse=descending)


def together(facets: Facets) -> int:
    return 0


@STEADY
@given(
    st.lists(STEPS, min_size=15, max_size=60),
    st.booleans(),
    st.booleans(),
    st.sampled_from([together, itemgetter(0), itemgetter(1)]),
    st.integers(1, 9),
)
def test_every_page_is_that_of_a_walk_over_all_jobs(
    schedule: list[Step], descending: bool, by_change: bool, group: Any, size: int
) -> None:
    workspace = world(mode="auto", credits=1000)
    for step in schedule:
        play(workspace, step)
    expected = walked(workspace, descending, by_change, group)
    for first in range(0, len(expected) + size, size):
        total, found = workspace.shelves.page(
            lambda facets: True,
            first,
            size,
            group=group,
            by_change=by_change,
            descending=descending,
        )
        assert (len(expected), expected[first : first + size]) == (total, found)


@pytest.mark.parametrize("descending", [False, True])
def test_a_filter_counts_and_shows_only_what_is_wanted(descending: bool) -> None:
    workspace = world()
    jobs = [submit(workspace) for _ in range(10)]
    for job in jobs[2:7]:
        workspace.finish(job)
    total, found = workspace.shelves.page(
        lambda facets: facets[0] == "completed", 2, 2, descending=descending
    )
    wanted = jobs[2:7][::-1] if descending else jobs[2:7]
    assert (5, wanted[2:4]) == (total, found)
