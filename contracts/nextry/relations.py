"""What is promised about verdicts, removal, and who sees what. Sources: nextry.txt, 6) and 7)."""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Api, check, equal, promised

Data = Callable[[str], Any]
Open = Callable[..., Account]

_CODES = "vendor-notes.md, nextry, codes in use"
_LIKE = "vendor-notes.md, nextry, PATCH feedback"


@check("nextry.txt, 6) Send Feedback", shows=[("send_feedback", 200)])
def a_verdict_is_kept(api: Api, a_picture_without_a_person_is_made: list[Answer]) -> None:
    """A verdict is taken, and the item has it from then on; another one replaces it, and all else in
    the item stays as it was.
    """
    last = a_picture_without_a_person_is_made[-1]
    before, path = last.json, {"id": last.at("/id")}
    for like in (True, False, True):
        answer = api.call("send_feedback", path=path, body={"like": like})
        promised(answer.status < 300, f"{answer.what} to the page's own example: {answer.excerpt}")
        answer.must_be(200, evidence="observed", source=_CODES)
        read = api.call("get_history_item", path=path).must_be(200)
        equal("like", like, read.at("/like"))
        equal("the item with the verdict", before | {"like": like}, read.json, evidence="inferred")
        equal("the answer to a verdict", read.json, answer.json, evidence="inferred", source=_LIKE)


@check(_LIKE, "inferred", lean=False)
def a_verdict_is_about_one_item(open_account: Open, data: Data) -> None:
    """A verdict can be given at any time of a job's life, is still there when it has ended, and says
    nothing about another job; and the list shows it.
    """
    account = open_account()
    jobs = [_made(account, data) for _ in range(3)]
    account.end(jobs[2], "fail")
    for job, like in ((jobs[0], False), (jobs[2], True)):
        account.call("send_feedback", path={"id": job}, body={"like": like}).must_be(200)
    account.follow("get_history_item", {"id": jobs[0]}, done=_ended)
    expected = [False, None, True]
    items = [account.call("get_history_item", path={"id": job}).must_be(200) for job in jobs]
    equal("the verdicts on three jobs", expected, [item.at("/like") for item in items])
    listed = account.call("list_history").must_be(200)
    found = {row: listed.at(f"/items/{n}/like") for n, row in enumerate(_ids(listed))}
    equal("the verdicts in the list", dict(zip(jobs, expected, strict=True)), found)


@check("nextry.txt, 7) Delete Record", shows=[("delete_history_item", 204)])
def a_deleted_item_is_gone(api: Api, data: Data) -> None:
    """A deleted item is answered with 204 and nothing, is found no more, and is in no list."""
    job = _made(api, data)
    answer = api.call("delete_history_item", path={"id": job})
    promised(answer.status < 300, f"{answer.what} to the page's own example: {answer.excerpt}")
    answer.must_be(204, evidence="observed", source="vendor-notes.md, nextry, lifecycle")
    read = api.call("get_history_item", path={"id": job})
    promised(read.status >= 400, f"{read.what} after it was deleted")
    read.must_be(404, evidence="observed", source=_CODES)
    listed = api.call("list_history", query={"limit": 100}).must_be(200)
    promised(job not in _ids(listed), f"{listed.what} and still has {job}, which was deleted")


@check("vendor-notes.md, nextry, lifecycle", "inferred", lean=False, wait=600)
def deletion_takes_all_of_one_item(open_account: Open, data: Data) -> None:
    """A deleted item takes its files along, can be neither deleted nor judged again, and never comes
    back; other items stay, with theirs.
    """
    account = open_account()
    jobs = [account.call("generate_image", form=data("forms")["fashion_swap"]) for _ in range(4)]
    done, kept, early, failed = (
        {"id": answer.must_be(200).at("/history_item_id")} for answer in jobs
    )
    account.call("delete_history_item", path=early).must_be(204)
    account.end(failed["id"], "fail")
    account.call("delete_history_item", path=failed).must_be(204)
    for path in (done, kept):
        account.follow("get_history_item", path, done=_ended)
    before = account.call("get_history_item", path=kept).must_be(200)
    account.call("delete_history_item", path=done).must_be(204)
    for path in (early, failed, done):
        account.call("get_history_item", path=path).must_be(404)
        account.call("delete_history_item", path=path).must_be(404)
        account.call("send_feedback", path=path, body={"like": True}).must_be(404)
    account.wait(600)
    for answer, status in ((jobs[0], 404), (jobs[1], 200), (jobs[2], 404), (jobs[3], 404)):
        for name in ("preview_image", "stock_image"):
            account.fetch(str(answer.at(f"/{name}"))).must_be(status)
    left = account.call("list_history").must_be(200)
    equal("what is left", [before.json], left.at("/items"))
    equal("total_count", 1, left.at("/total_count"))


@check("vendor-notes.md, All five", "inferred")
def a_stranger_does_not_see_it(stranger: Api, a_swap_is_made: list[Answer]) -> None:
    """Another account does not find a job by its id, and does not have it in its list."""
    job = a_swap_is_made[-1].at("/id")
    stranger.call("get_history_item", path={"id": job}).must_be(404)
    listed = stranger.call("list_history", query={"limit": 100}).must_be(200)
    promised(job not in _ids(listed), f"{listed.what} and has {job}, which is another account's")


@check("vendor-notes.md, All five", "inferred", lean=False)
def a_stranger_cannot_touch_it(open_account: Open, data: Data) -> None:
    """Another account can neither judge nor delete a job, nor finds it in any list, of whichever
    filter; and the job stays as it is.
    """
    mine, theirs = open_account(), open_account()
    path = {"id": _made(mine, data)}
    other = _made(theirs, data)
    mine.follow("get_history_item", path, done=_ended)
    before = mine.call("get_history_item", path=path).must_be(200)
    theirs.call("get_history_item", path=path).must_be(404)
    theirs.call("send_feedback", path=path, body={"like": True}).must_be(404)
    theirs.call("delete_history_item", path=path).must_be(404)
    for query, expected in (
        ({}, [other]),
        ({"status": "pending"}, [other]),
        ({"status": "complete"}, []),
    ):
        listed = theirs.call("list_history", query=query).must_be(200)
        equal("another account's history", expected, _ids(listed))
        equal("total_count", len(expected), listed.at("/total_count"))
    equal("the item", before.json, mine.call("get_history_item", path=path).must_be(200).json)


@check("vendor-notes.md, nextry", "inferred", lean=False)
def many_at_once_are_many(open_account: Open, data: Data) -> None:
    """Twenty generations that are asked for at once are twenty jobs, and all are in the history."""
    account = open_account()
    ids = account.together([lambda: _made(account, data)] * 20)
    promised(len(set(ids)) == 20, f"of 20 jobs some have the same id: {sorted(ids)}")
    listed = account.call("list_history", query={"limit": 100}).must_be(200)
    equal("the history", sorted(ids), sorted(_ids(listed)))


def _made(api: Api, data: Data) -> str:
    """The id of a new job."""
    answer = api.call("generate_image", form=data("forms")["default"])
    return str(answer.must_be(200).at("/history_item_id"))


def _ids(listed: Answer) -> list[str]:
    """The ids of the items of a page."""
    items = listed.at("/items")
    count = len(items) if isinstance(items, list) else 0
    return [str(listed.at(f"/items/{number}/id")) for number in range(count)]


def _ended(answer: Answer) -> bool:
    return bool(answer.at("/status") != "pending")
