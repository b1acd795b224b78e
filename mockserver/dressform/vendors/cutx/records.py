"""What a CutX account holds besides its jobs, and how it is looked up."""

from zlib import crc32

from msgspec import Struct

from dressform.engine.errors import NotFound
from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace

PROJECT_ID = "00000000-0000-4000-8000-000000000001"
"""The one project of every account: no known call makes another."""

PRODUCT_ID = "00000000-0000-4000-8000-000000000002"
"""A product that every account has from its start."""

_PRODUCTS = "products"
_KEYS = "idempotency_keys"
_AVATARS = "avatars"


class Product(Struct, kw_only=True):
    """What is advertised; instants in microseconds."""

    id: str
    name: str
    description: str | None
    image_url: str | None
    created_at: int

    @property
    def look(self) -> int:
        """The seed of what it looks like in every picture."""
        return crc32(self.id.encode())


def products(workspace: Workspace) -> dict[int | str, Product]:
    """The products by id, oldest first."""
    return workspace.resources.setdefault(_PRODUCTS, {PRODUCT_ID: _first(workspace)})


def product(workspace: Workspace, project_id: str, product_id: str) -> Product:
    """That product of that project, or `NotFound`. A UUID has no case."""
    check_project(project_id)
    found = products(workspace).get(product_id.lower())
    if found is None:
        raise NotFound("Product", product_id)
    return found


def check_project(project_id: str) -> None:
    """Refuse with `NotFound` what is not the account's project."""
    if project_id != PROJECT_ID:
        raise NotFound("Project", project_id)


def job(workspace: Workspace, job_id: str) -> Job:
    """That job, or `NotFound`."""
    found = workspace.jobs.get(job_id.lower())
    if found is None:
        raise NotFound("Job", job_id)
    return found


def keys(workspace: Workspace) -> dict[int | str, str]:
    """The ids of the latest jobs by idempotency key, those that have ended included."""
    return workspace.resources.setdefault(_KEYS, {})


def avatars(workspace: Workspace) -> dict[int | str, str]:
    """The tokens of the pictures of avatars that were sent or looked at, by job."""
    return workspace.resources.setdefault(_AVATARS, {})


def _first(workspace: Workspace) -> Product:
    """The product that is there when the account is: since its first grant of credits."""
    return Product(
        id=PRODUCT_ID,
        name="Linen Summer Shirt",
        description="A breathable shirt of washed European linen, cut loose for hot days",
        image_url=None,
        created_at=workspace.ledger.entries[0].at,
    )
