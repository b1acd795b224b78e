"""What a test asks of the journal is answered exactly, and a miss is told so that it helps."""

import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dressform.mock.requests import Requests
from dressform.rows import RequestRow

START = datetime(2026, 3, 1, 10, tzinfo=UTC)


def row(number: int = 1, **facts: Any) -> RequestRow:
    """A create that was refused for want of credits."""
    plain: dict[str, Any] = {
        "number": number,
        "at": START + timedelta(seconds=number),
        "wall": START - timedelta(days=1),
        "clock": "manual",
        "method": "POST",
        "path": "/uwear/generation",
        "query": "",
        "operation": "create_generation",
        "status": 402,
        "milliseconds": 1.0,
        "credits_before": 3,
        "credits_after": 3,
        "decided": "refused: 5 credits required, 3 available",
        "reason": "OutOfCredits",
        "faults": (),
        "job_id": None,
        "job_state": None,
        "headers": {"User-Agent": "shop/1", "Authorization": "***"},
        "request": {"prompt": "a", "n": 1, "flag": True, "deep": {"x": [{"y": 1, "z": 2}], "w": 0}},
        "response_headers": {},
        "response": None,
    }
    return RequestRow(**plain | facts)


def poll(number: int, **facts: Any) -> RequestRow:
    return row(
        number,
        **{
            "method": "GET",
            "path": "/uwear/generation/1",
            "operation": "get_generation",
            "status": 200,
            "reason": None,
            "decided": "Ongoing",
            "request": None,
        }
        | facts,
    )


def message_of(error: pytest.ExceptionInfo[AssertionError]) -> list[str]:
    return str(error.value).splitlines()


def test_it_is_a_sequence_whose_slices_are_too() -> None:
    rows = [row(1), poll(2), poll(3)]
    requests = Requests(rows, dropped=4)

    assert 3 == len(requests)
    assert rows == list(requests)
    assert rows[1] is requests[1]
    assert rows[2] is requests[-1] is requests.last
    assert isinstance(requests[1:], Requests)
    assert (rows[1:], 4) == (list(requests[1:]), requests[1:].dropped)
    assert rows[0] in requests


def test_it_does_not_change_with_the_list_it_was_made_of() -> None:
    rows = [row(1)]
    requests = Requests(rows)
    rows.clear()

    assert 1 == len(requests)


def test_the_last_of_none_is_an_error_that_says_why() -> None:
    with pytest.raises(LookupError, match="none reached the workspace, or none of them fits"):
        _ = Requests([]).last


def test_it_shows_itself_as_a_table() -> None:
    requests = Requests([row(7), poll(8, status=None, at=None, path="/a\x1b[2J", decided="")], 2)

    assert [
        "2 requests (2 older ones no longer fit into the journal)",
        "    7  2026-03-01 10:00:07.000  POST   /uwear/generation  402  "
        "refused: 5 credits required, 3 available",
        r"    8  2026-02-28 10:00:00.000  GET    /a\x1b[2J  ---",
    ] == repr(requests).splitlines()


def test_a_long_table_shows_the_latest() -> None:
    lines = repr(Requests(poll(n) for n in range(1, 101))).splitlines()

    assert ["100 requests", "  ... 70 more before these"] == lines[:2]
    assert ("71", "100", 32) == (lines[2].split()[0], lines[-1].split()[0], len(lines))


@pytest.mark.parametrize(
    ("fits", "differs"),
    [
        ({"operation": "create_generation"}, {"operation": "get_generation"}),
        ({"method": "post"}, {"method": "PUT"}),
        ({"path": "/uwear/generation"}, {"path": "/generation"}),
        ({"path": "*/gener?tion"}, {"path": "/uwear/*/1"}),
        ({"status": 402}, {"status": 400}),
        ({"status": "4xx"}, {"status": "5XX"}),
        ({"status": "402"}, {"status": "none"}),
        ({"status": "4XX"}, {"status": "3xx"}),
        ({"reason": "OutOfCredits"}, {"reason": "RateLimited"}),
        ({"since": START + timedelta(seconds=1)}, {"since": START + timedelta(seconds=1.001)}),
        ({"until": START + timedelta(seconds=1.001)}, {"until": START + timedelta(seconds=1)}),
        ({"headers": {"user-agent": "shop/1"}}, {"headers": {"User-Agent": "SHOP/1"}}),
        ({"headers": {}}, {"headers": {"X-None": ""}}),
        ({"headers": {"USER-AGENT": "shop/1"}}, {"headers": {"User-Agent": "shop/1", "X-A": ""}}),
        ({"body": {}}, {"body": {"none": None}}),
        ({"body": {"prompt": "a", "n": 1.0}}, {"body": {"prompt": "a", "n": 2}}),
        ({"body": {"flag": True}}, {"body": {"n": True}}),
        ({"body": {"n": 1}}, {"body": {"flag": 1}}),
        ({"body": {"deep": {"x": [{"y": 1}]}}}, {"body": {"deep": {"x": []}}}),
        ({"body": {"deep": {"x": ({"z": 2},)}}}, {"body": {"deep": {"x": {"y": 1}}}}),
    ],
)
def test_each_criterion_chooses(fits: dict[str, Any], differs: dict[str, Any]) -> None:
    requests = Requests([row()])

    assert 1 == len(requests.where(**fits))
    assert 0 == len(requests.where(**differs))


