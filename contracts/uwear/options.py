"""What each use case and model can be asked for, and what not. Sources: uwear.md, "Create Generation" and
its model catalogues. That more is refused with 422 is inferred: vendor-notes.md, uwear, capability limits.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from dressform.checks import Account, Api, check, equal, promised

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Any]

_USES = {"image": ("generate", "edit"), "upscale": ("upscale",), "video": ("video",)}
_PLENTY = 10_000
"""Credits for every request of a check, all of them accepted."""


@check("uwear.md, Create Generation, resolution", cost=516, lean=False)
def a_model_takes_its_resolutions(open_account: Open, data: Data) -> None:
    """An image model takes the resolutions of its row, and no others."""
    account = open_account(credits=_PLENTY)
    for row, body in _models(data, "image"):
        for resolution in data("models")["resolutions"]:
            allowed = resolution in row.get("resolutions", [])
            _asks(account, body | {"resolution": resolution}, allowed=allowed)


@check("uwear.md, Create Video Generation, resolution", cost=370, lean=False)
def a_video_is_made_at_720p(open_account: Open, data: Data) -> None:
    """A video may be asked for at 720p, and at nothing else."""
    account = open_account(credits=_PLENTY)
    for _, body in _models(data, "video"):
        _asks(account, body | {"resolution": "720p"}, allowed=True)
    for resolution in ("1K", "4K"):
        body = data("requests")["video"] | {"resolution": resolution}
        _asks(account, body, allowed=False)


@check("uwear.md, Create Generation, aspect_ratio", cost=4576, lean=False)
def a_model_takes_its_ratios(open_account: Open, data: Data) -> None:
    """A model takes the aspect ratios of its row, and no others."""
    account = open_account(credits=_PLENTY)
    for category in ("image", "video"):
        for row, body in _models(data, category):
            for ratio in data("models")["ratios"]:
                allowed = ratio in row.get("ratios", [])
                _asks(account, body | {"aspect_ratio": ratio}, allowed=allowed)


@check("uwear.md, Create Generation, img_ref_urls", cost=832, lean=False)
def a_model_takes_its_references(open_account: Open, data: Data) -> None:
    """A model takes as many reference images as its row says, and not one more."""
    account = open_account(credits=_PLENTY)
    for category in ("image", "video"):
        for row, body in _models(data, category):
            most = row.get("references", 0)
            urls = [data("requests")["garment"]["clothing_item_url"]] * (most + 1)
            _asks(account, body | {"img_ref_urls": urls[:most]}, allowed=True)
            _asks(account, body | {"img_ref_urls": urls}, allowed=False)


@check("uwear.md, Create Video Generation, duration", cost=2310, lean=False)
def a_video_model_takes_its_seconds(open_account: Open, data: Data) -> None:
    """A video model takes whole seconds from the first to the last of its row, and none beyond."""
    account = open_account(credits=_PLENTY)
    for row, body in _models(data, "video"):
        shortest, longest = row["seconds"]
        for seconds in (shortest, (shortest + longest) // 2, longest):
            _asks(account, body | {"duration": seconds}, allowed=True)
        for outside in (shortest - 1, longest + 1, 0, shortest + 0.5):
            _asks(account, body | {"duration": outside}, allowed=False)


@check("uwear.md, Create Video Generation, Video models", cost=990, lean=False)
def only_its_models_add_sound_or_a_last_frame(open_account: Open, data: Data) -> None:
    """A video model adds sound, or ends on a given frame, if its row says so."""
    account = open_account(credits=_PLENTY)
    picture = data("requests")["video"]["image_url"]
    for row, body in _models(data, "video"):
        _asks(account, body | {"generate_audio": True}, allowed=row.get("audio", False))
        _asks(account, body | {"last_frame_url": picture}, allowed=row.get("last_frame", False))
        _asks(account, body | {"generate_audio": False}, allowed=True)


@check("uwear.md, Create Upscale Generation, upscale_factor", cost=20, lean=False)
def an_upscale_model_takes_its_factors(open_account: Open, data: Data) -> None:
    """An upscale model takes the factors of its row and the four targets, and no others."""
    account = open_account(credits=_PLENTY)
    for row, body in _models(data, "upscale"):
        for factor in (1, 2, 3, 4, 8):
            _asks(account, body | {"upscale_factor": factor}, allowed=factor in row["factors"])
        for target in (*data("models")["targets"], "480p"):
            allowed = target in data("models")["targets"]
            _asks(account, body | {"target_resolution": target}, allowed=allowed)


@check("uwear.md, Create Generation, model_slug", cost=1500, lean=False)
def a_model_serves_its_own_use_cases(open_account: Open, data: Data) -> None:
    """A model is refused to a use case that is not its own."""
    account = open_account(credits=_PLENTY)
    for category, uses in _USES.items():
        for use_case in ("generate", "edit", "upscale", "video"):
            for model, row in data("models")[category].items():
                body = data("requests")[use_case] | {"model_slug": model}
                if category == use_case == "video":
                    body["duration"] = row["seconds"][0]
                _asks(account, body, allowed=use_case in uses)


@check("uwear.md, Create Generation, num_images", cost=354, lean=False)
def one_to_five_outputs_are_made(open_account: Open, data: Data) -> None:
    """One to five outputs may be asked for, and so many are made; not none and not six."""
    account = open_account(credits=_PLENTY)
    for use_case in ("generate", "edit", "upscale", "video"):
        body = data("requests")[use_case]
        counts = (1, 2, 3, 4, 5) if use_case == "generate" else (1, 5)
        for count in counts:
            made = account.call("create_generation", body=body | {"num_images": count})
            made.must_be(200, evidence="documented" if use_case == "generate" else "inferred")
            _made(account, made.at("/generation_id"), count)
        for outside in (0, 6, -1, 1.5):
            _asks(account, body | {"num_images": outside}, allowed=False)


@check("uwear.md, Create Upscale, Video and Edit Generation", cost=111, lean=False)
def one_source_is_needed(open_account: Open, data: Data) -> None:
    """An edit, an upscale and a video start from a result or from a URL: not from none, not from both."""
    account = open_account(credits=_PLENTY)
    source = account.call("create_generation", body=data("requests")["generate"]).must_be(200)
    parent = _made(account, source.at("/generation_id"), 1)
    for use_case in ("edit", "upscale", "video"):
        by_url = data("requests")[use_case]
        nothing = {name: value for name, value in by_url.items() if name != "image_url"}
        by_result = nothing | {"generation_result_parent_id": parent}
        _asks(account, by_url | {"generation_result_parent_id": None}, allowed=True)
        _asks(account, by_result, allowed=True)
        for body in (nothing, by_url | by_result, nothing | {"generation_result_parent_id": None}):
            answer = account.call("create_generation", body=body)
            promised(
                400 <= answer.status < 500,
                f"{answer.what} to an {use_case} from {_sources(body)} source",
            )
            answer.must_be(422, evidence="inferred")


@check("uwear.md, Create Generation", cost=1, lean=False)
def further_settings_are_taken(open_account: Open, data: Data, rng: Random) -> None:
    """The settings that no model's row speaks of are taken, too."""
    body = data("requests")["generate"] | {
        "avatar_id": None,
        "clothing_item_id": None,
        "clothing_item_ids": [],
        "feature_setting": {"color_hex": f"#{rng.randrange(1 << 24):06x}"},
        "enhance_user_prompt": False,
        "webhook_events": ["generation.completed", "generation.failed"],
    }
    _asks(open_account(), body, allowed=True)


