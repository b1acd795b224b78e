"""Who may come in: keys, sessions and plans. Sources: neofashion.txt, Authentication ("two authentication
strategies on every endpoint"), Rate Limits & Plans, Error Codes, FORBIDDEN, and Get started ("API
access is available on Pro and Enterprise plans"); vendor-notes.md, neofashion, Starter plan and JWT.
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, Contract, bearer, check, equal, promised

Json = dict[str, Any]
Opener = Callable[..., Account]

_AUTHENTICATION = "neofashion.txt, Authentication"
_JWT = "vendor-notes.md, neofashion, JWT"
_PLANS = "neofashion.txt, Get started"
_BODIES: dict[str, Json] = {
    "generate_image": {"prompt": "A hat"},
    "sketch_to_photo": {"prompt": "A hat", "sketch_url": "https://example.com/hat.png"},
    "generate_video": {"prompt": "A walk"},
    "generate_bulk": {"items": [{"prompt": "A hat"}]},
}
_ALL = 50 + 75 + 250 + 50
_READS = (
    "list_generations",
    "get_credit_balance",
    "list_personas",
    "list_models",
    "get_generation",
)


def _everywhere(api: Api, generation: str = "gen_0") -> list[Answer]:
    """The answers of all nine endpoints; the generation that is read is the first one made."""
    answers = [api.call(name, body=body) for name, body in _BODIES.items()]
    made = answers[0].get("/data/id") or generation
    for name in _READS:
        path = {"id": made} if name == "get_generation" else None
        answers.append(api.call(name, path=path))
    return answers


@check(_AUTHENTICATION, cost=_ALL, lean=False)
def a_session_opens_every_endpoint(open_account: Opener, contract: Contract) -> None:
    """A session token is accepted on every endpoint, and generations made with one have the source ui."""
    account = open_account(credits=_ALL)
    account.headers = bearer(account.token())
    answers = [answer.must_be(200) for answer in _everywhere(account)]
    equal("how many endpoints were asked", len(contract.operations), len(answers))
    detail = answers[-1]
    equal("the source of what a session made", "ui", detail.at("/data/source"), evidence="inferred")
    found = detail.at("/data/api_key_id")
    equal("the api_key_id of what a session made", None, found, evidence="inferred")


@check(_AUTHENTICATION, cost=50, lean=False)
def key_and_session_are_one_workspace(open_account: Opener) -> None:
    """What is made with the key is there for a session of the workspace, and so is what it cost."""
    account = open_account(credits=80)
    made = account.call("generate_image", body={"prompt": "A hat"}).must_be(200)
    account.headers = bearer(account.token())
    account.call("get_generation", path={"id": made.at("/data/id")}).must_be(200)
    left = account.call("get_credit_balance").must_be(200).at("/data/balance")
    equal("the balance, by the session", 30, left)


@check(_PLANS, cost=_ALL, lean=False, shows=[(name, 403) for name in (*_BODIES, *_READS)])
def a_starter_key_opens_nothing(open_account: Opener) -> None:
    """The key of a Starter workspace is 403 FORBIDDEN on every endpoint: API access begins with Pro."""
    account = open_account(plan="starter", credits=1000)
    for answer in _everywhere(account):
        code = answer.must_be(403).at("/error/code")
        equal(f"{answer.what}; error.code", "FORBIDDEN", code)
    account.change(plan="pro")
    left = account.call("get_credit_balance").must_be(200).at("/data/balance")
    equal("the balance after nothing but 403", 1000, left)


@check(_PLANS, cost=3 * _ALL, lean=False)
def every_other_way_in_is_open(open_account: Opener) -> None:
    """A session of a Starter workspace, and the keys of a Pro and an Enterprise one, open every endpoint."""
    for plan in ("starter", "pro", "enterprise"):
        account = open_account(plan=plan, credits=_ALL)
        if plan == "starter":
            account.headers = bearer(account.token())
        for answer in _everywhere(account):
            promised(answer.status == 200, f"{answer.what} in the plan {plan}: {answer.excerpt}")


@check(_AUTHENTICATION, lean=False)
def keys_begin_with_ne(open_account: Opener) -> None:
    """API keys are prefixed ne_."""
    for plan in ("starter", "pro", "enterprise"):
        key = open_account(plan=plan).key
        promised(key.startswith("ne_"), f"a key of the plan {plan} begins with {key[:4]}")


@check(_JWT, "inferred", wait=99, lean=False)
def a_session_ends_in_time(open_account: Opener) -> None:
    """A session token of 100 seconds is good after 99, and 401 UNAUTHORIZED after 101."""
    account = open_account()
    account.headers = bearer(account.token(expires_in=100))
    for seconds, status in ((0, 200), (99, 200), (2, 401), (3600, 401)):
        account.wait(seconds)
        answer = account.call("get_credit_balance")
        promised(
            answer.status == status, f"a session of 100 s, {seconds} s further on: {answer.what}"
        )


@check(_JWT, "inferred", lean=False)
def a_forged_session_is_refused(open_account: Opener) -> None:
    """A session token that is signed with another secret, with none, or altered is 401 UNAUTHORIZED."""
    import jwt

    account, other = open_account(), open_account()
    genuine = account.token()
    claims = jwt.decode(genuine, options={"verify_signature": False})
    head, body, signature = genuine.split(".")
    foreign = other.token().split(".")
    other_secret = "another-secret-of-at-least-32-bytes"  # noqa: S105 - it must not work
    forged = {
        "signed with another secret": jwt.encode(claims, other_secret, "HS256"),
        "not signed": jwt.encode(claims, None, "none"),
        "without its signature": f"{head}.{body}.",
        "with another signature": f"{head}.{body}.{foreign[2]}",
        "with other claims": f"{head}.{foreign[1]}.{signature}",
        "a part of it": f"{head}.{body}",
    }
    account.call("get_credit_balance", headers=bearer(genuine)).must_be(200)
    for what, token in forged.items():
        answer = account.call("get_credit_balance", headers=bearer(token))
        promised(answer.status == 401, f"a session token {what}: {answer.what}")
        equal("the code", "UNAUTHORIZED", answer.at("/error/code"))


@check("neofashion.txt, Response Shape: Every endpoint returns the same envelope", "inferred")
def unknown_endpoints_have_the_envelope(api: Api) -> None:
    """What is no endpoint is answered 404 NOT_FOUND in the same envelope."""
    for path in ("/nowhere", "/credits", "/generate"):
        answer = api.at("GET", path).must_be(404)
        equal(f"{answer.what}; data", None, answer.at("/data"))
        equal(f"{answer.what}; error.code", "NOT_FOUND", answer.at("/error/code"))
        number = answer.at("/meta/request_id")
        promised(str(number).startswith("req_"), f"{answer.what}; request_id is {number}")
