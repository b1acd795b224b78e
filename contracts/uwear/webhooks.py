"""The reports of a generation's end. Sources: uwear.md, "Core Rules" and "Create Generation"; the rest
vendor-notes.md, uwear.
"""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

from dressform.checks import (
    Account,
    Answer,
    Api,
    Contract,
    Inbox,
    Mismatch,
    Received,
    check,
    equal,
    promised,
)

Json = dict[str, Any]
Open = Callable[..., Account]
Data = Callable[[str], Any]

_SECRET = "whsec_" + base64.b64encode(b"twenty-four secret bytes").decode()
_BACKOFF = (5.0, 300.0, 1800.0, 7200.0)
_ALL = sum(_BACKOFF)


@check("uwear.md, Create Generation, webhook_url", cost=1, wait=30)
def a_request_has_its_own_webhook(
    api: Api, inbox: Inbox, data: Data
) -> tuple[Received, list[Answer]]:
    """A webhook_url that comes with the request is told of the end, with the results in data.results."""
    hook = {"webhook_url": inbox.url, "webhook_secret": _SECRET}
    made = api.call("create_generation", body=data("requests")["edit"] | hook).must_be(200)
    polled = _followed(api, made.at("/generation_id"))
    report = _one(inbox, within=30)
    _tells(report, polled[-1])
    return report, polled


@check("vendor-notes.md, uwear, webhook body", "inferred")
def a_report_has_its_shape(
    contract: Contract, a_request_has_its_own_webhook: tuple[Received, list[Answer]]
) -> None:
    """A report is a POST of JSON, as the document of its type has it."""
    report, _ = a_request_has_its_own_webhook
    equal("the method of a webhook", "POST", report.method)
    _has_shape(report, contract)


@check("vendor-notes.md, uwear, webhook signature", "inferred")
def a_report_is_signed(a_request_has_its_own_webhook: tuple[Received, list[Answer]]) -> None:
    """A report is signed with the request's own secret, as Standard Webhooks has it."""
    report, _ = a_request_has_its_own_webhook
    _is_signed(report, _SECRET)


@check("uwear.md, Core Rules", cost=23, lean=False)
def the_saved_endpoint_is_told(
    open_account: Open, inbox: Inbox, data: Data, contract: Contract
) -> None:
    """The saved endpoint is told once of each end, whatever the use case, and nobody else is."""
    account = open_account(webhook_url=inbox.url, webhook_secret=_SECRET)
    open_account(webhook_url=inbox.url)
    for count, use_case in enumerate(("generate", "edit", "upscale", "video"), 1):
        before = account.now()
        made = account.call("create_generation", body=data("requests")[use_case]).must_be(200)
        polled = _followed(account, made.at("/generation_id"))
        arrived = inbox.arrived(count)
        equal(f"the number of reports of {count} ends", count, len(arrived))
        _tells(arrived[-1], polled[-1])
        _has_shape(arrived[-1], contract)
        _is_signed(arrived[-1], _SECRET)
        _is_fresh(arrived[-1], before, account.now())
    ids = {_header(report, "id") for report in inbox.received}
    equal("the number of different ids of four reports", 4, len(ids), evidence="inferred")
    account.wait(_ALL + 60)
    equal(
        "the number of reports of four ends, hours after they were acknowledged",
        4,
        len(inbox.received),
    )


@check("uwear.md, Request Workflow", cost=2, lean=False)
def a_failure_is_reported(open_account: Open, inbox: Inbox, data: Data, contract: Contract) -> None:
    """A failure is reported as generation.failed, without results."""
    account = open_account(webhook_url=inbox.url, webhook_secret=_SECRET)
    body = data("requests")["edit"] | {"num_images": 2}
    number = account.call("create_generation", body=body).must_be(200).at("/generation_id")
    account.end(number, "fail")
    report = _one(inbox)
    _tells(report, _polled(account, number))
    _has_shape(report, contract)
    _is_signed(report, _SECRET)


@check("uwear.md, Create Generation, webhook_url", cost=3, lean=False)
def a_webhook_of_a_request_replaces_the_saved_one(
    open_account: Open, inbox: Inbox, data: Data
) -> None:
    """The request's own webhook hears of its job, signed with its own secret, and the saved one does
    not; of the next job the saved one hears again.
    """
    edit, own = data("requests")["edit"], "a plain secret, not base64"
    for saved in (f"{inbox.url}/elsewhere", inbox.url):
        account = open_account(webhook_url=saved, webhook_secret=_SECRET)
        inbox.received.clear()
        _end(account, edit | {"webhook_url": inbox.url, "webhook_secret": own}, "finish")
        account.wait(60)
        equal("the number of reports of one end", 1, len(inbox.received))
        _is_signed(inbox.received[0], own)
    _end(account, edit, "finish")
    equal("the number of reports of the next end", 2, len(inbox.arrived(2)))
    _is_signed(inbox.received[1], _SECRET)


@check("uwear.md, Create Generation, webhook_events", cost=8, lean=False)
def only_the_events_asked_for_are_reported(open_account: Open, inbox: Inbox, data: Data) -> None:
    """webhook_events limits what is reported of a job."""
    account = open_account()
    completed, failed = "generation.completed", "generation.failed"
    for events in ([completed], [failed], [completed, failed], None):
        for how, event in (("finish", completed), ("fail", failed)):
            inbox.received.clear()
            body = data("requests")["edit"] | {"webhook_url": inbox.url}
            body |= {"webhook_events": events} if events else {}
            _end(account, body, how)
            account.wait(60)
            expected = [event] if events is None or event in events else []
            found = [report.json.get("type") for report in inbox.received]
            equal(f"what is reported of a job with webhook_events {events}", expected, found)


