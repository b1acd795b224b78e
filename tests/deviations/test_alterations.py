"""What is answered, asked and charged by vendors that are wrong on purpose."""

from typing import Any

import pytest

from tests.deviations.trial import Json, made_of, trial
from tests.support.faults import movements
from tests.support.productai import CHEAP as PICTURE
from tests.support.serving import Shop, open_shop, serving
from tests.support.studio import CHEAP
from tests.vendors.neofashion.answers import SHOT

CREATE = "create_generation"
READ = "get_generation"


def made(shop: Shop, **members: Any) -> Json:
    answer: Json = shop.json("POST", "/generation", json=CHEAP | members)
    return answer


def polled(shop: Shop, job_id: int) -> Json:
    answer: Json = shop.json("GET", f"/generation/{job_id}")
    return answer


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"set": {"/a/x": 2}}, {"a": {"x": 2}, "l": [{"n": 1}, {"n": 2}]}),
        ({"remove": ["/a", "/l/0"]}, {"l": [{"n": 2}]}),
        ({"remove": ["/l/*"]}, {"a": {"x": 1}, "l": []}),
        ({"rename": {"/l/*/n": "m"}}, {"a": {"x": 1}, "l": [{"m": 1}, {"m": 2}]}),
        ({"text": ["/a/x"]}, {"a": {"x": "1"}, "l": [{"n": 1}, {"n": 2}]}),
        ({"add": {"/l/*/n": 5}}, {"a": {"x": 1}, "l": [{"n": 6}, {"n": 7}]}),
        ({"copy": {"/a/y": "/l/1/n"}}, {"a": {"x": 1, "y": 2}, "l": [{"n": 1}, {"n": 2}]}),
        ({"sub": {"/a/x": ["1", "one"]}}, {"a": {"x": "one"}, "l": [{"n": 1}, {"n": 2}]}),
        ({"items": {"/l": {"reverse": True}}}, {"a": {"x": 1}, "l": [{"n": 2}, {"n": 1}]}),
        ({"items": {"/l": {"slice": [1, None]}}}, {"a": {"x": 1}, "l": [{"n": 2}]}),
        ({"items": {"/l": {"without": {"/n": 2}}}}, {"a": {"x": 1}, "l": [{"n": 1}]}),
        ({"items": {"/l": {"repeat": 0}}}, {"a": {"x": 1}, "l": [{"n": 1}, {"n": 2}, {"n": 1}]}),
        ({"set": {"": []}}, []),
    ],
)
def test_an_edit_changes_what_its_pointers_lead_to(edit: Json, expected: Any) -> None:
    (alteration,) = made_of("uwear", {"kind": "answer"} | edit).alter
    document = {"a": {"x": 1}, "l": [{"n": 1}, {"n": 2}]}
    assert expected == alteration.edit(document)  # type: ignore[attr-defined]


def test_texts_numbers_and_instants_are_edited_as_what_they_are() -> None:
    edit = {
        "number": ["/price"],
        "add": {"/at": 60, "/id": 1, "/gone": 1},
        "upper": ["/word"],
    }
    (alteration,) = made_of("uwear", {"kind": "answer"} | edit).alter
    document = {"price": "2.5", "at": "2026-01-01T00:00:00Z", "id": "job_41", "word": "done"}
    expected = {"price": 2.5, "at": "2026-01-01T00:01:00Z", "id": "job_42", "word": "DONE"}
    assert expected == alteration.edit(document)  # type: ignore[attr-defined]


def test_only_the_answers_that_are_meant_are_edited() -> None:
    wrong = {"kind": "answer", "operation": READ, "when": {"/status": "Done"}, "after": 1}
    with trial("uwear", wrong | {"set": {"/status": "Ongoing"}}) as shop:
        first, second = made(shop)["generation_id"], made(shop)["generation_id"]
        assert "Created" == polled(shop, first)["status"]
        shop.advance(to="idle")
        assert ["Done", "Ongoing", "Ongoing"] == [polled(shop, first)["status"] for _ in "123"]
        assert "Done" == polled(shop, second)["status"]
        assert ["Done", "Done"] == [r["status"] for r in shop.json("GET", "/generations")["data"]]


def test_the_nth_answer_to_a_question_is_edited() -> None:
    wrong = {"kind": "answer", "operation": READ, "nth": 2, "set": {"/status": "Error"}}
    with trial("uwear", wrong) as shop:
        job_id = made(shop)["generation_id"]
        told = [polled(shop, job_id)["status"] for _ in "123"]
    assert ["Created", "Error", "Created"] == told


