"""How to deal with neofashion. Sources: neofashion.txt, Authentication, Response Shape and Rate Limits
& Plans; prices.yaml beside this file.
"""

from pathlib import Path
from typing import Any

import yaml

from dressform.checks import Made, Terms

Json = dict[str, Any]

_PRICES: dict[str, int] = yaml.safe_load(Path(__file__).with_name("prices.yaml").read_bytes())
_MADE = Made("generation", "/data/id", "id")


def price(operation: str, body: Json) -> int:
    """What the operation costs; a bulk costs so much for each item that it may have."""
    each, items = _PRICES.get(operation, 0), body.get("items")
    bulk = operation == "generate_bulk" and isinstance(items, list)
    return each * len(items) if bulk and items else each


TERMS = Terms(
    slug="neofashion",
    probe="get_credit_balance",
    price=price,
    makes=dict.fromkeys(_PRICES, _MADE),
    charged="/meta/credits_used",
    cheapest=min(_PRICES.values()),
    per_minute=300,
)
