"""Prices and limits are the document's; what stands in the catalogue and in the contract agree."""

from typing import Any

import pytest

from dressform.contract import load
from dressform.vendors.uwear.catalogue import MODELS, Model

# uwear.md, "Image and edit models", "Upscale models", "Video models": the printed ends.
PRINTED = {
    "nano-banana-2": (3, 7),
    "nano-banana-pro": (5, 10),
    "gpt-image-2-high": (12, 12),
    "gpt-image-2-medium": (6, 6),
    "gpt-image-2-low": (2, 2),
    "seedream-v4-5": (2, 2),
    "qwen-rapid-aio-v23": (2, 3),
    "gemini-flash": (1, 1),
    "seedvr2": (1, 1),
    "aura-sr": (1, 1),
    "seedance-2": (49, 183),
    "kling-3-pro": (14, 101),
    "kling-2-5-turbo-pro": (14, 26),
    "seedance-1-5-pro": (6, 20),
}
RESOLUTIONS = ["720p", "1K", "768X1024", "1024X1280", "2K", "4K"]
RATIOS = ["auto", "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16"]
SOURCE = "https://example.com/source.png"

CREATE = load("uwear").operations["create_generation"].bodies["application/json"]


def settings_of(model: Model) -> list[dict[str, Any]]:
    """Every combination of what the price may depend on."""
    if model.seconds is None:
        return [{"resolution": r} for r in model.resolutions] or [{}]
    seconds = range(model.seconds[0], model.seconds[1] + 1)
    sounds = [False] + [True] * (model.sounding is not None)
    return [{"duration": s, "generate_audio": a} for s in seconds for a in sounds]


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.slug)
def test_the_cheapest_and_the_dearest_setting_cost_the_printed_ends(model: Model) -> None:
    prices = [model.price({"num_images": 1, **settings}) for settings in settings_of(model)]
    assert (min(prices), max(prices)) == PRINTED[model.slug]
    assert model.price({"num_images": 5, **settings_of(model)[0]}) == 5 * prices[0]


def test_prices_between_the_ends_are_the_decided_ones() -> None:
    nano, seedance = MODELS["nano-banana-2"], MODELS["seedance-2"]
    assert [nano.price({"num_images": 1, "resolution": r}) for r in ("1K", "2K", "4K")] == [3, 5, 7]
    assert [seedance.price({"num_images": 1, "duration": s}) for s in (4, 5, 15)] == [49, 61, 183]
    assert nano.price({"num_images": 1}) == 5


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.slug)
def test_the_contract_takes_exactly_what_the_catalogue_says_a_model_can_do(model: Model) -> None:
    use_case = {"image": "edit"}.get(model.category, model.category)
    body: dict[str, Any] = {
        "use_case": use_case,
        "model_slug": model.slug,
        "prompt": "p",
        "num_images": 1,
        "image_url": SOURCE,
    }
    if model.seconds is not None:
        body["duration"] = model.seconds[0]

    def takes(**members: Any) -> bool:
        return CREATE.accepts(body | members)

    assert takes()
    if model.category == "image":
        assert [r for r in RESOLUTIONS if takes(resolution=r)] == list(model.resolutions)
    if model.category != "upscale":
        assert [r for r in RATIOS if takes(aspect_ratio=r)] == list(model.ratios)
        most = model.references
        assert [takes(img_ref_urls=[SOURCE] * n) for n in (0, most, most + 1)] == [
            True,
            True,
            False,
        ]
    else:
        assert [f for f in (1, 2, 3, 4) if takes(upscale_factor=f)] == list(model.factors)
    if model.seconds is not None:
        first, last = model.seconds
        assert [s for s in range(1, 20) if takes(duration=s)] == list(range(first, last + 1))
        assert takes(generate_audio=True) is (model.sounding is not None)
        assert takes(last_frame_url=SOURCE) is model.last_frame


def test_a_model_of_another_category_is_refused_by_name() -> None:
    body = {"use_case": "video", "model_slug": "seedvr2", "num_images": 1, "duration": 5}
    (issue,) = CREATE.issues(body, ("body",))
    assert (issue.where, issue.keyword) == (("body", "model_slug"), "enum")
    assert issue.limit == ["seedance-2", "kling-3-pro", "kling-2-5-turbo-pro", "seedance-1-5-pro"]
