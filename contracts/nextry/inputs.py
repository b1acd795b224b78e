"""What is promised about what is sent. Source: vendor-notes.md, nextry, Inferred."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal

Data = Callable[[str], Any]
Open = Callable[..., Account]

_FILES = "vendor-notes.md, nextry, Inferred"
_SWAPS = ("fashion_swap", "fashion_swap_half")
_FASHION = ("lego_clothes", "mamasfit", "lengerie", "fashion_card")
_NEEDED = {tool: {"clothes", "person"} for tool in _SWAPS} | {
    tool: {"clothes"} for tool in _FASHION
}


@check(_FILES, "inferred", lean=False, shows=[("generate_image", 422)])
def a_tool_needs_its_files(open_account: Open, data: Data) -> None:
    """A swap needs a garment and a person, the other fashion tools a garment, the rest any picture:
    whatever has these is taken, and whatever lacks one is refused with 422, which names it.
    """
    account = open_account()
    pictures = {
        name: data("forms")["pictures"]["clothes"] for name in ("clothes", "person", "image")
    }
    sets = [set(names) for size in range(4) for names in combinations(pictures, size)]
    for row in data("tools"):
        tool = row["tool"]
        for names in sets:
            missing = _NEEDED.get(tool, set()) - names
            enough = bool(names) if tool not in _NEEDED else not missing
            form = [("tool", tool), *((name, pictures[name]) for name in sorted(names))]
            answer = account.call("generate_image", form=tuple(form))
            answer.must_be(200 if enough else 422)
            if missing:
                named = _each(answer, "/detail", "loc")
                equal(
                    f"what {tool} lacks",
                    sorted(["body", name] for name in missing),
                    sorted(named, key=str),
                )


@check(_FILES, "inferred", lean=False)
def the_item_shows_the_tool(open_account: Open, data: Data) -> None:
    """With every tool, where no type was asked for, the item goes by the tool's own name."""
    account = open_account()
    for row in data("tools"):
        made = account.call("generate_image", form=data("forms")[row["tool"]]).must_be(200)
        path = {"id": made.at("/history_item_id")}
        item = account.call("get_history_item", path=path).must_be(200)
        equal("generation_type", row["tool"], item.at("/generation_type"))


@check(_FILES, "inferred", lean=False)
def a_type_is_asked_for_by_its_id(open_account: Open, data: Data) -> None:
    """A job is of the type whose id was sent, and the history finds it by that id; left out, the
    first type is meant. A type of another tool is not found.
    """
    account = open_account()
    types = account.call("list_generation_types", query={"tool": "fashion_swap"}).must_be(200)
    kinds = [str(kind) for kind in _each(types, "", "id")]
    form, found = data("forms")["fashion_swap"], {}
    for kind in kinds:
        answer = account.call("generate_image", form=(*form, ("generation_type", kind)))
        found[kind] = answer.must_be(200).at("/history_item_id")
    plain = account.call("generate_image", form=form).must_be(200).at("/history_item_id")
    for kind, job in found.items():
        listed = account.call("list_history", query={"generation_type": kind}).must_be(200)
        expected = [plain, job] if kind == kinds[0] else [job]
        equal(f"the jobs of type {kind}", expected, _each(listed, "/items", "id"))
    names = [
        account.call("get_history_item", path={"id": job}).at("/generation_type")
        for job in found.values()
    ]
    equal("the short names of as many types", len(kinds), len(set(map(str, names))))
    others = account.call("list_generation_types", query={"tool": "fabric"}).must_be(200)
    wrong = (*form, ("generation_type", str(others.at("/0/id"))))
    account.call("generate_image", form=wrong).must_be(404)


@check(_FILES, "inferred", lean=False)
def png_jpeg_and_webp_are_taken(open_account: Open, data: Data) -> None:
    """A PNG, a JPEG and a WebP are taken, whatever the file is called and whatever type it claims."""
    account, pictures = open_account(), data("forms")["pictures"]
    for kind in ("clothes", "jpeg", "webp"):
        name, content, media_type = pictures[kind]
        for part in ((name, content, media_type), ("a.txt", content, "text/plain")):
            account.call("generate_image", form=(("tool", "default"), ("image", part))).must_be(200)


@check(_FILES, "inferred", lean=False, shows=[("generate_image", 400)])
def anything_else_is_refused(open_account: Open, data: Data) -> None:
    """A file that is no PNG, JPEG or WebP is refused with 400, whatever it claims to be and wherever
    it stands; and no job is made.
    """
    account, pictures = open_account(), data("forms")["pictures"]
    half = pictures["clothes"][1][:60]
    for content in (b"", b"no picture", half, pictures["gif"][1]):
        part = ("a.png", content, "image/png")
        for name in ("clothes", "person"):
            form = dict(data("forms")["fashion_swap"]) | {name: part}
            answer = account.call("generate_image", form=tuple(form.items())).must_be(400)
            answer.at("/detail")
    equal("the history", [], account.call("list_history").must_be(200).at("/items"))


@check(
    "nextry.txt, 6) Send Feedback; vendor-notes.md, nextry, codes in use",
    "inferred",
    shows=[("send_feedback", 400)],
)
def a_verdict_has_to_be_utf8(api: Api) -> None:
    """A JSON body that is not even text is refused with 400."""
    headers = {"Content-Type": "application/json"}
    path = {"id": "0" * 24}
    api.call("send_feedback", path=path, data=b'{"like": "\xff"}', headers=headers).must_be(400)


@check("vendor-notes.md, All five, order of refusals", "inferred", lean=False)
def refusals_have_an_order(open_account: Open, data: Data) -> None:
    """Of all that is wrong with a request one thing is told: the rate limit, then what breaks the
    contract, then what does not exist, then the want of credits.
    """
    account = open_account(credits=0, rate_limit=3)
    nobodys = ("generation_type", "00000000-0000-4000-8000-000000000000")
    form = data("forms")["default"]
    wrong = (("tool", "sewing"), nobodys)
    answers: list[Answer] = [
        account.call("generate_image", form=each) for each in (wrong, (*form, nobodys), form, wrong)
    ]
    equal("the statuses", [422, 404, 402, 429], [answer.status for answer in answers])
    account.call("generate_image", form=wrong, headers={"Authorization": ""}).must_be(401)


@check("vendor-notes.md, nextry, codes in use", "observed", lean=False, shows=[
    ("list_tools", 403), ("list_generation_types", 403), ("generate_image", 403), ("list_history", 403),
    ("get_history_item", 403), ("delete_history_item", 403), ("send_feedback", 403),
])  # fmt: skip
def what_a_plan_lacks_is_forbidden(open_account: Open, data: Data) -> None:
    """Every operation can answer 403 to a key whose plan or scope does not include it."""
    account = open_account()
    account.fault("status", status=403)  # no plan of a simulator is known to
    item = {"id": "0" * 24}
    account.call("list_tools").must_be(403)
    account.call("list_generation_types", query={"tool": "fabric"}).must_be(403)
    account.call("generate_image", form=data("forms")["default"]).must_be(403)
    account.call("list_history").must_be(403)
    account.call("get_history_item", path=item).must_be(403)
    account.call("delete_history_item", path=item).must_be(403)
    account.call("send_feedback", path=item, body={"like": True}).must_be(403)


def _each(answer: Answer, pointer: str, name: str) -> list[Any]:
    """That member of every object in the array at the pointer."""
    rows = answer.at(pointer)
    count = len(rows) if isinstance(rows, list) else 0
    return [answer.at(f"{pointer}/{number}/{name}") for number in range(count)]
