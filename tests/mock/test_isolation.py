"""Servers, vendors and workspaces of one process do not know of each other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dressform import ControlError, MockServer, MockVendor, MockWorkspace
from dressform.mock import server as mock_server
from dressform.resources import SCHEMAS
from dressform.vendors import VENDORS
from tests.mock.client import Client


def everything(shop: MockWorkspace) -> dict[str, Any]:
    """All that can be told apart from outside, but for the journal."""
    return {
        "facts": shop.facts,
        "ledger": shop.ledger,
        "jobs": shop.jobs,
        "deliveries": shop.deliveries,
        "faults": shop.faults,
        "snapshots": shop.snapshots,
    }


@pytest.fixture
def two_vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """A server of Uwear and of a vendor that is like it in everything but its name."""
    uwear = VENDORS["uwear"]
    twin = replace(
        uwear,
        slug="twin",
        title="Twin",
        default_key="twin-key",
        key_prefix="twin-",
        contract=SCHEMAS / "uwear/openapi.yaml",
    )
    monkeypatch.setattr(mock_server, "SLUGS", ("uwear", "twin"))
    monkeypatch.setattr(mock_server, "VENDORS", {"uwear": uwear, "twin": twin})
    with MockServer(clock="manual") as server:
        yield server


def test_two_servers_share_neither_keys_nor_workspaces_nor_time() -> None:
    with MockServer(clock="manual") as one, MockServer(clock="manual") as other:
        here, there = one.uwear.workspace(), other.uwear.workspace()
        assert (here.id, here.api_key == there.api_key) == (there.id, False)
        before = everything(there)
        Client(here).create()
        here.fault("stuck")
        here.snapshot()
        one.advance(hours=1)
        one.set_clock("auto")
        assert before == everything(there)
        assert "manual" == other.uwear.workspace().clock.mode
        stranger = Client(here)
        stranger._base_url = there.base_url
        assert 401 == stranger.call("GET", "/cameras").status_code
        assert [401] == [row.status for row in other.uwear.strays]
        one.reset()
        assert before == everything(there)


def test_a_snapshot_of_another_server_is_refused_and_changes_nothing() -> None:
    with MockServer(clock="manual") as one, MockServer(clock="manual") as other:
        foreign, shop = one.uwear.workspace().snapshot(), other.uwear.workspace()
        own = shop.snapshot()
        before = everything(shop)
        for use in (shop.restore, shop.fork, shop.delete_snapshot):
            with pytest.raises(ControlError, match=f"no snapshot '{foreign.id}'; .*: {own.id}"):
                use(foreign)
        assert before == everything(shop)


def test_a_snapshot_of_another_vendor_is_refused_and_changes_nothing(
    two_vendors: MockServer,
) -> None:
    shop = two_vendors.uwear.workspace()
    foreign = two_vendors.vendors["twin"].workspace(credits=5).snapshot()
    before = everything(shop)
    for use in (shop.restore, shop.fork, shop.delete_snapshot):
        with pytest.raises(ControlError, match=f"'{foreign.id}' is of twin, not of uwear"):
            use(foreign)
    assert before == everything(shop)


def test_vendors_of_one_server_share_its_clocks_and_nothing_else(two_vendors: MockServer) -> None:
    uwear, twin = (two_vendors.vendors[slug] for slug in ("uwear", "twin"))
    assert isinstance(twin, MockVendor)
    shop = uwear.workspace()
    Client(shop).create()
    assert [] == twin.default.jobs
    fired = two_vendors.advance(to="idle")
    assert ["job.start", "job.end"] == [event.what for event in fired]
    two_vendors.set_clock("auto")
    clocks = {each.clock.mode for vendor in (uwear, twin) for each in vendor.workspaces}
    assert {"auto"} == clocks
    assert ("Twin", "twin-key") == (twin.facts.title, twin.facts.api_key)
    stranger = Client(shop)
    stranger._base_url = twin.default.base_url
    assert 401 == stranger.call("GET", "/cameras").status_code
    assert ([], [401]) == (list(uwear.strays), [row.status for row in twin.strays])


def test_workspaces_of_one_vendor_do_not_see_each_other(world: MockServer) -> None:
    with world.uwear.workspace(clock="manual") as one, world.uwear.workspace() as other:
        before = everything(other)
        Client(one).create()
        one.fault("status", status=503)
        one.advance(days=2)
        one.change(credits=3, rate_limit=1)
        one.snapshot()
        assert before == everything(other)
        assert 200 == Client(other).call("GET", "/cameras").status_code


def test_a_workspace_begins_as_it_was_asked_to(world: MockServer) -> None:
    asked: dict[str, Any] = {
        "credits": 7,
        "plan": "pro",
        "rate_limit": 3,
        "webhook_url": "http://127.0.0.1:9/hook",
        "webhook_secret": "whsec_c2VjcmV0",
        "seed": 99,
    }
    with world.uwear.workspace(**asked, clock="x2.5") as shop:
        facts = shop.facts
        assert asked == {name: getattr(facts, name) for name in asked}
        assert ("real", 2.5) == (facts.clock.mode, facts.clock.rate)
        assert 7 == shop.credits
        changed = shop.change(credits=9, plan=None, webhook_url=None, webhook_secret="whsec_eA==")
        assert (9, None, None, 3) == (
            changed.credits,
            changed.plan,
            changed.webhook_url,
            changed.rate_limit,
        )
        assert "whsec_eA==" == shop.webhook_secret == world.uwear.open(shop.id).webhook_secret


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"credits": -1}, "-1 is less than the minimum of 0"),
        ({"rate_limit": 0}, "0 is less than the minimum of 1"),
        ({"webhook_url": "ftp://a"}, "does not match"),
        ({"seed": "x"}, "'x' is not of type 'integer'"),
        ({"clock": "fast"}, "'fast' is not real, manual, auto"),
    ],
)
def test_a_workspace_that_cannot_be_is_refused_and_none_is_opened(
    world: MockServer, asked: dict[str, Any], words: str
) -> None:
    before = [shop.id for shop in world.uwear.workspaces]
    with pytest.raises(ValueError, match=words):
        world.uwear.workspace(**asked)
    with pytest.raises(ControlError, match="no workspace 'nowhere'; there are: default"):
        world.uwear.open("nowhere")
    assert before == [shop.id for shop in world.uwear.workspaces]