def _models(data: Data, category: str) -> Iterator[tuple[Json, Json]]:
    """The row of each model, and the smallest sound request for it in each use case."""
    for model, row in data("models")[category].items():
        for use_case in _USES[category]:
            body = data("requests")[use_case] | {"model_slug": model}
            if category == "video":
                body["duration"] = row["seconds"][0]
            yield row, body


def _asks(account: Api, body: Json, *, allowed: bool) -> None:
    """It is accepted; or, and that is inferred, refused with 422."""
    answer = account.call("create_generation", body=body)
    settings = {name: value for name, value in body.items() if name not in {"prompt", "image_url"}}
    if allowed:
        promised(answer.status == 200, f"{answer.what} to {settings}: {answer.excerpt}")
    else:
        promised(
            answer.status == 422,
            f"{answer.what}, not 422, to {settings}: {answer.excerpt}",
            evidence="inferred",
            source="vendor-notes.md, uwear, capability limits",
        )


def _made(account: Account, number: int, count: int) -> Any:
    """Finish it; the id of its first result, of so many."""
    account.end(number, "finish")
    polled = account.call("get_generation", path={"generation_id": number}).must_be(200)
    equal("num_images", count, polled.at("/num_images"))
    equal("how many results there are", count, len(polled.at("/generation_results")))
    return polled.at("/generation_results/0/generation_result_id")


def _sources(body: Json) -> str:
    found = [n for n in ("image_url", "generation_result_parent_id") if body.get(n) is not None]
    return " and ".join(found) or "no"
