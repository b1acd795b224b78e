"""Snapshots: the expensive set-up once, and for each test a fork of it that goes on from there."""

from collections.abc import Iterator

import pytest

from dressform import MockServer, MockWorkspace
from shop_client import ShopClient


@pytest.fixture(scope="module")
def studio(mock_server: MockServer) -> Iterator[MockWorkspace]:
    """An account with three pictures, and one still in the making."""
    with mock_server.uwear.workspace(credits=500) as studio:
        with ShopClient(studio.base_url, studio.api_key, sleep=studio.sleep) as client:
            for look in ("street", "beach", "studio"):
                client.wait(client.create(look, model_slug="gemini-flash"))
            client.create("evening", model_slug="gemini-flash")
        yield studio


@pytest.mark.parametrize("picture", [1, 2, 3])
def test_each_picture_can_be_enlarged(studio: MockWorkspace, picture: int) -> None:
    order = {"use_case": "upscale", "model_slug": "seedvr2", "upscale_factor": 2}
    with studio.fork() as shop, ShopClient(shop.base_url, shop.api_key, sleep=shop.sleep) as client:
        larger = client.create("", generation_result_parent_id=picture, **order)
        assert "Done" == client.wait(larger)["status"]
        assert (5, 495) == (len(shop.jobs), shop.credits)


def test_what_went_wrong_can_be_taken_back(studio: MockWorkspace) -> None:
    with studio.fork() as shop:
        before = shop.snapshot()
        assert (True, 497) == (shop.fail(4).refunded, shop.credits)

        shop.restore(before)
        assert ("queued", 496) == (shop.jobs[-1].state, shop.credits)
