"""Time, files and accounts of vendors that are wrong on purpose."""

from contextlib import ExitStack
from io import BytesIO

import pytest
import requests
from PIL import Image

from dressform.vendors import VENDORS
from tests.deviations.deviant import deviant
from tests.deviations.trial import Json, made_of, trial, two_of
from tests.support.productai import CHEAP as PICTURE
from tests.support.serving import Shop, open_shop, serving
from tests.support.studio import CHEAP, fetch, result_urls
from tests.vendors.cutx.orders import STATIC_AD, STATUS, VIDEO, make
from tests.vendors.neofashion.answers import SHOT
from tests.vendors.nextry.client import HISTORY, finished, generate


def statuses(shop: Shop, number: int, path: str = "/api/job/1") -> list[int]:
    return [shop.call("GET", path).status_code for _ in range(number)]


@pytest.mark.parametrize(
    ("wrong", "seconds", "expected"),
    [
        ({"plus": -1}, 0, [404] * 2 + [429]),
        ({"plus": 1}, 0, [404] * 4 + [429]),
        ({"enforced": False}, 0, [404] * 6),
        ({"seconds": 50}, 51, [404] * 3 + [429]),
        ({"seconds": 70}, 61, [429]),
        ({"plus": 0, "shared": True}, 61, [404] * 3 + [429]),
    ],
)
def test_the_window_is_another_one(wrong: Json, seconds: int, expected: list[int]) -> None:
    with trial("productai", {"kind": "window"} | wrong, rate_limit=3) as shop:
        if seconds:
            assert [404] * 3 == statuses(shop, 3)
            shop.advance(seconds=seconds)
        assert expected == statuses(shop, len(expected))


def test_a_window_can_be_aligned_to_the_clock() -> None:
    clock = {"mode": "manual", "now": "2026-01-01T00:00:50Z"}
    wrong = {"kind": "window", "aligned": True}
    with trial("neofashion", wrong, rate_limit=2, clock=clock) as shop:
        assert [200, 200, 429] == statuses(shop, 3, "/personas")
        assert "10" == shop.call("GET", "/personas").headers["Retry-After"]
        shop.advance(seconds=10)
        assert [200, 200, 429] == statuses(shop, 3, "/personas")


def test_one_operation_can_be_free_of_the_limit() -> None:
    wrong = {"kind": "window", "operation": "list_models", "enforced": False}
    with trial("neofashion", wrong, rate_limit=1) as shop:
        paths = ("/personas", "/models", "/personas")
        assert [200, 200, 429] == [shop.call("GET", path).status_code for path in paths]


def test_refused_requests_can_count_and_tenants_share_a_window() -> None:
    wrong = {"kind": "window", "counts_refused": True}
    with trial("productai", wrong, rate_limit=1) as shop:
        assert [404, 429] == statuses(shop, 2)
        shop.advance(seconds=30)
        assert [429] == statuses(shop, 1)
        shop.advance(seconds=31)
        assert [429] == statuses(shop, 1)
    with two_of("productai", {"kind": "window", "shared": True}, rate_limit=1) as (first, second):
        assert [404, 429] == [*statuses(first, 1), *statuses(second, 1)]


@pytest.mark.parametrize(
    ("wrong", "alive"),
    [
        ({"plus": -1}, [True, False, False, False]),
        ({"plus": 1}, [True, True, True, False]),
        ({"never": True}, [True] * 4),
        ({"seconds": 0}, [False] * 4),
    ],
)
def test_a_url_lives_as_long_as_the_deviation_says(wrong: Json, alive: list[bool]) -> None:
    changed = {"kind": "expired", "status": 410, "text": "gone"}
    with trial("uwear", {"kind": "lifetime"} | wrong, changed) as shop:
        made = shop.json("POST", "/generation", json=CHEAP)["generation_id"]
        shop.control("POST", f"jobs/{made}/finish")
        url = shop.json("GET", f"/generation/{made}")["generation_results"][0]["url"]
        found = []
        for seconds in (4 * 3600 - 2, 1, 1, 1):
            shop.advance(seconds=seconds)
            found.append(requests.get(url, timeout=20))
    assert [200 if live else 410 for live in alive] == [answer.status_code for answer in found]
    assert {"gone"} >= {answer.text for answer in found if answer.status_code == 410}


@pytest.mark.parametrize(
    ("wrong", "size", "format", "content_type"),
    [
        ({"width": 300, "height": 200}, (300, 200), "JPEG", "image/jpeg"),
        ({"format": "png"}, (1024, 1024), "PNG", "image/png"),
        ({"disguised": "png"}, (1024, 1024), "PNG", "image/jpeg"),
        ({"disguised": "plain", "scale": 0.5}, (512, 512), "JPEG", "image/jpeg"),
    ],
)
def test_a_file_is_another_one(
    wrong: Json, size: tuple[int, int], format: str, content_type: str
) -> None:
    with trial("productai", {"kind": "media"} | wrong) as shop:
        job_id = shop.json("POST", "/api/generate", json=PICTURE)["data"]["id"]
        shop.control("POST", f"jobs/{job_id}/finish")
        answer = fetch(shop.json("GET", f"/api/job/{job_id}")["data"]["image_url"])
    image = Image.open(BytesIO(answer.content))
    assert (size, format) == (image.size, image.format)
    assert content_type == answer.headers["Content-Type"]


