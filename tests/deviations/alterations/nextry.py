"""What can be wrong with Nextry alone."""

from dataclasses import replace
from typing import Any

from msgspec import structs

from dressform.vendor import Call, Handler, Vendor
from tests.deviations.alterations.python import by_name


@by_name
def pages_overlap(vendor: Vendor) -> Vendor:
    """Every page but the first begins with the last item of the one before."""

    def list_history(handler: Handler, call: Call) -> Any:
        page, limit = call.query["page"], call.query["limit"]
        body = handler(call)
        if page > 1 and limit > 1 and body["items"]:
            before = handler(structs.replace(call, query={**call.query, "page": page - 1}))
            body["items"] = [before["items"][-1], *body["items"][:-1]]
        return body

    return _with(vendor, list_history=list_history)


@by_name
def first_status_only(vendor: Vendor) -> Vendor:
    """Of a status that is named again and again only the first counts."""

    def list_history(handler: Handler, call: Call) -> Any:
        query = dict(call.query)
        if "status" in query:
            query["status"] = query["status"][:1]
        return handler(structs.replace(call, query=query))

    return _with(vendor, list_history=list_history)


@by_name
def a_verdict_is_on_everything(vendor: Vendor) -> Vendor:
    """A verdict is kept with every item of the account."""

    def send_feedback(handler: Handler, call: Call) -> Any:
        body = handler(call)
        for job in call.workspace.jobs:
            handler(structs.replace(call, path={"id": job}))
        return body

    return _with(vendor, send_feedback=send_feedback)


@by_name
def repeats_are_one_job(vendor: Vendor) -> Vendor:
    """Who asks for the same tool again while a job is pending is given that job."""
    made: dict[tuple[str, str], Any] = {}

    def generate_image(handler: Handler, call: Call) -> Any:
        asked = call.workspace.id, call.body["tool"]
        known = made.get(asked)
        job = call.workspace.jobs.get(known["history_item_id"]) if known else None
        if known is None or job is None or job.ended:
            made[asked] = known = handler(call)
        return known

    return _with(vendor, generate_image=generate_image)


@by_name
def credits_before_existence(vendor: Vendor) -> Vendor:
    """Credits are looked at before anybody looks for the type that was asked for."""

    def generate_image(handler: Handler, call: Call) -> Any:
        call.workspace.require(call.operation, 1)
        return handler(call)

    return _with(vendor, generate_image=generate_image)


def _with(vendor: Vendor, **wrapped: Any) -> Vendor:
    """A copy in which these handlers are handled by others, which are given them and the call."""

    def around(name: str, handler: Handler) -> Handler:
        return lambda call: wrapped[name](handler, call)

    handlers = {name: around(name, vendor.handlers[name]) for name in wrapped}
    return replace(vendor, handlers={**vendor.handlers, **handlers})
