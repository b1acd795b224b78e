"""What a wrong neofashion does that cannot be said as data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from msgspec import structs

from dressform.vendor import Call, Handler, Plan, Vendor
from dressform.vendors.neofashion.catalogue import PRICES
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.python import by_name
from tests.deviations.alterations.trips import here
from tests.deviations.alterations.wrapping import around_handlers, at_admission


@by_name
def pages_that_overlap(vendor: Vendor) -> Vendor:
    """Every page but the first begins with the last generation of the one before."""

    def handle(handler: Handler, call: Call) -> Any:
        answer, page = handler(call), call.query["page"]
        if page > 1 and answer["data"]:
            before = handler(structs.replace(call, query={**call.query, "page": page - 1}))
            answer["data"] = [before["data"][-1], *answer["data"][:-1]]
        return answer

    return around_handlers(vendor, Asking(operation="list_generations"), handle)


@by_name
def photos_made_once(vendor: Vendor) -> Vendor:
    """Who asks for the same photo again is given the one that there is, for nothing."""
    known: dict[tuple[str, str], Any] = {}

    def handle(handler: Handler, call: Call) -> Any:
        asked = call.workspace.id, repr(call.body)
        if asked not in known:
            known[asked] = handler(call)
        return known[asked]

    return around_handlers(vendor, Asking(operation="generate_image"), handle)


@by_name
def credits_before_the_cast(vendor: Vendor) -> Vendor:
    """Credits are looked at before anybody looks for the persona that is to be cast."""

    def handle(handler: Handler, call: Call) -> Any:
        call.workspace.require(call.operation, PRICES[call.operation])
        return handler(call)

    return around_handlers(vendor, Asking(operation=list(PRICES)), handle)


@by_name
def starter_as_fast_as_pro(vendor: Vendor) -> Vendor:
    """A Starter workspace may ask as often as a Pro one."""
    return replace(vendor, plans={**vendor.plans, "starter": vendor.plans["pro"]})


@by_name
def enterprise_as_slow_as_pro(vendor: Vendor) -> Vendor:
    """An Enterprise workspace that has agreed on nothing may ask as often as a Pro one."""
    return replace(vendor, plans={**vendor.plans, "enterprise": Plan(per_minute=300)})


@by_name
def signatures_not_verified(vendor: Vendor) -> Vendor:
    """Once a session has been used, a token with its claims is taken whatever its signature."""
    known: dict[str, str] = {}

    def claims(token: str) -> str:
        return token.split(".")[1] if "." in token else token

    def credential(headers: Mapping[str, str]) -> str:
        token = vendor.credential(headers)
        here().key = token
        return known.get(claims(token), token)

    def see(workspace: Any) -> None:
        if (token := here().key) is not None:
            known.setdefault(claims(token), token)

    return at_admission(replace(vendor, credential=credential), see)
