"""Image enhancement and what it costs. Source: uwear.md, Create New Clothing Item."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from dressform.checks import Account, Api, check, equal, promised

Json = dict[str, Any]

_PICTURES = yaml.safe_load(Path(__file__).with_name("pictures.yaml").read_bytes())
_FRONT_ONLY = {
    "clothing_item_name": "Dressform check, enhanced",
    "clothing_item_url": _PICTURES["front"],
}
_BOTH_SIDES = _FRONT_ONLY | {
    "clothing_item_back_url": _PICTURES["back"],
}
_MODES = ("none", "remove_background", "generate_flat_lay")


@check("uwear.md, Create New Clothing Item", cost=1)
def enhancement_describes_the_garment(api: Api) -> None:
    """Enhancement is on unless it is switched off, and describes the sides there are pictures of."""
    answer = api.call("create_clothing_item", body=_BOTH_SIDES).must_be(200)
    for name in ("description", "description_back"):
        text = answer.at(f"/{name}")
        promised(isinstance(text, str) and text, f"{answer.what}, enhanced, and {name} is {text!r}")


@check("uwear.md, Create New Clothing Item", cost=4, lean=False)
def details_given_survive_enhancement(api: Api) -> None:
    """Descriptions that come with a garment are still part of what enhancement leaves there."""
    front, back = "oversized fit", "low back design"
    for given in ({"description": front}, {"description": front, "description_back": back}):
        for asked in ({}, {"use_image_enhancement": True}):
            answer = api.call("create_clothing_item", body=_BOTH_SIDES | given | asked)
            for name, detail in given.items():
                text = answer.must_be(200).at(f"/{name}")
                told = f"{answer.what}, enhanced: {name} {detail!r} has become {text!r}"
                promised(isinstance(text, str) and detail in text, told, evidence="inferred")


@check("uwear.md, Create New Clothing Item", cost=5, lean=False)
def enhancement_costs_a_credit(open_account: Callable[..., Account]) -> None:
    """Each enhanced garment costs one credit, by default as when asked for, in JSON as in a form."""
    account = open_account(credits=4)
    form = tuple(_FRONT_ONLY.items())
    for what, sent in (
        ("by default", {"body": _FRONT_ONLY}),
        ("when asked to", {"body": _FRONT_ONLY | {"use_image_enhancement": True}}),
        ("by default, in a form", {"form": form}),
        ("when asked to, in a form", {"form": (*form, ("use_image_enhancement", "true"))}),
    ):
        answer = account.call("create_clothing_item", **sent).must_be(200)
        equal(f"the price of a garment enhanced {what},", 1, answer.exchange.spent)
    fifth = account.call("create_clothing_item", body=_FRONT_ONLY)
    equal("the status of a fifth enhancement on four credits", 402, fifth.status)


@check("uwear.md, Create New Clothing Item", cost=2, lean=False)
def without_enhancement_a_garment_is_free(open_account: Callable[..., Account]) -> None:
    """A garment that is not enhanced costs nothing: the account can pay for what it could before."""
    account = open_account(credits=1)
    body = _FRONT_ONLY | {"use_image_enhancement": False}
    form = (*_FRONT_ONLY.items(), ("use_image_enhancement", "false"))
    calls: tuple[tuple[str, int, Json], ...] = (
        ("not enhanced, with a credit,", 200, {"body": body}),
        ("not enhanced, in a form,", 200, {"form": form}),
        ("enhanced, with a credit,", 200, {"body": _FRONT_ONLY}),
        ("enhanced, without credits,", 402, {"body": _FRONT_ONLY}),
        ("not enhanced, without credits,", 200, {"body": body}),
        ("not enhanced, in a form, without credits,", 200, {"form": form}),
    )
    for what, status, sent in calls:
        answer = account.call("create_clothing_item", **sent)
        equal(f"the status of a garment {what}", status, answer.status)


@check("vendor-notes.md, All five", evidence="inferred", cost=1, lean=False)
def a_garment_nobody_paid_for_is_not_kept(open_account: Callable[..., Account]) -> None:
    """A garment that was refused for want of credits is not in the wardrobe."""
    account = open_account(credits=0)
    account.call("create_clothing_item", body=_FRONT_ONLY).must_be(402)
    listed = account.call("list_clothing_items").must_be(200)
    equal("total_count after a refused garment", 0, listed.at("/total_count"))


@check("uwear.md, Create New Clothing Item", cost=4, lean=False)
def credits_for_one_enhancement_pay_for_one(open_account: Callable[..., Account]) -> None:
    """Of four enhancements asked for at once, an account with one credit gets exactly one."""
    account = open_account(credits=1)

    def ask() -> int:
        return account.call("create_clothing_item", body=_FRONT_ONLY).status

    statuses = sorted(account.together([ask] * 4))
    equal("the statuses of four at once, with one credit", [200, 402, 402, 402], statuses)


@check("vendor-notes.md, uwear, clothing_processing_mode", evidence="observed", lean=False)
def processing_modes_are_taken_in_a_form(api: Api) -> None:
    """A form may name its treatment as `clothing_processing_mode`, and no treatment that is unknown."""
    form = (*_FRONT_ONLY.items(), ("use_image_enhancement", "false"))
    for mode in _MODES:
        asked = (*form, ("clothing_processing_mode", mode))
        api.call("create_clothing_item", form=asked).must_be(200)
    unknown = (*form, ("clothing_processing_mode", "sharpen"))
    api.call("create_clothing_item", form=unknown).must_be(422, evidence="inferred")


@check("inferred from FastAPI", evidence="inferred", lean=False)
def a_form_may_write_no_as_zero(api: Api) -> None:
    """In a form, where all is text, enhancement is switched off by `0`, too."""
    form = (*_FRONT_ONLY.items(), ("use_image_enhancement", "0"))
    off = api.call("create_clothing_item", form=form).must_be(200)
    equal(f"{off.what}: description", "", off.at("/description"))
