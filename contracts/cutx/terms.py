"""How to deal with CutX. Source: cutx.txt; prices.yaml beside this file."""

from pathlib import Path
from typing import Any

import yaml

from dressform.checks import Made, Terms

Json = dict[str, Any]

_PRICES: dict[str, int] = yaml.safe_load(Path(__file__).with_name("prices.yaml").read_bytes())


def price(operation: str, body: Json) -> int:
    """What a generation costs, whatever is in its body; all else is free."""
    return _PRICES.get(operation, 0)


TERMS = Terms(
    slug="cutx",
    probe="get_credit_balance",
    price=price,
    makes={
        "create_product": Made("product", "/product/id", "product_id"),
        "generate_copy": Made("copy", "/jobId", "jobId"),
        "generate_static_ad": Made("static ad", "/jobId", "jobId"),
        "generate_video": Made("video", "/jobId", "jobId"),
    },
    charged="/creditsUsed",
    cheapest=_PRICES["generate_copy"],
)