def test_all_criteria_have_to_fit_and_none_is_no_criterion() -> None:
    requests = Requests([row()])

    assert 1 == len(requests.where(operation=None, body=None, status=None, since=None))
    assert 0 == len(requests.where(operation="create_generation", status=200))


def test_faults_and_dropped_connections_can_be_asked_for() -> None:
    requests = Requests([row(1), row(2, status=None, faults=("latency", "reset"))], dropped=3)

    found = requests.where(fault="reset")

    assert ([2], 3) == ([each.number for each in found], found.dropped)
    assert [2] == [each.number for each in requests.where(status="none")]
    assert [1] == [each.number for each in requests.where(status="4xx")]


def test_a_path_that_looks_like_a_pattern_is_itself() -> None:
    requests = Requests([row(path="/a[1]")])

    assert 1 == len(requests.where(path="/a[1]"))


def test_a_request_that_reached_no_workspace_has_the_walls_time() -> None:
    requests = Requests([row(at=None)])

    assert 1 == len(requests.where(until=START))
    assert 0 == len(requests.where(since=START))


@pytest.mark.parametrize(
    ("criteria", "kind", "words"),
    [
        (
            {"statu": 402},
            TypeError,
            r"no criterion 'statu' \(did you mean status\?\); there are op",
        ),
        ({"zzz": None}, TypeError, "there are operation, method, path, status, reason, since"),
        ({"status": "4x"}, ValueError, "a class such as '4xx', or 'none', and not '4x'"),
        ({"status": "4xxx"}, ValueError, "and not '4xxx'"),
        ({"status": 99}, ValueError, "a number from 100 to 599"),
        ({"status": 600}, ValueError, "and not 600"),
        ({"status": True}, TypeError, "and not True"),
        ({"status": 402.0}, TypeError, "and not 402.0"),
        ({"method": 1}, TypeError, "method is a text, and not 1"),
        ({"body": "a"}, TypeError, "body is a mapping of members, and not 'a'"),
        ({"headers": ["a"]}, TypeError, "headers is a mapping of names to values"),
        ({"since": "now"}, TypeError, "since is a datetime, and not 'now'"),
        ({"until": datetime(2026, 3, 1)}, ValueError, "until needs a time zone"),
    ],
)
@pytest.mark.parametrize("method", ["where", "assert_called", "assert_not_called"])
def test_a_criterion_that_cannot_be_meant_is_an_error(
    method: str, criteria: dict[str, Any], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        getattr(Requests([]), method)(**criteria)


@pytest.mark.parametrize("counts", [{}, {"times": 2}, {"at_least": 1}, {"at_least": 2}])
def test_the_calls_that_were_expected_are_returned(counts: dict[str, Any]) -> None:
    requests = Requests([row(1), poll(2), poll(3)])

    found = requests.assert_called(operation="get_generation", **counts)

    assert [2, 3] == [each.number for each in found]


def test_what_was_not_called_was_not() -> None:
    requests = Requests([row(1)])

    requests.assert_not_called(method="DELETE")
    assert 0 == len(requests.assert_called(method="DELETE", times=0))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"times": 1}, "expected exactly 1 request with operation='get_generation', "),
        ({"times": 3}, "expected exactly 3 requests with"),
        ({"times": 0}, "expected exactly no requests with"),
        ({"at_least": 3}, "expected at least 3 requests with"),
    ],
)
def test_another_number_of_calls_is_a_failure(counts: dict[str, Any], words: str) -> None:
    requests = Requests([row(1), poll(2), poll(3)])

    with pytest.raises(AssertionError) as error:
        requests.assert_called(operation="get_generation", **counts)

    assert message_of(error)[0].startswith(words)
    assert message_of(error)[0].endswith("and there were 2")


@pytest.mark.parametrize(
    "counts", [{"times": 1, "at_least": 1}, {"times": -1}, {"at_least": 0}, {"at_least": -1}]
)
def test_a_number_of_calls_that_cannot_be_meant_is_an_error(counts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"times|at_least"):
        Requests([]).assert_called(**counts)


