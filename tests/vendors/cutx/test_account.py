"""Products and projects: found, made, and there from the start, under ids that are printed."""

from typing import Any

import pytest

from dressform.http.console import banner
from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.cutx.orders import COPY, NOBODYS, PRODUCT, PRODUCTS, PROJECT, make, refused

Json = dict[str, Any]

MEMBERS = ["id", "project_id", "name", "description", "image_url", "created_at", "updated_at"]


def test_every_account_starts_with_one_product_in_one_project_of_fixed_ids(
    open_workspace: OpenWorkspace,
) -> None:
    clock = {"mode": "manual", "now": "2026-03-09T10:00:00Z"}
    for seed in (1, 2):
        shop = open_workspace("cutx", seed=seed, credits=0, clock=clock)
        shop.advance(seconds=60)
        (row,) = shop.json("GET", PRODUCTS)["products"]
        assert list(row) == MEMBERS
        assert (row["id"], row["project_id"]) == (PRODUCT, PROJECT)
        assert row["created_at"] == row["updated_at"] == "2026-03-09T10:00:00Z"


def test_the_fixed_ids_are_printed_when_the_server_starts(cutx: Shop) -> None:
    printed = banner(cutx.server)
    assert f"  export CUTX_PROJECT_ID={PROJECT}\n" in printed
    assert f"  export CUTX_PRODUCT_ID={PRODUCT}\n" in printed


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "Lamp"}, {"name": "Lamp", "description": None, "image_url": None}),
        (
            {
                "name": "Lamp",
                "description": "Lights up",
                "image_url": "https://example.com/lamp.png",
                "project_id": PROJECT,
            },
            {
                "name": "Lamp",
                "description": "Lights up",
                "image_url": "https://example.com/lamp.png",
            },
        ),
    ],
)
def test_a_product_that_was_made_is_found_and_can_be_advertised(
    cutx: Shop, body: Json, expected: Json
) -> None:
    response = cutx.call("POST", PRODUCTS, json=body)
    assert response.status_code == 201
    made = response.json()["product"]
    assert list(made) == MEMBERS
    assert made | expected == made
    assert cutx.json("GET", PRODUCTS)["products"][1:] == [made]
    answer = make(cutx, COPY, projectId=made["project_id"], productId=made["id"])
    assert answer["status"] == "completed"
    assert cutx.credits == 999


def test_a_product_of_a_project_that_is_not_there_is_refused(cutx: Shop) -> None:
    response = cutx.call("POST", PRODUCTS, json={"name": "Lamp", "project_id": NOBODYS})
    assert refused(response, 404) == "Project not found"
    assert len(cutx.json("GET", PRODUCTS)["products"]) == 1
