"""The account's webhook: what it is told, when, and how often.

Sources: productai.md, "Webhooks"; vendor-notes.md, productai, "webhook".
"""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Answer, Inbox, Mismatch, Received, check, equal, promised

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Json]

_SOURCE = "productai.md, Webhooks"
_NOTES = "vendor-notes.md, productai, webhook"
_HOUR = 3600.0
_FAILURE = {"status": "error"}


def _start(account: Account, data: Data, operation: str = "generate") -> Any:
    return account.call(operation, body=data("bodies")[operation]).must_be(200).at("/data/id")


def _poll(account: Account, job: Any) -> Answer:
    return account.call("get_job", path={"job_id": job}).must_be(200)


def _bodies(received: list[Received]) -> list[Json]:
    return [each.json for each in received]


@check("productai.md, Webhook Payload (Success)", cost=22, lean=False)
def a_completed_job_is_told(open_account: Open, inbox: Inbox, data: Data) -> None:
    """When a job completes, the account's URL is told once: status success, the picture's URL as
    polling has it, and the job's id as text.
    """
    account = open_account(webhook_url=inbox.url)
    for count, operation in enumerate(("generate", "upscale"), 1):
        job = _start(account, data, operation)
        polls = account.follow(
            "get_job", {"job_id": job}, done=lambda a: a.at("/data/status") != "RUNNING"
        )
        url = polls[-1].at("/data/image_url")
        told = _bodies(inbox.arrived(count))
        equal(f"the number of webhooks once {count} jobs are done", count, len(told))
        expected = {"status": "success", "image_url": url, "job_id": str(job)}
        equal(f"the webhook of a completed {operation}", expected, told[-1])


@check("productai.md, Webhook Payload (Error)", cost=22, lean=False)
def a_failed_job_is_told(open_account: Open, inbox: Inbox, data: Data) -> None:
    """When a job fails, the account's URL is told once, and nothing but status error."""
    account = open_account(webhook_url=inbox.url)
    for count, operation in enumerate(("generate", "upscale"), 1):
        account.end(_start(account, data, operation), "fail")
        equal(
            f"the webhooks once {count} jobs have failed",
            [_FAILURE] * count,
            _bodies(inbox.arrived(count)),
        )


@check("productai.md, Webhook Requirements", cost=2, lean=False)
def nothing_is_told_before_the_end(open_account: Open, inbox: Inbox, data: Data) -> None:
    """No webhook comes while polling says RUNNING, and one comes as soon as it says COMPLETED."""
    account = open_account(webhook_url=inbox.url, rate_limit=1000)
    job = _start(account, data)
    for _ in range(300):
        running = _poll(account, job).at("/data/status") == "RUNNING"
        count = len(inbox.received)
        promised(
            count == (0 if running else 1),
            f"{count} webhooks have come when polling says {'RUNNING' if running else 'that it has ended'}",
        )
        if not running:
            return
        account.wait(2)
    raise Mismatch("after ten minutes the job is still RUNNING")


@check(f"{_NOTES}, retry", evidence="inferred", cost=2, lean=False)
def a_webhook_is_repeated_until_200(open_account: Open, inbox: Inbox, data: Data) -> None:
    """A webhook that is answered with anything but HTTP 200 comes again, the same as before, until it
    is answered with 200, and then no more.
    """
    statuses = [500, 204, 404, 302, 201]
    inbox.answers(*statuses, 200)
    account = open_account(webhook_url=inbox.url)
    account.end(_start(account, data), "finish")
    equal("the number of webhooks at first", 1, len(inbox.received))
    for _ in range(48):
        if len(inbox.received) > len(statuses):
            break
        account.wait(_HOUR / 2)
    account.wait(7 * 24 * _HOUR)
    told = _bodies(inbox.received)
    equal(
        f"the number of webhooks when {statuses} and then 200 is answered",
        len(statuses) + 1,
        len(told),
    )
    promised(all(each == told[0] for each in told), f"a repeated webhook is another one: {told}")


