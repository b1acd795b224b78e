"""What is promised about a generation on its way. Sources: nextry.txt, 3) and 4)."""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Data = Callable[[str], Any]

NOTES = "vendor-notes.md, nextry, observed on sibling pages"
_FILES = (("preview_image", "preview_url"), ("stock_image", "stock_url"))


@check("nextry.txt, 3) Create Generation Job", shows=[("generate_image", 200)])
def a_swap_is_accepted(api: Api, data: Data) -> Answer:
    """The page's example, a garment and a person for fashion_swap, is taken, and answered with the id
    of its history item and with the places where its two files will lie.
    """
    answer = api.call("generate_image", form=data("forms")["fashion_swap"])
    promised(answer.status < 300, f"{answer.what} to the page's own example: {answer.excerpt}")
    return answer.must_be(200, evidence="observed", source=NOTES)


@check("nextry.txt, 4) Check One Job", wait=60, shows=[("get_history_item", 200)])
def a_swap_is_made(api: Api, a_swap_is_accepted: Answer) -> list[Answer]:
    """Polling the history item by the id that the job was queued with sees it through to complete."""
    return _followed(api, a_swap_is_accepted)


@check(NOTES, "observed", wait=60)
def a_picture_without_a_person_is_made(api: Api, data: Data) -> list[Answer]:
    """The tool named default is content with one picture, and its job becomes complete as well."""
    form = data("forms")["default"]
    return _followed(api, api.call("generate_image", form=form).must_be(200))


@check("vendor-notes.md, nextry, lifecycle", "observed")
def a_job_is_pending_and_then_complete(
    a_swap_is_made: list[Answer], a_picture_without_a_person_is_made: list[Answer]
) -> None:
    """A job has no other states than pending, complete and error, and goes from the first to one of
    the others.
    """
    for _, *polled in (a_swap_is_made, a_picture_without_a_person_is_made):
        states = [answer.at("/status") for answer in polled]
        graph = all(state == "pending" for state in states[:-1])
        ended = states[-1] in ("complete", "error")
        promised(graph and ended, f"{polled[-1].exchange.path} went through {states}")


@check("vendor-notes.md, nextry, history list", "observed")
def the_item_is_the_one_that_was_asked_for(
    a_swap_is_made: list[Answer], a_picture_without_a_person_is_made: list[Answer]
) -> None:
    """The item has the id that was asked for; its type goes by the short name of the tool; and when
    it was made does not change while it is polled.
    """
    for tool, (made, *polled) in (
        ("fashion_swap", a_swap_is_made),
        ("default", a_picture_without_a_person_is_made),
    ):
        for answer in polled:
            equal(f"the id in {answer.what}", made.at("/history_item_id"), answer.at("/id"))
            equal("created_at", polled[0].at("/created_at"), answer.at("/created_at"))
            equal("generation_type", tool, answer.at("/generation_type"))
            equal("like, before any verdict,", None, answer.at("/like"), evidence="inferred")


@check(NOTES, "observed")
def the_files_are_named_as_announced(
    a_swap_is_made: list[Answer], a_picture_without_a_person_is_made: list[Answer]
) -> None:
    """A complete item names the two files that its request was told of, with a slash in front; a
    pending one names none.
    """
    for made, *polled in (a_swap_is_made, a_picture_without_a_person_is_made):
        for early, late in _FILES:
            equal(late, f"/{made.at(f'/{early}')}", polled[-1].at(f"/{late}"))
            for answer in polled[:-1]:
                what = f"{late} while the job is {answer.at('/status')}"
                equal(what, None, answer.at(f"/{late}"), evidence="inferred")


@check("nextry.txt, 3) Create Generation Job")
def every_job_is_one_of_its_own(
    a_swap_is_made: list[Answer], a_picture_without_a_person_is_made: list[Answer]
) -> None:
    """Two jobs have two ids and four files."""
    one, other = a_swap_is_made[0], a_picture_without_a_person_is_made[0]
    names = ("history_item_id", "preview_image", "stock_image")
    found = [answer.at(f"/{name}") for answer in (one, other) for name in names]
    promised(len(set(map(str, found))) == 6, f"two jobs share an id or a place: {found}")


@check(NOTES, "inferred", lean=False)
def the_files_lie_there_once_it_is_complete(
    open_account: Callable[..., Account], data: Data
) -> None:
    """Nothing lies where the files were announced until the job is complete: not a moment before."""
    account = open_account()
    made = account.call("generate_image", form=data("forms")["fashion_swap"]).must_be(200)

    def statuses() -> list[int]:
        return [account.fetch(str(made.at(f"/{name}"))).status for name, _ in _FILES]

    def ended(answer: Answer) -> bool:
        done: bool = answer.at("/status") != "pending"
        expected = [200, 200] if done else [404, 404]
        equal(f"the files of a job that is {answer.at('/status')}", expected, statuses())
        return done

    account.follow("get_history_item", {"id": made.at("/history_item_id")}, done=ended)
    equal("the files at the end", [200, 200], statuses())


def _followed(api: Api, made: Answer) -> list[Answer]:
    """The answer to the request, and all polls."""
    path = {"id": made.at("/history_item_id")}
    polled = api.follow(
        "get_history_item", path, done=lambda answer: answer.at("/status") != "pending"
    )
    equal("the last status", "complete", polled[-1].at("/status"), evidence="observed")
    return [made, *polled]