@pytest.mark.parametrize(
    ("operation", "size"), [("generate_image", (512, 512)), ("generate_video", (1024, 1024))]
)
def test_only_the_files_of_the_calls_that_are_meant_are_others(
    operation: str, size: tuple[int, int]
) -> None:
    """At once and not in two steps: neofashion's pictures are made while the call is handled."""
    wrong = {"kind": "media", "operation": operation, "scale": 0.5}
    with trial("neofashion", wrong) as shop:
        made = shop.json("POST", "/generate/image", json=SHOT | {"aspect_ratio": "1:1"})["data"]
        answer = fetch(made["output_url"])
    assert size == Image.open(BytesIO(answer.content)).size


def test_only_a_file_of_a_job_of_the_operation_is_another_one() -> None:
    with trial(
        "uwear", {"kind": "media", "operation": "create_avatar", "disguised": "text"}
    ) as shop:
        (url,) = result_urls(shop, 1)
        assert b"this is no picture" != fetch(url).content


@pytest.mark.parametrize(("what", "expected"), [("nothing", b""), ("text", b"this is no picture")])
def test_a_file_can_be_no_picture(what: str, expected: bytes) -> None:
    with trial("uwear", {"kind": "media", "disguised": what}) as shop:
        (url,) = result_urls(shop, 1)
        assert expected == fetch(url).content


def test_a_job_lives_as_the_deviation_says() -> None:
    slow = {"kind": "job", "run_factor": 3, "wait_seconds": 100}
    failed = {"kind": "job", "operation": "generate_static_ad", "ends": {"completed": "failed"}}
    with trial("cutx", slow, failed) as shop:
        job_id = make(shop, STATIC_AD)["jobId"]
        shop.advance(seconds=99)
        assert "queued" == shop.json("GET", STATUS, params={"jobId": job_id})["status"]
        shop.advance(seconds=1 + 3 * 21 - 1)
        assert "processing" == shop.json("GET", STATUS, params={"jobId": job_id})["status"]
        shop.advance(to="idle")
        ended = shop.json("GET", STATUS, params={"jobId": job_id})
        assert ("failed", []) == (ended["status"], ended["assets"])
        other = make(shop, VIDEO)["jobId"]
        shop.advance(to="idle")
        assert "completed" == shop.json("GET", STATUS, params={"jobId": other})["status"]


def test_a_job_can_be_stuck_or_show_its_results_early() -> None:
    stuck, early = {"kind": "job", "stuck": True}, {"kind": "job", "early_results": True}
    with trial("productai", stuck, early) as shop:
        job_id = shop.json("POST", "/api/generate", json=PICTURE)["data"]["id"]
        shop.advance(seconds=3600)
        data = shop.json("GET", f"/api/job/{job_id}")["data"]
        assert "RUNNING" == data["status"]
        assert 200 == fetch(data["image_url"]).status_code


def test_what_was_deleted_is_still_there() -> None:
    wrong = {"kind": "rollback", "operation": "delete_history_item"}
    with trial("nextry", wrong) as shop:
        item = finished(shop)
        assert 204 == shop.call("DELETE", f"{HISTORY}/{item['id']}").status_code
        assert item == shop.json("GET", f"{HISTORY}/{item['id']}")


def test_a_cascade_forgets_what_the_deviation_says() -> None:
    wrong = {"kind": "rollback", "operation": "delete_history_item", "parts": ["assets", "uploads"]}
    with trial("nextry", wrong) as shop:
        item = finished(shop)
        shop.call("DELETE", f"{HISTORY}/{item['id']}")
        assert 404 == shop.call("GET", f"{HISTORY}/{item['id']}").status_code
        assert 200 == shop.call("GET", item["stock_url"]).status_code


def test_one_tenant_sees_what_is_anothers() -> None:
    found = {"kind": "tenants", "operation": "get_history_item"}
    listed = {"kind": "tenants", "operation": "list_history", "list": "/items"}
    with two_of("nextry", found, listed) as (first, second):
        item_id = generate(first)["history_item_id"]
        assert item_id == second.json("GET", f"{HISTORY}/{item_id}")["id"]
        assert [item_id] == [row["id"] for row in second.json("GET", HISTORY)["items"]]
        assert 404 == second.call("GET", f"{HISTORY}/{item_id[:-1]}_").status_code


