"""A refusal that is data is asked for as it says, and held to what it says."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from dressform.checks.refusals import refusals
from dressform.checks.verdicts import Outcome
from dressform.http.server import Server
from tests.checks.suites import EDIT, reached
from tests.deviations.deviant import serving_deviant
from tests.deviations.trial import made_of

ROW = {"name": "n", "promise": "It is refused.", "source": "s"}
NOT_FOUND = ROW | {"operation": "get_clothing_item", "path": {"clothing_item_id": 77}}


def asked(server: Server, folder: Path, **row: Any) -> Outcome:
    """What becomes of it."""
    (folder / "refusals.yaml").write_text(yaml.safe_dump([ROW | row]))
    run = reached(server)
    object.__setattr__(run.suite, "folder", folder)
    (check,) = refusals(run.suite)
    run.suite.checks[check.id] = check  # type: ignore[index]
    return run.all([check]).outcomes[0]


@pytest.mark.parametrize(
    "row",
    [
        NOT_FOUND | {"status": 404},
        NOT_FOUND | {"status": 404, "answer": {"/detail": "Clothing item not found"}},
        NOT_FOUND | {"status": 401, "as": "nobody"},
        NOT_FOUND | {"status": 401, "headers": {"Authorization": ""}},
        {"operation": "create_generation", "body": EDIT, "status": 402, "as": {"credits": 0}},
        {
            "operation": "create_clothing_item",
            "data": "{",
            "headers": {"Content-Type": "application/json"},
            "status": 422,
        },
        {"operation": "create_clothing_item", "form": {"nothing": "here"}, "status": 422},
        {"operation": "list_generations", "query": {"page": "x"}, "status": 422},
    ],
)
def test_a_refusal_that_is_kept_passes(server: Server, tmp_path: Path, row: Any) -> None:
    outcome = asked(server, tmp_path, **row)
    assert ("pass", "") == (outcome.verdict, outcome.reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (NOT_FOUND | {"status": 403}, "answered 404 instead of 403: "),
        (NOT_FOUND | {"status": 404, "answer": {"/detail": "gone"}}, "at /detail, not 'gone'"),
        (NOT_FOUND | {"status": 404, "answer": {"/code": 1}}, "answered 404 without /code: "),
    ],
)
def test_a_refusal_that_is_none_or_another_is_broken(
    server: Server, tmp_path: Path, row: Any, reason: str
) -> None:
    outcome = asked(server, tmp_path, **row)
    assert "broken" == outcome.verdict
    assert reason in outcome.reason


def test_a_refusal_that_takes_credits_is_broken(tmp_path: Path) -> None:
    fee = {"kind": "fee", "operation": "create_generation", "status": "4xx"}
    with serving_deviant(made_of("uwear", fee)) as server:
        row = {"operation": "create_generation", "body": EDIT | {"num_images": -1}, "status": 422}
        outcome = asked(server, tmp_path, **row, cost=1)
    assert "answered 422 and still took 1 credits" in outcome.reason


def test_a_row_says_what_the_check_is(tmp_path: Path, server: Server) -> None:
    row = NOT_FOUND | {"status": 404, "evidence": "inferred", "cost": 2, "lean": False}
    (tmp_path / "refusals.yaml").write_text(yaml.safe_dump([row]))
    run = reached(server)
    object.__setattr__(run.suite, "folder", tmp_path)
    (check,) = refusals(run.suite)
    assert ("uwear.refusals.n", "It is refused.", "s") == (check.id, check.promise, check.source)
    assert ("inferred", 2, False) == (check.evidence, check.cost, check.lean)
    assert (("get_clothing_item", 404),) == check.shows
    run.finish()