@check(f"{_NOTES}, retry", evidence="inferred", cost=4, lean=False)
def an_acknowledged_webhook_is_not_repeated(open_account: Open, inbox: Inbox, data: Data) -> None:
    """A webhook that was answered with HTTP 200 does not come again, be it of a success or a failure."""
    account = open_account(webhook_url=inbox.url)
    for how in ("finish", "fail"):
        account.end(_start(account, data), how)
    account.wait(7 * 24 * _HOUR)
    equal("the number of webhooks a week after two jobs", 2, len(inbox.received))


@check(_SOURCE, cost=6, lean=False)
def each_job_has_its_own_webhook(open_account: Open, inbox: Inbox, data: Data) -> None:
    """Webhooks come in the order in which jobs end, and each names its own job and picture."""
    account = open_account(webhook_url=inbox.url)
    jobs = [_start(account, data) for _ in range(3)]
    order = [jobs[1], jobs[2], jobs[0]]
    for job in order:
        account.end(job, "finish")
        account.wait(1)
    told = [(each.get("job_id"), each.get("image_url")) for each in _bodies(inbox.received)]
    wanted = [(str(job), _poll(account, job).at("/data/image_url")) for job in order]
    equal("the jobs and pictures of the webhooks", wanted, told)


@check("productai.md, Configure Webhook", cost=8, lean=False)
def webhooks_go_where_the_account_says(open_account: Open, inbox: Inbox, data: Data) -> None:
    """Webhooks go to the URL that the account has configured, of its own jobs, and only while it has
    configured one.
    """
    other, account = open_account(), open_account()
    for configured in (None, inbox.url, None):
        account.change(webhook_url=configured)
        account.end(_start(account, data), "finish")
        account.wait(_HOUR)
    other.end(_start(other, data), "finish")
    other.wait(_HOUR)
    equal("the number of webhooks", 1, len(inbox.received))


@check("vendor-notes.md, All five", evidence="inferred", cost=24, lean=False)
def a_refused_request_tells_nothing(open_account: Open, inbox: Inbox, data: Data) -> None:
    """A request that was refused has started no job, and no webhook ever comes of it."""
    account, bodies = open_account(credits=1, webhook_url=inbox.url), data("bodies")
    account.call("generate", body=bodies["generate"]).must_be(402)
    account.call("upscale", body=bodies["upscale"]).must_be(402)
    account.call("generate", body=bodies["generate"] | {"prompt": ""}).must_be(400)
    account.wait(24 * _HOUR)
    equal("the webhooks of three refused requests", [], _bodies(inbox.received))


@check(_NOTES, evidence="inferred", cost=4, lean=False)
def a_webhook_is_plain_json(open_account: Open, inbox: Inbox, data: Data) -> None:
    """Webhooks are POST requests with JSON; they carry no signature and no API key."""
    account = open_account(webhook_url=inbox.url)
    for how in ("finish", "fail"):
        account.end(_start(account, data), how)
    for each in inbox.arrived(2):
        kind = each.headers.get("content-type", "").partition(";")[0]
        equal(
            "method and media type of a webhook", ("POST", "application/json"), (each.method, kind)
        )
        names = [name for name in each.headers if "signature" in name or name == "x-api-key"]
        equal("the headers with signatures or keys", [], names)


@check("productai.md, Webhook Payload (Success)", cost=2, lean=False)
def the_picture_of_a_webhook_can_be_fetched(open_account: Open, inbox: Inbox, data: Data) -> None:
    """Whoever has the webhook has the picture: its URL answers with an image, without a key."""
    account = open_account(webhook_url=inbox.url)
    account.end(_start(account, data), "finish")
    received = inbox.arrived(1)
    promised(received, "no webhook has come of a job that is done")
    url = received[0].json.get("image_url")
    promised(isinstance(url, str), f"the webhook of a job that is done has the image_url {url!r}")
    answer = account.fetch(url).must_be(200)
    kind = answer.headers.get("Content-Type", "none")
    promised(kind.startswith("image/"), f"{answer.what} with the Content-Type {kind}")
