"""neofashion: photos, videos and campaign imagery, in one envelope and by plan.

Sources: neofashion.txt, and vendor-notes.md, neofashion.
"""

from dressform.engine.ids import ulid
from dressform.engine.jobs import State
from dressform.engine.workspace import Rules, Workspace
from dressform.frameworks.bearer import bearer
from dressform.vendor import Vendor
from dressform.vendors.neofashion import account, envelope, generations, results, wire
from dressform.vendors.neofashion.catalogue import PLANS
from dressform.vendors.neofashion.refusals import REFUSALS, admit, error


def _new_job_id(workspace: Workspace) -> str:
    return f"gen_{ulid(workspace.random, workspace.now).lower()}"


NEOFASHION = Vendor(
    slug="neofashion",
    title="neofashion",
    default_key="ne_live_dressform",
    key_prefix="ne_live_",
    credential=bearer,
    handlers={
        handler.__name__: handler
        for handler in (
            generations.generate_image,
            generations.generate_video,
            generations.generate_bulk,
            generations.sketch_to_photo,
            generations.list_generations,
            generations.get_generation,
            account.get_credit_balance,
            account.list_personas,
            account.list_models,
        )
    },
    refusals=REFUSALS,
    rules=Rules(
        new_job_id=_new_job_id,
        settled=results.settled,
        refunded=frozenset({State.FAILED, State.CANCELED, State.EXPIRED}),
    ),
    media=wire.MEDIA,
    label=results.label,
    expired=results.expired,
    error=error,
    plans=PLANS,
    plan="pro",
    admit=admit,
    sessions=True,
    finish=envelope.finish,
)