def test_an_answer_is_edited_by_what_was_asked_and_unless_it_says_so() -> None:
    wrong = {"kind": "answer", "operation": CREATE, "set": {"/payload": ""}}
    chosen = wrong | {"asked": {"/prompt": "q"}, "unless": {"/num_images": 2}}
    with trial("uwear", chosen) as shop:
        assert "" == made(shop, prompt="q")["payload"]
        assert "" != made(shop)["payload"]
        assert "" != made(shop, prompt="q", num_images=2)["payload"]


def test_a_refusal_is_answered_otherwise() -> None:
    body = {"kind": "answer", "refusal": "OutOfCredits", "set": {"/detail": "no"}}
    status = {"kind": "status", "refusal": "NotFound", "to": 410}
    with trial("uwear", body, status, credits=0) as shop:
        poor = shop.call("POST", "/generation", json=CHEAP)
        assert (402, "no") == (poor.status_code, poor.json()["detail"])
        gone = shop.call("GET", "/generation/9")
        assert (410, "Generation not found") == (gone.status_code, gone.json()["detail"])
        assert 404 == shop.call("GET", "/nowhere").status_code


def test_what_a_connection_asked_before_does_not_matter() -> None:
    """Several requests on one connection: what is altered for one operation is not for the next."""
    wrong = {"kind": "status", "operation": "list_cameras", "status": "any", "to": 299}
    with trial("uwear", wrong) as shop:
        asked = [("/cameras", {}), ("/nowhere", {}), ("/cameras", {})]
        asked.append(("/avatars", {"Authorization": "Bearer nobody"}))
        found = [shop.call("GET", path, headers=headers).status_code for path, headers in asked]
    assert [299, 404, 299, 401] == found


def test_a_refusal_is_chosen_by_its_facts() -> None:
    wrong = {"refusal": "Unauthenticated", "because": {"reason": "missing"}, "to": 403}
    with trial("productai", {"kind": "status"} | wrong) as shop:
        assert 401 == shop.call("GET", "/api/job/1", headers={"x-api-key": "k"}).status_code
        assert 403 == shop.call("GET", "/api/job/1", headers={"x-api-key": ""}).status_code


def test_headers_and_the_kind_of_body_are_altered() -> None:
    headers = {
        "kind": "headers",
        "remove": ["x-ratelimit-reset"],
        "add": {"X-RateLimit-Remaining": 1},
        "set": {"Content-Type": "text/json"},
    }
    body = {"kind": "body", "refusal": "NotFound", "text": "<p>", "content_type": "text/html"}
    with trial("neofashion", headers, body) as shop:
        plain = shop.call("GET", "/personas")
        left = int(shop.call("GET", "/personas").headers["X-RateLimit-Remaining"])
        assert int(plain.headers["X-RateLimit-Remaining"]) == left + 1
        assert "X-RateLimit-Reset" not in plain.headers
        assert "text/json" == plain.headers["Content-Type"]
        lost = shop.call("GET", "/generations/gen_0")
        found = (lost.status_code, lost.text, lost.headers["Content-Type"])
        assert (404, "<p>", "text/html") == found
        assert "X-RateLimit-Reset" in lost.headers


def test_an_empty_body_is_empty() -> None:
    wrong = {"kind": "body", "operation": "list_cameras", "text": None}
    with trial("uwear", wrong) as shop:
        assert (200, b"") == (
            (answer := shop.call("GET", "/cameras")).status_code,
            answer.content,
        )


def test_the_server_forgets_what_its_document_forgets() -> None:
    wrong = {"kind": "contract", "remove": ["/components/schemas/OneSource/required"]}
    given = {"kind": "request", "operation": "generate", "default": {"prompt": "anything"}}
    with trial("productai", wrong, given) as shop, serving() as sound:
        without = {name: value for name, value in PICTURE.items() if name != "prompt"}
        data = shop.json("POST", "/api/generate", json=without)["data"]
        assert "anything" == data["prompt"]
        assert (
            PICTURE["prompt"] == shop.json("POST", "/api/generate", json=PICTURE)["data"]["prompt"]
        )
        honest = open_shop(sound, "productai")
        with honest.http:
            assert 400 == honest.call("POST", "/api/generate", json=without).status_code
    assert made_of("productai", wrong), "the document is as it was"


