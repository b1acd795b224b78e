"""What a job leaves behind when it ends well: one picture, small and large.

Source: vendor-notes.md, nextry, observed on sibling pages.
"""

from msgspec.structs import replace

from dressform.engine.assets import Asset
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.frameworks import fastapi
from dressform.vendor import Answer, Label
from dressform.vendors.nextry import records, sizes
from dressform.vendors.nextry.records import Item


def settled(workspace: Workspace, job: Job) -> None:
    """Put the files where the answer to the request said they would lie."""
    if job.state is not State.COMPLETED:
        return
    item = records.items(workspace)[job.id]
    backdrop = workspace.random.getrandbits(32)
    stock = _asset(workspace, job, item, backdrop)
    preview = replace(
        stock,
        token=item.preview,
        format="webp",
        width=item.width // sizes.PREVIEW,
        height=item.height // sizes.PREVIEW,
    )
    for asset in (preview, stock):
        workspace.assets[asset.token] = asset
    job.results = (item.preview, item.stock)


def label(workspace: Workspace, asset: Asset) -> Label:
    """What is written on a picture, and the uploads that it was made from."""
    size = ("size", f"{asset.width} x {asset.height}")
    if asset.job_id is None:
        return Label("Nextry", str(asset.number), (size,))
    item = records.items(workspace)[asset.job_id]
    return Label(
        f"Nextry · {item.type.title}",
        "",
        (("history item", str(asset.job_id)), size),
        tuple(filter(None, map(workspace.uploads.get, item.uploads))),
    )


def expired(asset: Asset) -> Answer:
    """Files do not expire; what is not there is answered like this."""
    return fastapi.detail(404, "File not found")


def _asset(workspace: Workspace, job: Job, item: Item, backdrop: int) -> Asset:
    """The large file."""
    tool = item.type.tool
    return Asset(
        token=item.stock,
        kind="image",
        format="png",
        width=item.width,
        height=item.height,
        subject=tool.subject,
        garment=item.garment,
        person=item.person,
        backdrop=backdrop,
        crop="upper" if tool.half else "full",
        job_id=job.id,
        created_at=workspace.now,
    )