def test_an_idempotency_key_holds_across_tenants_or_not_at_all() -> None:
    shared = {"kind": "tenants", "shared": True}
    with two_of("cutx", shared) as (first, second):
        made = make(first, STATIC_AD, idempotencyKey="k")
        reused = make(second, STATIC_AD, idempotencyKey="k")
        assert (made["jobId"], "reused") == (reused["jobId"], reused["status"])
    forgotten = {"kind": "request", "drop": ["idempotencyKey"]}
    with trial("cutx", forgotten) as shop:
        assert 2 == len({make(shop, STATIC_AD, idempotencyKey="k")["jobId"] for _ in "12"})


def test_an_id_is_given_twice() -> None:
    wrong = {"kind": "counter", "operation": "generate", "name": "other", "plus": 5}
    with trial("productai", wrong, wrong | {"name": "job", "plus": 1}) as shop:
        ids = [shop.json("POST", "/api/generate", json=PICTURE)["data"]["id"] for _ in "12"]
    assert 2 == ids[1] - ids[0]


@pytest.mark.parametrize(
    ("wrong", "header", "value", "expected"),
    [
        ({"accept": ["missing"]}, "X-Other", "", 200),
        ({"accept": ["scheme"]}, "Authorization", "Basic a", 200),
        ({"accept": ["misshapen"]}, "Authorization", "Bearer x", 200),
        ({"ignore_case": True}, "Authorization", "Bearer UWEAR-DRESSFORM", 200),
        ({"header": "X-Key"}, "X-Key", "uwear-dressform", 200),
        ({"prefix": 12}, "Authorization", "Bearer uwear-dressfools", 200),
        ({"prefix": 15}, "Authorization", "Bearer uwear-dressfools", 401),
    ],
)
def test_somebody_is_let_in(wrong: Json, header: str, value: str, expected: int) -> None:
    with trial("uwear", {"kind": "credential"} | wrong) as shop:
        url = f"{shop.base_url}/cameras"
        known = {"Authorization": "Bearer uwear-dressform"}
        assert 200 == requests.get(url, headers=known, timeout=10).status_code
        assert expected == requests.get(url, headers={header: value}, timeout=10).status_code


def test_who_is_known_is_not_taken_for_somebody_else() -> None:
    wrong = {"kind": "credential", "accept": ["misshapen"], "prefix": 12, "ignore_case": True}
    with trial("productai", wrong) as shop:
        shop.json("POST", "/api/generate", json=PICTURE)
        assert 998 == shop.credits


@pytest.mark.parametrize(
    ("wrong", "headers"),
    [
        ({"accept": ["missing"]}, {}),
        ({"accept": ["misshapen"]}, {"Authorization": "Bearer x"}),
        ({"header": "X-Key"}, {"X-Key": "cutx-dressform"}),
        ({"ignore_case": True}, {"Authorization": "Bearer CUTX-dressform"}),
    ],
)
def test_one_operation_lets_somebody_in(wrong: Json, headers: dict[str, str]) -> None:
    with trial("cutx", {"kind": "credential", "operation": "list_products"} | wrong) as shop:
        paths = ("/api/products", "/api/credits/balance")
        answers = [requests.get(shop.base_url + p, headers=headers, timeout=10) for p in paths]
    assert [200, 401] == [answer.status_code for answer in answers]


def test_a_plan_opens_and_closes_what_it_should_not() -> None:
    opened = {"kind": "admission", "open": True}
    closed = {"kind": "admission", "open": False, "operation": "list_personas", "plan": "starter"}
    with trial("neofashion", opened, closed, plan="starter") as shop:
        assert 200 == shop.call("GET", "/models").status_code
        assert 403 == shop.call("GET", "/personas").status_code


def test_a_fault_stands_from_the_first_request_on() -> None:
    with trial("productai", {"kind": "fault", "fault": "stuck", "skip": 1}) as shop:
        ids = [shop.json("POST", "/api/generate", json=PICTURE)["data"]["id"] for _ in "12"]
        shop.advance(to="idle")
        rows = [shop.json("GET", f"/api/job/{each}")["data"]["status"] for each in ids]
        assert 1 == len(shop.control("GET", "faults")["items"])
    assert ["COMPLETED", "RUNNING"] == rows


def test_deviants_leave_the_vendor_and_each_other_alone() -> None:
    """Three of a vendor are served in one process, and each is wrong in its own way."""
    vendor = VENDORS["productai"]
    double = made_of("productai", {"kind": "charge", "times": 2})
    shared = made_of("productai", {"kind": "window", "shared": True})
    vendors = [vendor, deviant(vendor, double), deviant(vendor, shared), deviant(vendor, shared)]
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(vendors=(v,), strict=False)) for v in vendors]
        shops = [open_shop(each, "productai", rate_limit=1) for each in servers]
        for shop in shops:
            stack.enter_context(shop.http)
            shop.json("POST", "/api/generate", json=PICTURE)
        assert [998, 996, 998, 998] == [shop.credits for shop in shops]
    assert vendor is VENDORS["productai"]
