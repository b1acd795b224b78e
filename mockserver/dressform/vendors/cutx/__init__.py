"""CutX: ad copy, ad images and avatar videos for a shop's products; Astro on Workers, Zod.

Sources: cutx.txt, and vendor-notes.md, cutx.
"""

from dressform.engine.assets import Asset
from dressform.engine.errors import Forbidden
from dressform.engine.ids import uuid4
from dressform.engine.jobs import State
from dressform.engine.workspace import Rules, Workspace
from dressform.frameworks import zod
from dressform.frameworks.bearer import bearer
from dressform.vendor import Answer, Plan, Vendor, Via
from dressform.vendors.cutx import account, generations, records, results, wire

SUSPENDED = "suspended"
"""The plan of an account that may do nothing (vendor-notes.md, cutx, "credential")."""


def _new_job_id(workspace: Workspace) -> str:
    return uuid4(workspace.random)


def _admit(workspace: Workspace, operation: str, via: Via) -> None:
    if workspace.plan == SUSPENDED:
        raise Forbidden("Account suspended")


def _expired(asset: Asset) -> Answer:
    """No file of CutX's expires; this is what one that is gone would get."""
    return zod.error(404, "File not found")


CUTX = Vendor(
    slug="cutx",
    title="CutX",
    default_key="cutx-dressform",
    key_prefix="cutx-",
    credential=bearer,
    handlers={
        handler.__name__: handler
        for handler in (
            generations.generate_copy,
            generations.generate_static_ad,
            generations.generate_video,
            generations.get_generation_status,
            account.list_products,
            account.create_product,
            account.get_credit_balance,
        )
    },
    refusals=zod.REFUSALS,
    rules=Rules(
        new_job_id=_new_job_id,
        settled=results.settled,
        refunded=frozenset({State.FAILED, State.CANCELED, State.EXPIRED}),
        retried=frozenset({State.FAILED, State.EXPIRED}),  # vendor-notes.md, cutx, "job states"
    ),
    media=wire.MEDIA,
    label=results.label,
    expired=_expired,
    error=zod.error,
    plans={"active": Plan(), SUSPENDED: Plan()},
    plan="active",
    admit=_admit,
    sessions=True,
    sources=generations.pictures,
    furnished={"PROJECT_ID": records.PROJECT_ID, "PRODUCT_ID": records.PRODUCT_ID},
)
