"""Snapshots by their names: which there are, which are refused, and which are gone."""

import pytest
import requests

from dressform.vendors.uwear import UWEAR
from tests.support.faults import CHEAP, job_states
from tests.support.serving import OpenWorkspace, Shop, open_shop, serving
from tests.support.snapshots import fork, restore, take
from tests.support.wire import problem_of
from tests.vendors.sixth.mirror import MIRROR


def test_snapshots_are_listed_oldest_first_and_by_workspace(
    uwear: Shop, open_workspace: OpenWorkspace
) -> None:
    other = open_workspace("uwear")
    ids = [take(uwear) for _ in range(3)]
    take(other)
    assert [row["id"] for row in uwear.control("GET", "snapshots")["items"]] == ids


def test_a_deleted_snapshot_is_gone(uwear: Shop) -> None:
    kept, stays = take(uwear), take(uwear)
    assert uwear.control("DELETE", f"snapshots/{kept}") is None
    assert [row["id"] for row in uwear.control("GET", "snapshots")["items"]] == [stays]
    status, detail = problem_of(uwear.order("POST", f"snapshots/{kept}/restore"))
    assert status == 404
    assert detail.startswith(f"no snapshot {kept!r}; there are: ")
    assert stays in detail


@pytest.mark.parametrize(
    ("method", "below"), [("POST", "/restore"), ("POST", "/fork"), ("DELETE", "")]
)
def test_an_unknown_snapshot_is_a_problem_and_changes_nothing(
    uwear: Shop, method: str, below: str
) -> None:
    uwear.json("POST", "/generation", json=CHEAP)
    before = uwear.control("GET"), uwear.state()
    status, detail = problem_of(uwear.order(method, f"snapshots/nope{below}"))
    assert (status, detail.startswith("no snapshot 'nope'; there are: ")) == (404, True)
    assert (uwear.control("GET"), uwear.state()) == before


@pytest.mark.parametrize(
    ("method", "below"), [("POST", "/restore"), ("POST", "/fork"), ("DELETE", "")]
)
def test_a_snapshot_of_another_vendor_is_said_to_be_one(method: str, below: str) -> None:
    with serving(vendors=(UWEAR, MIRROR)) as server:
        shop, other = open_shop(server), open_shop(server, "mirror")
        foreign = other.control("POST", "snapshots")["id"]
        before = shop.control("GET"), shop.state()
        status, detail = problem_of(shop.order(method, f"snapshots/{foreign}{below}"))
        assert (status, detail) == (409, f"snapshot {foreign!r} is of mirror, not of uwear")
        assert (shop.control("GET"), shop.state()) == before
        shop.http.close()
        other.http.close()


def test_a_snapshot_of_another_workspace_can_be_restored_and_forked(
    uwear: Shop, open_workspace: OpenWorkspace
) -> None:
    uwear.json("POST", "/generation", json=CHEAP)
    kept = take(uwear)
    other = open_workspace("uwear")
    facts = restore(other, kept)
    assert (facts["id"], facts["api_key"]) == (other.facts["id"], other.facts["api_key"])
    assert (job_states(other), other.credits) == (["queued"], 999)
    assert job_states(fork(other, kept)) == ["queued"]


def test_a_closed_workspace_takes_its_snapshots_with_it(
    uwear: Shop, open_workspace: OpenWorkspace
) -> None:
    other = open_workspace("uwear")
    kept = take(other)
    other.control("DELETE")
    for path in (f"snapshots/{kept}/restore", f"snapshots/{kept}/fork"):
        assert problem_of(uwear.order("POST", path))[0] == 404
    for path in ("snapshots", f"snapshots/{kept}/restore"):
        status, detail = problem_of(other.order("POST", path))
        assert (status, detail.startswith("no workspace")) == (404, True)


def test_a_reset_server_keeps_no_snapshots() -> None:
    with serving() as server:
        shop = open_shop(server)
        kept = take(shop)
        assert requests.post(f"{server.origin}/_mock/reset", timeout=10).ok
        url = f"{server.origin}/_mock/uwear/workspaces/default/snapshots"
        assert requests.get(url, timeout=10).json() == {"items": []}
        assert requests.post(f"{url}/{kept}/restore", timeout=10).status_code == 404
        shop.http.close()


def test_a_snapshot_of_another_server_is_not_taken_for_ours(uwear: Shop) -> None:
    with serving() as server:
        shop = open_shop(server)
        kept = take(shop)
        shop.http.close()
    take(uwear)
    assert problem_of(uwear.order("POST", f"snapshots/{kept}/restore"))[0] == 404
