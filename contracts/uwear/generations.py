"""What is promised about generation requests. Sources: uwear.md, "Generation Requests"."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, Mismatch, check, equal, promised

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Any]


@check(
    "uwear.md, Create New Clothing Item",
    shows=[("create_clothing_item", 200)],
)
def a_garment_is_stored(api: Api, data: Data) -> Answer:
    """A garment without enhancement is stored for nothing and answered with its id."""
    body = data("requests")["garment"]
    answer = api.call("create_clothing_item", body=body).must_be(200)
    equal("clothing_item_name", body["clothing_item_name"], answer.at("/clothing_item_name"))
    return answer


@check(
    "uwear.md, Create Generation",
    cost=1,
    wait=30,
    shows=[("create_generation", 200), ("get_generation", 200)],
)
def a_generation_is_made(api: Api, data: Data) -> list[Answer]:
    """A generation request is accepted, and polling sees it through to Done."""
    return _made(api, data("requests")["edit"])


@check("uwear.md, Create Generation", cost=2, wait=30)
def a_garment_is_worn(
    api: Api, data: Data, rng: Random, a_garment_is_stored: Answer
) -> tuple[Json, list[Answer]]:
    """A generation of a garment is accepted, and polling sees it through to Done."""
    body = data("requests")["generate"] | {
        "clothing_item_id": a_garment_is_stored.at("/clothing_item_id"),
        "num_images": 2,
        "camera": rng.choice(["full_body_front", "photo"]),
        "aspect_ratio": rng.choice(["9:16", "3:4", "16:9"]),
        "prompt": f"a woman of {rng.randint(20, 60)} on a beach, “plein soleil”",
    }
    return body, _made(api, body)


@check("uwear.md, Create Generation, Example Response")
def a_new_generation_says_what_was_asked(a_garment_is_worn: tuple[Json, list[Answer]]) -> None:
    """The answer to a generate request repeats garment, count, model and settings; it is Created."""
    body, (made, *_) = a_garment_is_worn
    equal("clothing_item_ids", [body["clothing_item_id"]], made.at("/clothing_item_ids"))
    equal("num_images", body["num_images"], made.at("/num_images"))
    equal("feature_name", f"model:{body['model_slug']}", made.at("/feature_name"))
    equal("avatar_id", None, made.at("/avatar_id"))
    equal("status", "Created", made.at("/status"))
    names = ("prompt", "camera", "model_slug", "use_case", "aspect_ratio")
    _repeats(made, {name: body[name] for name in names})


@check("uwear.md, Get Generation Details")
def a_generation_says_what_was_asked(
    a_garment_is_worn: tuple[Json, list[Answer]], a_generation_is_made: list[Answer], data: Data
) -> None:
    """Whenever a generation is polled, it repeats garment, count, model and settings."""
    body, (made, *polled) = a_garment_is_worn
    for answer in polled:
        equal("generation_id", made.at("/generation_id"), answer.at("/generation_id"))
        equal("clothing_item_id", body["clothing_item_id"], answer.at("/clothing_item_id"))
        equal("num_images", body["num_images"], answer.at("/num_images"))
        equal("feature_name", f"model:{body['model_slug']}", answer.at("/feature_name"))
        equal("payload", made.at("/payload"), answer.at("/payload"))
    edit = data("requests")["edit"]
    for answer in a_generation_is_made[1:]:
        garment = answer.at("/clothing_item_id")
        equal(
            "the clothing_item_id of an edit of a foreign picture",
            None,
            garment,
            evidence="inferred",
        )
        equal("num_images", edit["num_images"], answer.at("/num_images"))
        equal("feature_name", f"model:{edit['model_slug']}", answer.at("/feature_name"))
        _repeats(answer, {n: edit[n] for n in ("image_url", "model_slug", "prompt", "use_case")})


@check("uwear.md, Get Generation Details")
def each_generation_has_an_id_of_its_own(
    a_generation_is_made: list[Answer],
    a_garment_is_worn: tuple[Json, list[Answer]],
    a_result_is_upscaled: list[Answer],
) -> None:
    """No two generations, and no two of their results, have one id."""
    ends = (a_generation_is_made[-1], a_garment_is_worn[1][-1], a_result_is_upscaled[-1])
    numbers = [str(answer.at("/generation_id")) for answer in ends]
    results = [str(r.get("generation_result_id")) for answer in ends for r in _results(answer)]
    for ids in (numbers, results):
        promised(len(set(ids)) == len(ids), f"some of the ids {ids} are the same")


@check("uwear.md, Create Video Generation, Example Response", cost=20, lean=False)
def a_new_video_says_what_was_asked(open_account: Open, data: Data) -> None:
    """The answer to a video request has the payload that the document prints."""
    body = data("requests")["video"] | {"prompt": "she turns round", "generate_audio": False}
    asked = body | {"generation_result_parent_id": None}
    made = open_account().call("create_generation", body=asked).must_be(200)
    names = ("image_url", "model_slug", "prompt", "duration", "use_case", "generate_audio")
    _repeats(made, {name: body[name] for name in names})


@check("uwear.md, Create Generation, use_case", cost=2, lean=False)
def generate_is_the_use_case_left_out(open_account: Open, data: Data) -> None:
    """Who leaves use_case out asks for a generate job."""
    account, body = open_account(), data("requests")["generate"]
    shorter = {name: value for name, value in body.items() if name != "use_case"}
    left_out, named = (
        account.call("create_generation", body=each).must_be(200) for each in (shorter, body)
    )
    members = [
        sorted(each.json) if isinstance(each.json, dict) else [] for each in (named, left_out)
    ]
    equal("the list of members of the answer", *members)
    equal("payload", _payload(named), _payload(left_out), evidence="inferred")


@check("uwear.md, Create Generation, model_slug", cost=14, lean=False)
def nano_banana_2_is_the_model_left_out(open_account: Open, data: Data) -> None:
    """Who names no model, for a new image or for an edit, gets nano-banana-2."""
    account = open_account()
    for use_case in ("generate", "edit"):
        body = {n: v for n, v in data("requests")[use_case].items() if n != "model_slug"}
        made = account.call("create_generation", body=body).must_be(200)
        polled = account.call(
            "get_generation", path={"generation_id": made.at("/generation_id")}
        ).must_be(200)
        equal(
            f"the feature_name of an {use_case}", "model:nano-banana-2", polled.at("/feature_name")
        )


@check("uwear.md, Create Generation, camera and resolution", cost=7, lean=False)
def photo_and_2k_are_left_out(open_account: Open, data: Data) -> None:
    """Who leaves camera and resolution out asks for a photo at 2K."""
    body = data("requests")["generate"] | {"model_slug": "nano-banana-2"}
    made = open_account().call("create_generation", body=body).must_be(200)
    payload = _payload(made)
    equal("camera in the payload", "photo", payload.get("camera"), evidence="inferred")
    equal("resolution in the payload", "2K", payload.get("resolution"), evidence="inferred")


@check("uwear.md, Create Generation, clothing_item_ids", cost=1, lean=False)
def several_garments_are_worn_together(open_account: Open, data: Data) -> None:
    """A generation of several garments is answered with all of them, in the order they were given."""
    account, garment = open_account(), data("requests")["garment"]
    ids = [
        account.call("create_clothing_item", body=garment).must_be(200).at("/clothing_item_id")
        for _ in range(3)
    ]
    body = data("requests")["generate"] | {"clothing_item_ids": ids[::-1]}
    made = account.call("create_generation", body=body).must_be(200)
    equal("clothing_item_ids", ids[::-1], made.at("/clothing_item_ids"))


@check(
    "uwear.md, Create Upscale Generation",
    cost=1,
    wait=30,
)
def a_result_is_upscaled(api: Api, data: Data, a_generation_is_made: list[Answer]) -> list[Answer]:
    """A result can be the source of an upscale, which names it in its payload."""
    parent = a_generation_is_made[-1].at("/generation_results/0/generation_result_id")
    body = data("requests")["upscale"] | {"generation_result_parent_id": parent}
    body = {name: value for name, value in body.items() if name != "image_url"}
    answers = _made(api, body)
    expected = {
        name: body[name] for name in ("generation_result_parent_id", "use_case", "model_slug")
    }
    _repeats(answers[-1], expected)
    return answers


@check("uwear.md, Generation Results")
def results_are_there_when_it_is_done(
    a_generation_is_made: list[Answer], a_garment_is_worn: tuple[Json, list[Answer]]
) -> None:
    """A generation shows as many results as were asked for when it is Done, and none before."""
    for answer in [*a_generation_is_made[1:], *a_garment_is_worn[1][1:]]:
        done = answer.at("/status") == "Done"
        expected = answer.at("/num_images") if done else 0
        found = len(_results(answer))
        promised(
            found == expected,
            f"{answer.what}, {answer.at('/status')}, with {found} results, not {expected}",
        )


@check("uwear.md, Get Generation Details, Example Response")
def results_belong_to_their_generation(a_garment_is_worn: tuple[Json, list[Answer]]) -> None:
    """Each result has an id and a URL of its own, and names the generation and the garment it is of."""
    body, answers = a_garment_is_worn
    results = _results(answers[-1])
    for result in results:
        equal("generation_id", answers[0].at("/generation_id"), result.get("generation_id"))
        equal("clothing_item_id", body["clothing_item_id"], result.get("clothing_item_id"))
        equal("kind", "Image", result.get("kind"))
        equal("origin", "api", result.get("origin"))
        promised(
            result.get("available") is True,
            f"a new result is {result.get('available')!r} available",
        )
    for name in ("generation_result_id", "url"):
        values = {str(result.get(name)) for result in results}
        promised(len(values) == len(results), f"{len(results)} results share a {name}: {values}")


@check(
    "uwear.md, Get Generation Result Details",
    shows=[("get_generation_result", 200)],
)
def a_result_can_be_asked_for(api: Api, a_garment_is_worn: tuple[Json, list[Answer]]) -> None:
    """A result asked for by its id is what its generation shows."""
    for result in _results(a_garment_is_worn[1][-1]):
        path = {"generation_result_id": result.get("generation_result_id")}
        answer = api.call("get_generation_result", path=path).must_be(200)
        equal(f"what {answer.exchange.path} answers", result, answer.json)


def _made(api: Api, body: Json) -> list[Answer]:
    """The answer to the request, and those of every poll until it is Done."""
    made = api.call("create_generation", body=body).must_be(200)
    polled = api.follow(
        "get_generation",
        {"generation_id": made.at("/generation_id")},
        done=lambda answer: answer.at("/status") in {"Done", "Error"},
    )
    equal("the last status", "Done", polled[-1].at("/status"))
    return [made, *polled]


def _results(answer: Answer) -> list[Json]:
    results = answer.get("/generation_results") or []
    return [result for result in results if isinstance(result, dict)]


def _payload(answer: Answer) -> Json:
    """The settings in `payload`, which is JSON inside a string."""
    text = answer.at("/payload")
    try:
        payload = json.loads(text)
    except (TypeError, ValueError):
        raise Mismatch(f"{answer.what}, and its payload is no JSON text: {text!r}") from None
    if not isinstance(payload, dict):
        raise Mismatch(f"{answer.what}, and its payload is no JSON object: {text!r}")
    return payload


def _repeats(answer: Answer, expected: Json) -> None:
    payload = _payload(answer)
    for name, value in expected.items():
        equal(f"{name} in the payload of {answer.what}", value, payload.get(name))