def test_the_handler_is_given_another_call() -> None:
    ignored = {"kind": "request", "operation": "list_generations", "place": "query"}
    clamped = {"kind": "request", "operation": CREATE, "most": {"num_images": 1}}
    with trial("uwear", ignored | {"drop": ["status"]}, clamped) as shop:
        assert 1 == made(shop, num_images=3)["num_images"]
        assert 1 == shop.json("GET", "/generations", params={"status": "Done"})["total_count"]


def test_a_refusal_of_the_handlers_can_be_forgotten() -> None:
    wrong = {"kind": "request", "operation": CREATE, "upon": "NotFound", "drop": ["avatar_id"]}
    with trial("uwear", wrong) as shop:
        assert made(shop, avatar_id=77)["avatar_id"] is None


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"factor": 2}, [-100]),
        ({"plus": -1}, [-49]),
        ({"times": 2}, [-50, -50]),
        ({"times": 0}, [0]),
        ({"factor": 2, "asked": {"/prompt": "another"}}, [-50]),
        ({"factor": 2, "operation": "generate_video"}, [-50]),
    ],
)
def test_a_call_costs_what_the_deviation_says(wrong: Json, expected: list[int]) -> None:
    with trial("neofashion", {"kind": "charge"} | wrong, credits=200) as shop:
        meta = shop.json("POST", "/generate/image", json=SHOT)["meta"]
        assert expected == [amount for _, amount in movements(shop)]
        assert 200 + sum(expected) == meta["credits_remaining"]


def test_only_the_calls_that_are_meant_cost_otherwise() -> None:
    wrong = {"kind": "charge", "operation": "generate_image", "factor": 2}
    with trial("neofashion", wrong) as shop:
        shop.json("POST", "/generate/image", json=SHOT)
        shop.json("POST", "/generate/video", json=SHOT)
        assert [-100, -250] == [amount for _, amount in movements(shop)]


def test_credits_can_be_overdrawn() -> None:
    with trial("productai", {"kind": "charge", "overdraft": True}, credits=1) as shop:
        shop.json("POST", "/api/generate", json=PICTURE)
        assert -1 == shop.credits


def test_a_refusal_can_cost_something() -> None:
    wrong = {"kind": "fee", "status": 404, "operation": "get_job", "credits": 3}
    with trial("productai", wrong, credits=10) as shop:
        assert 404 == shop.call("GET", "/api/job/1").status_code
        assert 400 == shop.call("POST", "/api/generate", json={}).status_code
        assert [("charge", -3)] == movements(shop)


@pytest.mark.parametrize(
    ("wrong", "fails", "expected"),
    [
        ({"times": 0}, True, []),
        ({"times": 2}, True, [("refund", 1), ("refund", 1)]),
        ({"plus": 4}, True, [("refund", 5)]),
        ({"factor": 0}, True, [("refund", 0)]),
        ({"times": 2, "operation": "create_clothing_item"}, True, [("refund", 1)]),
        ({"times": 2}, False, []),
        ({"completed": True}, False, [("refund", 1)]),
    ],
)
def test_a_job_gives_back_what_the_deviation_says(
    wrong: Json, fails: bool, expected: list[tuple[str, int]]
) -> None:
    with trial("uwear", {"kind": "refund"} | wrong) as shop:
        job_id = made(shop)["generation_id"]
        charged = movements(shop)
        shop.control("POST", f"jobs/{job_id}/{'fail' if fails else 'finish'}", json={})
        assert expected == [
            (kind, amount if amount in (0, 5) else amount // -charged[0][1])
            for kind, amount in movements(shop)[1:]
        ]


def test_what_was_not_given_back_is_not_said_to_be() -> None:
    with trial("neofashion", {"kind": "refund", "times": 0}) as shop:
        job_id = shop.json("POST", "/generate/video", json=SHOT)["data"]["id"]
        shop.control("POST", f"jobs/{job_id}/fail", json={})
        assert 250 == shop.json("GET", f"/generations/{job_id}")["data"]["credits_used"]


def test_what_a_deletion_gives_back_is_altered_too() -> None:
    wrong = {"kind": "refund", "operation": "delete_clothing_item", "times": 2}
    with trial("uwear", wrong) as shop:
        item = {
            "clothing_item_name": "a",
            "clothing_item_url": "https://example.com/a.png",
            "use_image_enhancement": "false",
        }
        item_id = shop.json("POST", "/clothing-item", files={k: (None, v) for k, v in item.items()})
        item_id = item_id["clothing_item_id"]
        made(shop, clothing_item_ids=[item_id])
        shop.json("DELETE", f"/clothing-item/{item_id}")
        kinds = [kind for kind, _ in movements(shop)]
    assert ["charge", "refund", "refund"] == kinds