@check("vendor-notes.md, uwear, webhook signature", "inferred", cost=1, lean=False, wait=7200)
def a_report_is_repeated_until_it_is_taken(
    open_account: Open, inbox: Inbox, data: Data, rng: Random
) -> None:
    """A report that is not acknowledged comes again after 5 s, 5 min, 30 min and 2 h, with the same id
    and body and a timestamp of its own; then no more.
    """
    account = open_account(webhook_url=inbox.url, webhook_secret=_SECRET)
    inbox.answers(rng.choice([400, 404, 410, 500, 503]))
    _end(account, data("requests")["edit"], "finish")
    equal("the number of attempts at once", 1, len(inbox.arrived(1)))
    _is_fresh(inbox.received[0], account.now() - 1, account.now())
    account.wait(-0.5 + _BACKOFF[0])
    for number, (pause, following) in enumerate(
        zip(_BACKOFF, (*_BACKOFF[1:], 86400.0), strict=True)
    ):
        equal(
            f"the number of attempts {pause - 0.5:g} s after attempt {number + 1}",
            1 + number,
            len(inbox.received),
        )
        account.wait(1)
        equal(f"the number of attempts {pause + 0.5:g} s after it", 2 + number, len(inbox.received))
        _is_fresh(inbox.received[-1], account.now() - 1.5, account.now())
        account.wait(following - 1)
    equal("the number of attempts in all, a day later", 1 + len(_BACKOFF), len(inbox.received))
    for again in inbox.received[1:]:
        equal("webhook-id of a repetition", _header(inbox.received[0], "id"), _header(again, "id"))
        equal("the body of a repetition", inbox.received[0].body, again.body)
        _is_signed(again, _SECRET)


@check("vendor-notes.md, uwear, webhook signature", "inferred", cost=6, lean=False, wait=_ALL)
def a_report_that_is_taken_is_not_repeated(open_account: Open, inbox: Inbox, data: Data) -> None:
    """Any 2xx acknowledges a report, at the first attempt or at a later one; nothing else does."""
    for statuses, attempts in (
        ((200,), 1),
        ((204,), 1),
        ((500, 202), 2),
        ((404, 503, 201), 3),
        ((302, 200), 2),
        ((301, 400, 500, 403, 200), 5),
    ):
        account = open_account(webhook_url=inbox.url)
        inbox.received.clear()
        inbox.answers(*statuses)
        _end(account, data("requests")["edit"], "finish")
        account.wait(_ALL + 60)
        equal(
            f"the number of attempts at a report that is answered {statuses}",
            attempts,
            len(inbox.received),
        )


def _followed(api: Api, number: Any) -> list[Answer]:
    return api.follow(
        "get_generation",
        {"generation_id": number},
        done=lambda answer: answer.at("/status") in {"Done", "Error"},
    )


def _polled(account: Account, number: Any) -> Answer:
    return account.call("get_generation", path={"generation_id": number}).must_be(200)


def _end(account: Account, body: Json, how: str) -> None:
    made = account.call("create_generation", body=body).must_be(200)
    account.end(made.at("/generation_id"), how)


def _one(inbox: Inbox, within: float = 0.0) -> Received:
    arrived = inbox.arrived(1, within)
    equal("the number of reports of one end", 1, len(arrived))
    return arrived[0]


def _tells(report: Received, polled: Answer) -> None:
    """It is about this generation, and says what polling says."""
    body, failed = report.json, polled.at("/status") == "Error"
    equal("type", "generation.failed" if failed else "generation.completed", body.get("type"))
    data = body.get("data")
    if not isinstance(data, dict):
        raise Mismatch(f"a webhook came without data: {report.body[:200]!r}")
    for name in ("generation_id", "status", "num_images", "feature_name", "payload", "created_at"):
        equal(
            f"data.{name} of a webhook", polled.at(f"/{name}"), data.get(name), evidence="inferred"
        )
    shown = polled.at("/generation_results")
    equal("data.results of a webhook, which polling shows as well,", shown, data.get("results"))


def _has_shape(report: Received, contract: Contract) -> None:
    kind = report.headers.get("content-type", "no Content-Type").partition(";")[0]
    equal("the Content-Type of a webhook", "application/json", kind, evidence="inferred")
    for error in contract.webhooks[report.json["type"]].errors(report.json):
        where = "/".join(map(str, error.absolute_path)) or "the body"
        raise Mismatch(
            f"a webhook came in which {where}: {error.message[:200]}", evidence="inferred"
        )


def _header(report: Received, name: str) -> str:
    value = report.headers.get(f"webhook-{name}")
    if not value:
        raise Mismatch(f"a webhook came without the header webhook-{name}", evidence="inferred")
    return value


def _is_fresh(report: Received, begin: float, end: float) -> None:
    sent = _seconds(report)
    promised(
        int(begin) - 1 <= sent <= end + 1,
        f"a webhook came with webhook-timestamp {sent}, which is"
        f" {sent - end:+.0f} s from the target's clock",
        evidence="inferred",
    )


def _seconds(report: Received) -> int:
    text = _header(report, "timestamp")
    if not text.isdecimal():
        raise Mismatch(f"webhook-timestamp is {text!r}, no whole seconds", evidence="inferred")
    return int(text)


def _is_signed(report: Received, secret: str) -> None:
    """One of its signatures is that of Standard Webhooks; how old it is, is another question."""
    from standardwebhooks import Webhook

    signer = Webhook(secret if secret.startswith("whsec_") else secret.encode())
    sent = datetime.fromtimestamp(_seconds(report), UTC)
    expected = signer.sign(_header(report, "id"), sent, report.body.decode())
    promised(
        expected in _header(report, "signature").split(" "),
        "a webhook came whose webhook-signature is not made with its secret, of its id, timestamp and body",
        evidence="inferred",
    )
