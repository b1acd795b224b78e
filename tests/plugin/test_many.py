"""A thousand tests share four servers, and none of them notices another."""

import json

from tests.plugin.installation import Project
from tests.plugin.shop import CLIENT

_THOUSAND = f"""\
import os

{CLIENT}

@pytest.mark.parametrize("number", range(1000))
def test_one_of_many(mock_server, mock_uwear, number):
    assert len(mock_server.uwear.workspaces) == 2  # the default one, and this
    assert (mock_uwear.credits, mock_uwear.jobs, mock_uwear.faults) == (1000, [], [])
    made = create(mock_uwear)
    assert polled(mock_uwear, made) == ["Created", "Ongoing", "Done"]
    assert mock_uwear.credits == 995
    assert len(mock_uwear.requests) == 3
    (job,) = mock_uwear.jobs
    with open(f"took-{{os.getpid()}}.txt", "a") as took:
        print(made["generation_id"], job.updated_at - job.created_at, job.results, file=took)
    create(mock_uwear)  # a timer is left behind
    mock_uwear.fault("status", status=500)
    mock_uwear.fault("drop")
"""

_CONFTEST = """\
import asyncio
import gc
import json
import os
import threading
import time
from contextlib import suppress
from pathlib import Path


def world():
    links = []  # before the collector closes what nobody did
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            links.append(os.readlink(f"/proc/self/fd/{number}"))
    gc.collect()
    return {
        "threads": sorted(thread.name for thread in threading.enumerate()),
        "sockets": sum(link.startswith("socket:") for link in links),
        "tasks": [repr(thing) for thing in gc.get_objects() if isinstance(thing, asyncio.Task)],
    }


def pytest_configure(config):
    config.world = world()


def pytest_unconfigure(config):
    Path(f"world-{os.getpid()}.json").write_text(json.dumps([config.world, world()]))
"""


def test_a_thousand_tests_on_four_workers_in_random_order_do_not_interfere(
    project: Project,
) -> None:
    project.write(test_many=_THOUSAND, conftest=_CONFTEST)
    order = ("--random-order", "--random-order-bucket=global", "--random-order-seed=1")
    project.pytest("-q", "-n", "4", *order).expect(passed=1000)

    took = [p.read_text().splitlines() for p in project.folder.glob("took-*.txt")]
    assert (4, 1000) == (len(took), sum(map(len, took)))
    assert 1 == len({line for lines in took for line in lines}), "the seed says it all"

    worlds = [json.loads(p.read_text()) for p in project.folder.glob("world-*.json")]
    assert 5 == len(worlds), "the workers, and who gave them work"
    for before, after in worlds:
        assert before == after
