"""ProductAI: product pictures from a model of your choice, and upscales; a Node backend.

Sources: productai.md, and vendor-notes.md, productai.
"""

from collections.abc import Mapping

from dressform.engine.clock import HOUR, MINUTE, SECOND
from dressform.engine.errors import Unauthenticated
from dressform.engine.workspace import Rules, Workspace
from dressform.vendor import Manners, Plan, Vendor
from dressform.vendors.productai import generations, pictures, refusals, results, wire

FIRST_JOB = 22292
"""The id of a workspace's first job: the one that the document's examples ask for."""


def _credential(headers: Mapping[str, str]) -> str:
    """The key in `x-api-key`: productai.md, "Authentication"."""
    key = headers.get("x-api-key")
    if not key:
        raise Unauthenticated("missing")
    return key


def _new_job_id(workspace: Workspace) -> int:
    return workspace.counters.next("job") + FIRST_JOB - 1


def _acknowledges(status: int) -> bool:
    """HTTP 200 and nothing else: productai.md, "Webhooks", requirements."""
    return status == 200


PRODUCTAI = Vendor(
    slug="productai",
    title="ProductAI",
    default_key="productai-dressform",
    key_prefix="productai-",
    credential=_credential,
    handlers={
        handler.__name__: handler
        for handler in (generations.generate, generations.upscale, generations.get_job)
    },
    refusals=refusals.REFUSALS,
    rules=Rules(
        new_job_id=_new_job_id,
        settled=results.settled,
        refunded=frozenset(),  # what failed keeps its tokens: vendor-notes.md, productai
        backoff=(
            *(10 * SECOND, 1 * MINUTE, 5 * MINUTE, 30 * MINUTE),
            *(2 * HOUR, 6 * HOUR, 12 * HOUR),
        ),
        acknowledges=_acknowledges,
    ),
    media=wire.MEDIA,
    label=results.label,
    expired=results.expired,
    error=refusals.error,
    # A Pro plan can have a higher limit on request; which one is the workspace's `rate_limit`.
    plans={"standard": Plan(per_minute=15), "pro": Plan(per_minute=15)},
    plan="standard",
    sources=pictures.to_look_at,
    manners=Manners(
        poll_interval=3,
        stop_when_ended=True,
        acknowledged_by=frozenset({200}),
        sources={
            "polled_too_fast": "productai.md, Best Practices, 1: 3-5 seconds between two checks (documented)",
            "polled_after_end": "productai.md, Poll Job Status Until Complete: stops at COMPLETED or ERROR (documented)",
            "ignored_retry_after": "productai.md, Best Practices, 2: back off after a 429 (documented)",
            "webhook_not_acknowledged": "productai.md, Webhooks: only HTTP 200 acknowledges (documented)",
        },
    ),
)
