"""Nextry: garments on people, furniture, fabrics; a FastAPI backend on a deployment of one's own.

Sources: nextry.txt, and vendor-notes.md, nextry.
"""

from dressform.engine.ids import object_id
from dressform.engine.jobs import State
from dressform.engine.shelves import Listing
from dressform.engine.workspace import Rules, Workspace
from dressform.frameworks import fastapi
from dressform.frameworks.bearer import bearer
from dressform.vendor import Manners, Vendor
from dressform.vendors.nextry import generations, history, refusals, results, wire


def _new_job_id(workspace: Workspace) -> str:
    return object_id(workspace.random, workspace.now)


NEXTRY = Vendor(
    slug="nextry",
    title="Nextry",
    default_key="nextry-dressform",
    key_prefix="nextry-",
    credential=bearer,
    handlers={
        handler.__name__: handler
        for handler in (
            generations.list_tools,
            generations.list_generation_types,
            generations.generate_image,
            history.list_history,
            history.get_history_item,
            history.send_feedback,
            history.delete_history_item,
        )
    },
    refusals=refusals.REFUSALS,
    rules=Rules(
        new_job_id=_new_job_id,
        settled=results.settled,
        refunded=frozenset({State.FAILED, State.CANCELED, State.EXPIRED}),
        listing=Listing(wire.STATUS),
    ),
    media=wire.MEDIA,
    label=results.label,
    expired=results.expired,
    error=fastapi.detail,
    redirects_slashes=True,
    credits=None,
    manners=Manners(
        stop_when_ended=True,
        sources={"polled_after_end": "doc.nextry.app, Intro: poll until terminal (observed)"},
    ),
)
