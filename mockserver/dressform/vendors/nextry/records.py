"""What a Nextry account holds besides its jobs."""

from zlib import crc32

from msgspec import Struct

from dressform.engine.errors import NotFound
from dressform.engine.jobs import Job
from dressform.engine.workspace import Workspace
from dressform.vendor import Upload
from dressform.vendors.nextry.catalogue import TYPES_BY_ID, Type

_ITEMS = "history_items"


class Item(Struct, gc=False):
    """What the history knows of a job. Tokens lead to the two files of the outcome and to the
    uploads; width and height of the large file are in pixels; `garment` and `person` are seeds.
    """

    type_id: str
    preview: str
    stock: str
    uploads: tuple[str, ...]
    width: int
    height: int
    garment: int
    person: int
    like: bool | None = None

    @property
    def type(self) -> Type:
        """Its type of generation."""
        return TYPES_BY_ID[self.type_id]


def items(workspace: Workspace) -> dict[int | str, Item]:
    """The history by the ids of its jobs."""
    return workspace.resources.setdefault(_ITEMS, {})


def find(workspace: Workspace, item_id: str) -> tuple[Job, Item]:
    """That job and what the history knows of it, or `NotFound`."""
    job = workspace.jobs.get(item_id)
    if job is None:
        raise NotFound("History item", item_id)
    return job, items(workspace)[item_id]


def look(upload: Upload | None, workspace: Workspace) -> int:
    """A seed that is the same for the same picture; a new one where there is none."""
    return crc32(upload.data) if upload else workspace.random.getrandbits(32)
