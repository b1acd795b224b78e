"""What becomes of a check: its verdict, its reason, the request that shows it, the exit status."""

import shlex
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from dressform.checks import (
    Account,
    Answer,
    Api,
    Mismatch,
    NotTried,
    Undecided,
    Unusable,
    check,
    equal,
    promised,
)
from dressform.checks.errors import NoAnswer, OutOfBudget
from dressform.checks.verdicts import Outcome, Report, Verdict, worst_status
from dressform.http.server import Server
from tests.checks.suites import as_real, judged, reached, reasons, verdicts
from tests.support.serving import Shop

Open = Callable[..., Account]


def one(server: Server, function: Callable[..., Any], evidence: Any = "documented") -> Outcome:
    """What becomes of it."""
    function.__name__ = "one"
    function.__doc__ = function.__doc__ or "It is so."
    return judged(server, check("the document", evidence)(function)).outcomes[0]


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [("documented", "broken"), ("observed", "drift"), ("inferred", "drift")],
)
def test_a_promise_that_is_not_kept_is_broken_or_drift_by_its_evidence(
    server: Server, evidence: str, verdict: str
) -> None:
    def lies() -> None:
        promised(kept=False, otherwise="it is not so")

    outcome = one(server, lies, evidence)
    assert (verdict, evidence) == (outcome.verdict, outcome.evidence)
    assert ("it is not so", "the document") == (outcome.reason, outcome.source)


def test_the_evidence_of_the_one_promise_goes_before_that_of_the_check(server: Server) -> None:
    def lies() -> None:
        equal("its colour", "red", "blue", evidence="inferred", source="a guess")

    outcome = one(server, lies)
    assert ("drift", "inferred", "a guess") == (outcome.verdict, outcome.evidence, outcome.source)
    assert "its colour is 'blue', not 'red'" == outcome.reason


@pytest.mark.parametrize(
    ("raised", "verdict", "reason"),
    [
        (None, "pass", ""),
        (Undecided("nobody knows"), "inconclusive", "nobody knows"),
        (OutOfBudget("too dear"), "inconclusive", "too dear"),
        (NoAnswer("silence"), "inconclusive", "silence"),
        (NotTried("no tunnel"), "skipped", "no tunnel"),
    ],
)
def test_what_cannot_be_found_out_is_inconclusive_or_skipped(
    server: Server, raised: BaseException | None, verdict: str, reason: str
) -> None:
    def ends() -> None:
        if raised is not None:
            raise raised

    outcome = one(server, ends)
    assert (verdict, reason) == (outcome.verdict, outcome.reason)


def test_a_bug_in_a_check_is_inconclusive_with_its_place(server: Server) -> None:
    def breaks() -> None:
        _ = {}["nothing"]

    outcome = one(server, breaks)
    assert "inconclusive" == outcome.verdict
    assert outcome.reason.startswith("the check itself failed: KeyError: 'nothing' (test_run.py:")


def test_a_plain_assertion_is_a_bug_and_no_mismatch(server: Server) -> None:
    def asserts() -> None:
        assert 1 == 2

    assert "inconclusive" == one(server, asserts).verdict


def test_a_target_that_has_become_unusable_ends_the_run_and_still_cleans_up(
    server: Server,
) -> None:
    def dies(open_account: Open) -> None:
        open_account()
        raise Unusable("it is gone")

    before = set(server.fronts["uwear"].deployment.tenants)
    with pytest.raises(Unusable, match="it is gone"):
        one(server, dies)
    assert before == set(server.fronts["uwear"].deployment.tenants)


def test_the_last_request_before_a_mismatch_is_shown_as_curl(server: Server) -> None:
    def lies(api: Api) -> None:
        api.call("list_cameras")
        raise api_mismatch(api.call("get_clothing_item", path={"clothing_item_id": 77}))

    def api_mismatch(answer: Answer) -> Mismatch:
        return Mismatch(answer.what)

    outcome = one(server, lies)
    assert outcome.curl.startswith("curl -sS -X GET ")
    assert shlex.split(outcome.curl)[4].endswith("/clothing-item/77")
    assert 2 == outcome.calls


def test_the_request_that_a_mismatch_names_goes_before_the_last_one(server: Server) -> None:
    def lies(api: Api) -> None:
        shows = api.call("list_cameras").exchange
        api.call("get_clothing_item", path={"clothing_item_id": 77})
        raise Mismatch("it is not so", exchange=shows)

    assert one(server, lies).curl.partition(" -H ")[0].endswith("/cameras")


def test_a_download_is_not_what_shows_a_mismatch_of_the_api(server: Server) -> None:
    def lies(api: Api) -> None:
        api.call("list_cameras")
        api.fetch("/cameras")
        promised(kept=False, otherwise="it is not so")

    outcome = one(server, lies)
    assert "Authorization" in outcome.curl
    assert (1, 2) == (outcome.calls, len(outcome.exchanges))


@pytest.mark.parametrize("fine", [Undecided("x"), NotTried("x"), None])
def test_what_is_no_mismatch_shows_no_request(server: Server, fine: BaseException | None) -> None:
    def ends(api: Api) -> None:
        api.call("list_cameras")
        if fine is not None:
            raise fine

    assert "" == one(server, ends).curl


