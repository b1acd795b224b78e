"""The shapes of Nextry's answers.

Sources: nextry.txt, "1) Get Available Tools"; vendor-notes.md, nextry, for all the others.
"""

from typing import Any

from dressform.engine.clock import iso8601
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Workspace
from dressform.vendor import media_path
from dressform.vendors.nextry.catalogue import Tool, Type
from dressform.vendors.nextry.records import Item

Json = dict[str, Any]

STATUS = {
    State.PENDING: "pending",
    State.QUEUED: "pending",
    State.PROCESSING: "pending",
    State.COMPLETED: "complete",
    State.FAILED: "error",
    State.CANCELED: "error",
    State.EXPIRED: "error",
}

MEDIA = {
    "result": "/image/generation_result/{workspace}_{token}.{format}",
    "type": "/image/generation_type/{workspace}_{token}.{format}",
}


def path(folder: str, workspace: Workspace, token: str, format: str) -> str:
    """Where a picture lies on the deployment, with a slash in front."""
    return media_path(MEDIA[folder], workspace, token, format)


def tool(tool: Tool) -> Json:
    """A tool in the list."""
    return {"group_tool": tool.group, "tool": tool.slug, "title": tool.title}


def generation_type(kind: Type, brand_url: str, preview_url: str) -> Json:
    """A type of generation in the list."""
    return {
        "id": kind.id,
        "title": kind.title,
        "brand_url": brand_url,
        "preview_url": preview_url,
    }


def queued(workspace: Workspace, job: Job, item: Item) -> Json:
    """A new job; its paths have no slash in front."""
    preview, stock = _paths(workspace, item)
    return {
        "preview_image": preview.removeprefix("/"),
        "stock_image": stock.removeprefix("/"),
        "history_item_id": job.id,
    }


def history_item(workspace: Workspace, job: Job, item: Item) -> Json:
    """A job as it is read."""
    done = job.state is State.COMPLETED
    preview, stock = _paths(workspace, item) if done else (None, None)
    return {
        "id": job.id,
        "generation_type": item.type.slug,
        "status": STATUS[job.state],
        "created_at": iso8601(job.created_at),
        "preview_url": preview,
        "stock_url": stock,
        "like": item.like,
    }


def page(number: int, limit: int, total: int, items: list[Json]) -> Json:
    """One page of the history; an empty history has none."""
    return {
        "page": number,
        "count": len(items),
        "total_count": total,
        "pages": -(-total // limit),
        "items": items,
    }


def _paths(workspace: Workspace, item: Item) -> tuple[str, str]:
    return (
        path("result", workspace, item.preview, "webp"),
        path("result", workspace, item.stock, "png"),
    )
