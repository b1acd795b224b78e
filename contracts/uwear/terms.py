"""How to deal with Uwear. Source: uwear.md, Core Rules; prices.yaml beside this file."""

from pathlib import Path
from typing import Any

import yaml

from dressform.checks import Made, Terms

Json = dict[str, Any]

_PRICES = yaml.safe_load(Path(__file__).with_name("prices.yaml").read_bytes())
_HIGHEST: dict[str, int] = {
    model: ends[1]
    for kind in ("image", "upscale", "video")
    for model, ends in _PRICES[kind].items()
}
_DEFAULT = "nano-banana-2"
_TEXTS = {"false", "0", "no", "off"}


def price(operation: str, body: Json) -> int:
    """The high end of the model's range for each output; a model that nobody knows is taken for the
    dearest there is.
    """
    if operation == "create_clothing_item":
        enhanced = body.get("use_image_enhancement", True)
        return 0 if str(enhanced).lower() in _TEXTS else int(_PRICES["enhancement"])
    if operation != "create_generation":
        return 0
    model = body.get("model_slug", _DEFAULT)
    highest = _HIGHEST.get(model) if isinstance(model, str) else None
    return (highest or max(_HIGHEST.values())) * _outputs(body.get("num_images"))


def _outputs(asked: Any) -> int:
    """How many a server may take that for: 4.0 is an integer in JSON, and "4" may be read as one."""
    try:
        return max(1, int(float(asked)))
    except (TypeError, ValueError, OverflowError):
        return 1


TERMS = Terms(
    slug="uwear",
    probe="list_cameras",
    price=price,
    makes={
        "create_clothing_item": Made(
            "clothing item", "/clothing_item_id", "clothing_item_id", "delete_clothing_item"
        ),
        "create_generation": Made("generation", "/generation_id", "generation_id"),
        "create_avatar": Made("avatar", "/avatar_id", "avatar_id", "delete_avatar"),
    },
    cheapest=1,
)
