"""What is promised about session tokens and suspended accounts. Sources: cutx.txt, every request;
vendor-notes.md, cutx, "credential".
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, check, equal

Json = dict[str, Any]

SOURCE = "vendor-notes.md, cutx, credential"
NOBODYS = "00000000-0000-4000-8000-000000000000"
COPY = {"platform": "meta", "format": "short", "tone": "bold"}
CALLS: dict[str, Json] = {
    "generate_copy": {"body": COPY},
    "generate_static_ad": {"body": {}},
    "generate_video": {"body": {"script": "Look at this shirt."}},
    "get_generation_status": {"query": {"jobId": NOBODYS}},
    "list_products": {},
    "create_product": {"body": {"name": "Cup"}},
    "get_credit_balance": {},
}


def _with(account: Account, token: str) -> Answer:
    return account.call("get_credit_balance", headers={"Authorization": f"Bearer {token}"})


@check(SOURCE, "observed", wait=60, lean=False)
def a_session_ends(open_account: Callable[..., Account]) -> None:
    """A session token opens the account of its user until it expires, and not an instant longer."""
    account = open_account(credits=7)
    token = account.token(expires_in=60)
    equal("the balance", 7, _with(account, token).must_be(200).at("/balance"))
    account.wait(59 - account.now() % 1)
    _with(account, token).must_be(200)
    account.wait(1)
    _with(account, token).must_be(401)


@check(SOURCE, "observed", lean=False)
def a_forged_session_is_refused(open_account: Callable[..., Account]) -> None:
    """A token that was signed by somebody else, or not at all, or changed since, opens nothing."""
    import jwt

    account = open_account()
    token = account.token(expires_in=600)
    claims = jwt.decode(token, options={"verify_signature": False})
    head, body, signature = token.split(".")
    other = jwt.encode(claims | {"role": "admin"}, "x" * 32, algorithm="HS256")
    for forged in (
        other,
        jwt.encode(claims, "", algorithm="none"),
        f"{head}.{other.split('.')[1]}.{signature}",
        f"{head}.{body}.",
        f"{head}.{body}",
    ):
        _with(account, forged).must_be(401)


@check(SOURCE, "observed", cost=44, lean=False, shows=[(operation, 403) for operation in CALLS])
def a_suspended_account_is_shut(open_account: Callable[..., Account], a_product: Json) -> None:
    """A suspended account is answered 403, whatever it asks for, and opens again with its plan."""
    account = open_account(plan="suspended", credits=100)
    for operation, sent in CALLS.items():
        body = a_product | sent["body"] if operation in {*list(CALLS)[:3]} else sent.get("body")
        account.call(operation, query=sent.get("query"), body=body).must_be(403)
    account.change(plan="active")
    equal("the balance", 100, account.call("get_credit_balance").must_be(200).at("/balance"))
