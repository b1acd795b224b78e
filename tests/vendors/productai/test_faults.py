"""Faults that a test plans, or writes into its prompt, strike ProductAI too."""

import pytest

from dressform.vendors.productai.refusals import error
from tests.support.productai import CHEAP, generate, job, refusal
from tests.support.serving import Shop


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((400, "INVALID_REQUEST"), (401, "INVALID_API_KEY"), (402, "OUT_OF_TOKENS")),
        *((429, "RATE_LIMIT_EXCEEDED"), (500, "INTERNAL_SERVER_ERROR")),
        *((503, "SERVICE_UNAVAILABLE"), (418, "I'M_A_TEAPOT")),
    ],
)
def test_a_fault_answers_any_status_in_the_vendors_shape(
    productai: Shop, status: int, code: str
) -> None:
    productai.control("POST", "faults", json={"kind": "status", "status": status})
    assert refusal(productai.call("GET", "/api/job/1"), status)[0] == code
    assert error(status, "X").status == status


def test_a_fault_takes_the_tokens_away(productai: Shop) -> None:
    productai.control("POST", "faults", json={"kind": "insufficient_credits", "times": 1})
    answer = productai.call("POST", "/api/generate", json=CHEAP)
    assert refusal(answer, 402) == ("OUT_OF_TOKENS", "Not enough credits")
    assert generate(productai) == 22292


def test_a_fault_limits_the_rate(productai: Shop) -> None:
    body = CHEAP | {"prompt": "[[fault:rate_limit retry_after=7.5]]"}
    answer = productai.call("POST", "/api/generate", json=body)
    assert refusal(answer, 429)[0] == "RATE_LIMIT_EXCEEDED"
    assert answer.headers["Retry-After"] == "8"


@pytest.mark.parametrize("fault", ["provider_error", "fail_at fraction=0.5"])
def test_a_fault_in_the_prompt_makes_the_job_fail(productai: Shop, fault: str) -> None:
    made = generate(productai, prompt=f"a bag [[fault:{fault}]]")
    assert job(productai, made)["status"] == "RUNNING"
    productai.advance(seconds=70)
    assert job(productai, made) == {"id": made, "status": "ERROR"}
    assert productai.credits == 998


def test_a_stuck_job_runs_for_ever(productai: Shop) -> None:
    made = generate(productai, prompt="[[fault:stuck]]")
    productai.advance(seconds=7 * 24 * 3600)
    assert job(productai, made)["status"] == "RUNNING"