def test_the_nearest_misses_are_told_closest_first_with_what_did_not_fit() -> None:
    near = row(2, status=200, request={"prompt": "a"})
    far = row(1, status=200, request={"prompt": "c"})
    other = poll(3, path="/uwear/generation/1", status=402)

    with pytest.raises(AssertionError) as error:
        Requests([far, near, other], dropped=9).assert_called(
            operation="create_generation", status=402, body={"prompt": "a"}
        )

    assert [
        "expected at least 1 request with operation='create_generation', status=402, "
        "body={'prompt': 'a'}, and there were none (9 older ones no longer fit into the journal)",
        "the closest that do not fit:",
        "    2  2026-03-01 10:00:02.000  POST   /uwear/generation  200  "
        "refused: 5 credits required, 3 available",
        "      status 200, not 402",
        "    1  2026-03-01 10:00:01.000  POST   /uwear/generation  200  "
        "refused: 5 credits required, 3 available",
        "      status 200, not 402",
        "      body: prompt is 'c', not 'a'",
        "    3  2026-03-01 10:00:03.000  GET    /uwear/generation/1  402  Ongoing",
        "      operation 'get_generation', not 'create_generation'",
        "      body: it is None, not {'prompt': 'a'}",
    ] == message_of(error)


def test_of_equally_near_misses_the_latest_five_are_told() -> None:
    with pytest.raises(AssertionError) as error:
        Requests(poll(n) for n in range(1, 9)).assert_called(status=500)

    told = [line.split()[0] for line in message_of(error) if "GET" in line]
    assert ["8", "7", "6", "5", "4"] == told


def test_too_few_calls_are_told_by_those_that_do_not_fit() -> None:
    with pytest.raises(AssertionError) as error:
        Requests([poll(1), poll(2, status=500)]).assert_called(status=200, times=2)

    assert message_of(error)[0].endswith("and there was 1")
    assert "      status 500, not 200" == message_of(error)[-1]


def test_too_many_calls_are_told_by_those_that_fit() -> None:
    requests = Requests([row(0), *(poll(n) for n in range(1, 8))])

    for check in (requests.assert_not_called, lambda **w: requests.assert_called(times=1, **w)):
        with pytest.raises(AssertionError) as error:
            check(operation="get_generation")
        lines = message_of(error)
        assert "these fit:" == lines[1]
        assert ["1", "2", "3", "4", "5", "..."] == [line.split()[0] for line in lines[2:]]


def test_an_operation_that_was_never_called_is_told_by_those_that_were() -> None:
    requests = Requests([row(1), poll(2), poll(3), poll(4, operation=None, path="/nowhere")])

    with pytest.raises(AssertionError) as error:
        requests.assert_called(operation="delete_generation")

    assert (
        "there were calls of: GET /nowhere x1, create_generation x1, get_generation x2"
        == (message_of(error)[1])
    )


def test_no_requests_at_all_are_told_as_such() -> None:
    with pytest.raises(AssertionError) as error:
        Requests([]).assert_called()

    assert [
        "expected at least 1 request, and there were none",
        "there were no requests at all",
    ] == message_of(error)


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ({"method": "DELETE"}, "method POST, not DELETE"),
        ({"path": "/x"}, "path '/uwear/generation', not '/x'"),
        ({"reason": "NotFound"}, "reason 'OutOfCredits', not 'NotFound'"),
        ({"fault": "reset"}, "faults latency, status, not reset"),
        ({"since": datetime(2027, 1, 1, tzinfo=UTC)}, "which is before 2027-01-01 00:00:00+00:00"),
        ({"until": START}, "at 2026-03-01 10:00:01+00:00, which is not before 2026-03-01 10"),
        ({"headers": {"X-A": "b"}}, "headers: there is no X-A"),
        ({"headers": {"user-agent": "b"}}, "headers: user-agent is 'shop/1', not 'b'"),
        ({"headers": {"x-empty": "b"}}, "headers: x-empty is '', not 'b'"),
        ({"headers": {"authorization": "b"}}, "is '***' (the journal hides credentials), not 'b'"),
        ({"body": {"deep": {"v": 1}}}, "body: there is no deep.v"),
        ({"body": {"deep": {"x": [{"y": 2}]}}}, "body: deep.x.0.y is 1, not 2"),
        ({"body": {"prompt": "b" * 200}}, "body: prompt is 'a', not 'bbb"),
    ],
)
def test_what_did_not_fit_is_told_in_a_few_words(criteria: dict[str, Any], words: str) -> None:
    headers = {"User-Agent": "shop/1", "Authorization": "***", "X-Empty": ""}
    shown = row(faults=("latency", "status"), headers=headers)
    with pytest.raises(AssertionError) as error:
        Requests([shown]).assert_called(**criteria)

    told = message_of(error)[-1]
    assert words in told
    assert len(told) < 130


def test_a_failure_shows_the_line_of_the_test() -> None:
    for check in (Requests([]).assert_called, lambda: Requests([row()]).assert_not_called()):
        with pytest.raises(AssertionError) as error:
            check()
        frames = [frame for frame, _ in traceback.walk_tb(error.tb)]
        inner = [frame for frame in frames if frame.f_code.co_filename.endswith("mock/requests.py")]
        assert inner
        assert all(frame.f_locals.get("__tracebackhide__") for frame in inner)