def test_a_reason_is_on_one_line_and_no_longer_than_anybody_would_read(server: Server) -> None:
    def lies() -> None:
        promised(kept=False, otherwise="begin\r\n\t" + "and so on\n" * 500 + "end")

    reason = one(server, lies).reason
    assert reason.startswith("begin and so on and")
    assert reason.endswith("and so on end")
    assert len(reason) < 500
    assert not {"\n", "\r", "\t"} & set(reason)


def outcomes(*found: Verdict) -> Iterator[Outcome]:
    for verdict in found:
        yield Outcome("uwear.trial.one", "", "documented", "", verdict)


PASS, BROKEN, DRIFT, INCONCLUSIVE, SKIPPED = Verdict


@pytest.mark.parametrize(
    ("found", "simulator", "status"),
    [
        ((), False, 0),
        ((PASS, SKIPPED), False, 0),
        ((PASS, BROKEN, INCONCLUSIVE), False, 1),
        ((PASS, INCONCLUSIVE, SKIPPED), False, 3),
        ((PASS, DRIFT), False, 0),
        ((PASS, DRIFT), True, 1),
        ((DRIFT, INCONCLUSIVE), False, 3),
        ((DRIFT, INCONCLUSIVE), True, 1),
    ],
)
def test_the_exit_status_says_whether_promises_were_broken_or_undecided(
    found: tuple[Verdict, ...], simulator: bool, status: int
) -> None:
    report = Report("uwear", "http://x", simulator, 0, None, list(outcomes(*found)))
    assert status == report.exit_status


def test_of_several_reports_the_worst_decides() -> None:
    kept, stopped = (Report("uwear", "http://x", False, 0, None, stopped=s) for s in ("", "dear"))
    broken = Report("uwear", "http://x", False, 0, None, list(outcomes(BROKEN)))
    assert [0, 3, 1] == [worst_status([kept]), worst_status([kept, stopped]), broken.exit_status]
    assert 1 == worst_status([kept, stopped, broken])


def test_drift_is_told_of_a_real_target_and_fails_the_simulator(
    server: Server, uwear: Shop
) -> None:
    @check("s", "observed")
    def drifts() -> None:
        """It was seen so."""
        promised(kept=False, otherwise="it is not so")

    run = as_real(uwear, drifts)
    assert 0 == run.all(run.suite.checks.values()).exit_status
    assert 1 == judged(server, drifts).exit_status


def test_what_a_real_target_cannot_show_is_skipped_with_the_reason(uwear: Shop) -> None:
    @check("s")
    def with_accounts(open_account: Open) -> None:
        """It opens accounts."""

    @check("s")
    def with_a_stranger(stranger: Api) -> None:
        """It needs another account."""

    @check("s")
    def with_an_inbox(inbox: Any) -> None:
        """It needs a webhook receiver."""

    @check("s", wait=61)
    def with_time() -> None:
        """It takes long."""

    @check("s", wait=60)
    def with_less_time() -> None:
        """It takes less long."""

    run = as_real(uwear, with_accounts, with_a_stranger, with_an_inbox, with_time, with_less_time)
    report = run.all(run.suite.checks.values())
    assert {
        "with_accounts": "needs accounts to open, and there is no /_mock",
        "with_a_stranger": "needs the key of a second account: --stranger-key",
        "with_an_inbox": "needs a webhook receiver that the target can reach: --webhook-url",
        "with_time": "waits for 61 s; --max-wait is 60",
        "with_less_time": "",
    } == reasons(report)
    assert 4 == report.count(Verdict.SKIPPED)


def test_equal_seeds_draw_alike_for_a_check_and_differently_for_another(server: Server) -> None:
    drawn: list[float] = []

    @check("s")
    def first(rng: Random) -> None:
        """It draws."""
        drawn.append(rng.random())

    @check("s")
    def second(rng: Random) -> None:
        """It draws as well."""
        drawn.append(rng.random())

    for seed in (1, 1, 2):
        assert 2 == judged(server, first, second, seed=seed).count(Verdict.PASS)
    assert drawn[:2] == drawn[2:4]
    assert 4 == len(set(drawn))


def test_the_report_counts_calls_downloads_and_credits(server: Server) -> None:
    @check("s", cost=2)
    def spends(api: Api) -> None:
        """It spends."""
        body = {"use_case": "edit", "model_slug": "gemini-flash", "prompt": "x", "num_images": 2}
        api.call("create_generation", body=body | {"image_url": "https://example.com/a.jpg"})
        api.fetch(f"{api.place.base_url}/nothing")

    report = judged(server, spends, seed=3)
    assert (1, 1, 2, 3) == (report.calls, report.downloads, report.spent, report.seed)
    assert (2, 2) == (report.outcomes[0].worst, report.outcomes[0].spent)
    assert verdicts(report) == {"spends": "pass"}
    assert (f"{server.origin}/uwear", True) == (report.target, report.simulator)
    assert reached(server).finish().left_behind == []
