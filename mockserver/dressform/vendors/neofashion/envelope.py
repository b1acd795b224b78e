"""The envelope that every answer is in, its number, and the limits that it tells.

Sources: neofashion.txt, "Response Shape" and "Rate Limits & Plans"; what the headers count from
vendor-notes.md, neofashion.
"""

from hashlib import blake2b
from typing import Any

from dressform.engine.clock import SECOND
from dressform.engine.ids import ulid_of
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Call, Finishing

Json = dict[str, Any]

_MEMBERS = {"data", "meta", "error"}


def success(call: Call, data: Any, *, used: int = 0, **meta: Any) -> Json:
    """The envelope of an answer. `used` are the credits that this very request took."""
    remaining = call.workspace.ledger.balance
    counted = {"credits_used": used, "credits_remaining": remaining}
    return {"data": data, "meta": counted | meta, "error": None}


def finish(answer: Answer, finishing: Finishing) -> Answer:
    """Number the answer, and tell a known workspace what its window still holds."""
    body, workspace = answer.body, finishing.workspace
    if isinstance(body, dict) and body.keys() == _MEMBERS and isinstance(body["meta"], dict):
        body = {**body, "meta": {**body["meta"], "request_id": _request_id(finishing)}}
    limits = {} if workspace is None else _limits(answer, workspace, finishing.now)
    return Answer(answer.status, body, {**limits, **answer.headers})


def _request_id(finishing: Finishing) -> str:
    workspace = finishing.workspace
    whose = f"{workspace.seed} {workspace.id}" if workspace is not None else "nobody"
    digest = blake2b(f"{whose} {finishing.number}".encode(), digest_size=10).digest()
    return f"req_{ulid_of(int.from_bytes(digest), finishing.now).lower()}"


def _limits(answer: Answer, workspace: Workspace, now: int) -> dict[str, str]:
    """Requests left in the window, and the unix second at which its oldest has left it."""
    window = workspace.window
    if window is None:
        return {}
    left, reset = window.remaining(now), window.resets_at(now)
    if answer.status == 429 and left:  # not the window refused, but a fault
        wait = answer.headers.get("Retry-After", "")
        if wait.isdecimal():
            left, reset = 0, now + int(wait) * SECOND
    return {"X-RateLimit-Remaining": str(left), "X-RateLimit-Reset": str(-(-reset // SECOND))}
