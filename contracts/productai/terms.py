"""How to deal with ProductAI. Source: productai.md, Authentication, Rate Limits; prices.yaml beside
this file.
"""

from pathlib import Path
from typing import Any

import yaml

from dressform.checks import Made, Terms

Json = dict[str, Any]

_PRICES = yaml.safe_load(Path(__file__).with_name("prices.yaml").read_bytes())
_TOKENS: dict[str, int] = {model: row["tokens"] for model, row in _PRICES["generate"].items()}


def price(operation: str, body: Json) -> int:
    """The tokens of the model, or of an upscale; a model that nobody knows is taken for the dearest
    there is.
    """
    if operation == "upscale":
        return int(_PRICES["upscale"])
    if operation != "generate":
        return 0
    model = body.get("model")
    known = _TOKENS.get(model) if isinstance(model, str) else None
    return known or max(_TOKENS.values())


def credential(key: str) -> dict[str, str]:
    """The header of an API key."""
    return {"x-api-key": key}


_JOB = Made("job", "/data/id", "job_id")

TERMS = Terms(
    slug="productai",
    probe="get_job",
    probe_with={"path": {"job_id": 2147483647}},
    credential=credential,
    price=price,
    makes={"generate": _JOB, "upscale": _JOB},
    cheapest=min(_TOKENS.values()),
    per_minute=15,
)
