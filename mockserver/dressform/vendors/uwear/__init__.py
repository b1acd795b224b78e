"""Uwear: garments on models, edits, upscales and videos; a FastAPI backend.

Sources: uwear.md, and vendor-notes.md, uwear.
"""

import base64

from dressform.engine.clock import HOUR, MINUTE, SECOND
from dressform.engine.jobs import State
from dressform.engine.shelves import Listing
from dressform.engine.webhooks import standard_webhooks
from dressform.engine.workspace import Rules, Workspace
from dressform.frameworks import fastapi
from dressform.frameworks.bearer import bearer
from dressform.vendor import Call, Manners, Vendor
from dressform.vendors.uwear import casting, generations, lists, results, wardrobe, wire

CAMERAS = (
    "photo",
    "auto",
    "full_body_front",
    "full_body_back",
    "full_body_side",
    "upper_body_front",
    "upper_body_back",
    "upper_body_side",
)


def list_cameras(call: Call) -> list[str]:
    """GET /cameras"""
    return list(CAMERAS)


def _new_job_id(workspace: Workspace) -> int:
    return workspace.counters.next("generation")


def _new_webhook_secret(workspace: Workspace) -> str:
    return f"whsec_{base64.b64encode(workspace.random.randbytes(24)).decode()}"


UWEAR = Vendor(
    slug="uwear",
    title="Uwear",
    default_key="uwear-dressform",
    key_prefix="uwear-",
    credential=bearer,
    handlers={
        handler.__name__: handler
        for handler in (
            list_cameras,
            wardrobe.list_clothing_items,
            wardrobe.create_clothing_item,
            wardrobe.get_clothing_item,
            wardrobe.update_clothing_item,
            wardrobe.delete_clothing_item,
            lists.list_generations,
            generations.create_generation,
            generations.get_generation,
            lists.list_generation_results,
            lists.get_generation_result,
            casting.list_avatars,
            casting.get_avatar,
            casting.create_avatar,
            casting.update_avatar,
            casting.delete_avatar,
        )
    },
    refusals=fastapi.REFUSALS,
    rules=Rules(
        new_job_id=_new_job_id,
        settled=results.settled,
        refunded=frozenset({State.FAILED, State.CANCELED, State.EXPIRED}),
        backoff=(5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR),
        sign=standard_webhooks,
        listing=Listing(wire.STATUS, by_change=True),
    ),
    media=wire.MEDIA,
    label=results.label,
    expired=results.expired,
    error=fastapi.detail,
    new_webhook_secret=_new_webhook_secret,
    redirects_slashes=True,
    manners=Manners(
        backoff=True,
        stop_when_ended=True,
        signs=True,
        sources={
            "polled_without_backoff": "uwear.md, Generate a Whole Collection, 5 (documented)",
            "polled_after_end": "uwear.md, Generate a Whole Collection, 5 (documented)",
            "downloaded_after_expiry": "uwear.md, Core Rules: 4 hours (documented)",
            "webhook_not_verifiable": "uwear.md, Create Generation, webhook_secret (documented)",
        },
    ),
)
