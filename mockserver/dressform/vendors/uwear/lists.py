"""Generations and their results, found and looked at.

Source: uwear.md, "Get All Generations" and "Generation Results".
"""

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from dressform.engine.jobs import Job
from dressform.engine.order import page
from dressform.engine.shelves import Facets, together
from dressform.engine.workspace import Workspace
from dressform.vendor import Call
from dressform.vendors.uwear import records, wire
from dressform.vendors.uwear.asked import asked_of

Json = dict[str, Any]

_GROUPS: Mapping[str, Callable[[Facets], Any]] = {
    "status": itemgetter(0),
    "feature_name": itemgetter(1),
    "num_images": itemgetter(2),
}
"""The sorts that put generations into groups, which are then sorted by their ids."""


def list_generations(call: Call) -> Json:
    """GET /generations"""
    workspace, query = call.workspace, call.query
    field, _, direction = query["sort"].partition(":")
    first, size = (query["page"] - 1) * query["items_per_page"], query["items_per_page"]
    if "batch_id" in query or "external_id" in query:
        total, jobs = _of_provider(workspace, query)
        jobs = jobs[first : first + size]
    else:
        total, jobs = workspace.shelves.page(
            lambda facets: _is_wanted(query, facets),
            first,
            size,
            group=_GROUPS.get(field, together),
            by_change=field == "updated_at",
            descending=direction == "desc",
        )
    rows = [wire.generation(call.base_url, workspace, job) for job in jobs]
    return wire.page(query, total, rows)


def list_generation_results(call: Call) -> Json:
    """GET /generation-results"""
    workspace, query = call.workspace, call.query
    first, size = (query["page"] - 1) * query["items_per_page"], query["items_per_page"]
    if "generation_ids" in query:
        found = _results_of(workspace, query)
        total, numbers = len(found), found[first : first + size]
    else:
        orders = records.shown(workspace, query.get("clothing_item_ids"))
        total, numbers = sum(map(len, orders)), page(orders, first, size)
    return wire.page(query, total, [_result(call, number) for number in numbers])


def get_generation_result(call: Call) -> Json:
    """GET /generation-result/{generation_result_id}"""
    return _result(call, call.path["generation_result_id"])


def _result(call: Call, number: int) -> Json:
    workspace = call.workspace
    asset = records.result(workspace, number)
    assert asset.job_id is not None
    asked = asked_of(workspace.jobs[asset.job_id])
    clothing_id = next(iter(asked.clothing_item_ids), None)
    return wire.result(call.base_url, workspace, asset, clothing_id)


def _results_of(workspace: Workspace, query: Mapping[str, Any]) -> list[int]:
    """The results of the generations asked for that show a garment asked for."""
    jobs = map(workspace.jobs.get, set(query["generation_ids"]))
    garments = set(query.get("clothing_item_ids", ()))
    return sorted(
        int(number)
        for job in jobs
        if job is not None
        and (
            "clothing_item_ids" not in query
            or not garments.isdisjoint(asked_of(job).clothing_item_ids)
        )
        for number in job.results
    )


def _of_provider(workspace: Workspace, query: Mapping[str, Any]) -> tuple[int, list[Job]]:
    """The generation of an external id, if the other filters let it through: how many, and which."""
    job = workspace.jobs.get(_job_of_provider(query.get("external_id", "")))
    if job is None or "batch_id" in query:  # no documented call makes a batch
        return 0, []
    wanted = _is_wanted(query, (wire.STATUS[job.state], *job.traits))
    return (1, [job]) if wanted else (0, [])


def _is_wanted(query: Mapping[str, Any], facets: Facets) -> bool:
    status, feature, _ = facets
    return query.get("status", status) == status and bool(
        query.get("feature_name", feature) == feature
    )


def _job_of_provider(external_id: str) -> int:
    """The job that the provider knows by that id; -1, which no job has, for nonsense.

    No documented answer shows such an id. Ours (inferred) is `req_` and the generation's in 12
    hexadecimal digits.
    """
    digits = external_id.removeprefix("req_")
    try:
        return int(digits, 16) if external_id == f"req_{int(digits, 16):012x}" else -1
    except ValueError:
        return -1
