"""Generated requests: equal ones for an equal seed, and the smallest that shows a mismatch."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from dressform.checks import Answer, NotTried
from dressform.checks.derived import suite_of as vendor_suite
from dressform.checks.errors import Mismatch, NoAnswer, OutOfBudget
from dressform.checks.properties import properties
from dressform.checks.run import Run
from dressform.checks.traffic import Traffic, is_wrong
from dressform.checks.verdicts import Outcome
from dressform.contract import load
from dressform.http.server import Server
from tests.checks.suites import as_real, reached
from tests.deviations.deviant import serving_deviant
from tests.deviations.trial import made_of
from tests.support.serving import Shop

Judge = Callable[[Answer], None]
Asked = tuple[str, str, str]


def nothing(answer: Answer) -> None:
    """Whatever is answered is fine."""


def sent(run: Run) -> list[Asked]:
    """What was asked for, in order."""
    exchanges = run.target.place.transport.exchanges
    return [(e.method, e.path, e.body or repr(e.form)) for e in exchanges if e.counted]


def drawn(server: Server, name: str, seed: int, kind: str) -> list[Asked]:
    """The requests of a kind to an operation."""
    run = reached(server, seed=seed)
    traffic = Traffic(run.suite, run.target.playground(), 8, seed)
    operation = run.suite.contract.operations[name]
    (traffic.valid if kind == "valid" else traffic.invalid)(operation, nothing)
    asked = sent(run)
    run.finish()
    return asked


@pytest.mark.parametrize("kind", ["valid", "invalid"])
@pytest.mark.parametrize("name", ["list_generations", "update_avatar"])
def test_equal_seeds_send_equal_requests_and_others_send_others(
    server: Server, name: str, kind: str
) -> None:
    first, again, other = (drawn(server, name, seed, kind) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len(first) >= 8


def outcome_of(server: Server, name: str, examples: int = 40, **asking: Any) -> Outcome:
    """What becomes of one of the properties."""
    run = reached(server, examples=examples, terms=vendor_suite("uwear").terms, **asking)
    (check,) = [each for each in properties(run.suite) if each.name == name]
    run.suite.checks[check.id] = check  # type: ignore[index]
    return run.all([check]).outcomes[0]


SOUND = (
    "create_clothing_item_takes_what_is_valid",
    "list_generations_takes_what_is_valid",
    "list_generations_refuses_what_is_not",
    "create_avatar_refuses_what_is_not",
    "chains_of_calls_hold_together",
)


@pytest.mark.parametrize("name", SOUND)
def test_the_simulator_keeps_its_document(server: Server, name: str) -> None:
    found = outcome_of(server, name, examples=10)
    assert ("pass", "") == (found.verdict, found.reason)


def test_the_smallest_request_that_is_taken_in_spite_of_all_is_shown() -> None:
    limit = "/components/parameters/ItemsPerPage/schema/maximum"
    wider = {"kind": "contract", "remove": [limit]}
    with serving_deviant(made_of("uwear", wider)) as server:
        found = outcome_of(server, "list_generations_refuses_what_is_not", examples=100, seed=7)
    assert ("drift", "inferred") == (found.verdict, found.evidence)
    assert "answered 200 to a request that its document does not allow" in found.reason
    assert "/generations?items_per_page=101' " in found.curl


def test_a_failure_is_broken_and_shown_by_the_smallest_request() -> None:
    fails = {"kind": "fault", "fault": "status", "arguments": {"status": 500}}
    with serving_deviant(made_of("uwear", fails | {"operation": "create_avatar"})) as server:
        found = outcome_of(server, "create_avatar_takes_what_is_valid")
    assert ("broken", "documented") == (found.verdict, found.evidence)
    assert "POST /uwear/avatar answered 500: " in found.reason
    assert found.curl.startswith("curl -sS -X POST ")


def test_what_fails_once_and_never_again_is_a_mismatch_all_the_same() -> None:
    fails = {"kind": "fault", "fault": "status", "arguments": {"status": 500}, "times": 1}
    with serving_deviant(made_of("uwear", fails | {"operation": "create_avatar"})) as server:
        found = outcome_of(server, "create_avatar_takes_what_is_valid")
        assert "broken" == found.verdict
        assert "answered 500" in found.reason


@pytest.mark.parametrize(
    ("altered", "reason"),
    [
        (
            {"kind": "rollback", "operation": "delete_clothing_item"},
            " had been deleted",
        ),
        (
            {"kind": "rollback", "operation": "create_clothing_item", "parts": ["resources"]},
            " had been made",
        ),
    ],
)
def test_chains_find_what_should_be_gone_and_what_should_be_there(
    altered: dict[str, Any], reason: str
) -> None:
    with serving_deviant(made_of("uwear", altered)) as server:
        found = outcome_of(server, "chains_of_calls_hold_together", examples=10)
    assert ("broken", True) == (found.verdict, found.reason.endswith(reason))


def test_the_end_of_the_budget_gets_through_at_once(server: Server) -> None:
    run = reached(server, budget=3)
    traffic = Traffic(run.suite, run.target.playground(), 50, 0)
    with pytest.raises(OutOfBudget):
        traffic.valid(run.suite.contract.operations["create_generation"], nothing)
    assert run.target.budget.spent <= 3
    assert len(sent(run)) < 50
    run.finish()


ENDS = [OutOfBudget("over"), NoAnswer("silence"), NotTried("no"), KeyboardInterrupt()]


@pytest.mark.parametrize("end", ENDS)
def test_what_is_undecided_is_not_made_smaller(server: Server, end: BaseException) -> None:
    run = reached(server)

    def ends(answer: Answer) -> None:
        raise end

    traffic = Traffic(run.suite, run.target.playground(), 20, 0)
    for send in (
        lambda: traffic.valid(run.suite.contract.operations["list_cameras"], ends),
        lambda: traffic.chains(ends),
    ):
        before = len(sent(run))
        with pytest.raises(type(end)):
            send()
        assert 1 == len(sent(run)) - before
    run.finish()


def test_a_request_is_not_worth_ten_of_the_cheapest_generations(server: Server) -> None:
    run = reached(server)
    traffic = Traffic(run.suite, run.target.playground(), 1, 0)
    operation = run.suite.contract.operations["create_generation"]
    assert [True, False] == [
        traffic.cheap(operation, SimpleNamespace(body={"num_images": count}))  # type: ignore[arg-type]
        for count in (10, 11)
    ]
    run.finish()


def test_on_a_real_account_only_what_makes_something_new_is_sent(uwear: Shop) -> None:
    run = as_real(uwear, budget=0)
    traffic = Traffic(run.suite, run.target.api, 3, 0)
    traffic.valid(run.suite.contract.operations["list_avatars"], nothing)
    assert {"GET"} == {method for method, *_ in sent(run)}


def case(**facts: Any) -> Any:
    plain = {"path_parameters": {}, "media_type": None, "body": None}
    return SimpleNamespace(**plain | facts)


JSON, FORM = "application/json", "multipart/form-data"


@pytest.mark.parametrize(
    ("slug", "name", "facts", "query", "wrong"),
    [
        ("uwear", "list_generations", {}, "", False),
        ("uwear", "list_generations", {}, "?page=1", False),
        ("uwear", "list_generations", {}, "?page=x", True),
        ("uwear", "list_generations", {}, "?page=", True),
        ("uwear", "list_generations", {}, "?nobody-knows=it", False),
        ("uwear", "get_avatar", {"path_parameters": {"avatar_id": "1"}}, "", False),
        ("uwear", "get_avatar", {"path_parameters": {"avatar_id": "x"}}, "", True),
        ("uwear", "create_avatar", {"media_type": JSON, "body": {}}, "", True),
        ("uwear", "create_avatar", {"media_type": JSON, "body": b"{"}, "", True),
        ("uwear", "create_avatar", {"media_type": "text/plain", "body": "x"}, "", False),
        ("nextry", "generate_image", {"media_type": FORM, "body": {}}, "", True),
        ("nextry", "generate_image", {"media_type": FORM, "body": {"a b": 1}}, "", False),
        ("nextry", "generate_image", {"media_type": FORM, "body": b"x"}, "", False),
    ],
)
def test_a_request_is_wrong_if_its_reader_can_see_that(
    slug: str, name: str, facts: Any, query: str, wrong: bool
) -> None:
    operation = load(slug).operations[name]
    assert wrong == is_wrong(operation, case(**facts), f"http://x/y{query}")


def test_every_operation_has_its_properties(server: Server) -> None:
    run = reached(server)
    checks = {check.name: check for check in properties(run.suite)}
    for operation in run.suite.contract.operations:
        assert f"{operation}_takes_what_is_valid" in checks
    assert 10 == checks["create_generation_takes_what_is_valid"].each
    assert 0 == checks["list_cameras_takes_what_is_valid"].each
    assert not any(check.lean for check in checks.values())
    run.finish()


def test_what_is_undecided_while_a_mismatch_is_made_smaller_is_undecided(server: Server) -> None:
    run = reached(server)
    judged: list[Answer] = []

    def fails_and_then_ends(answer: Answer) -> None:
        judged.append(answer)
        if len(judged) == 6:
            raise OutOfBudget("over")
        if answer.exchange.method == "POST":
            raise Mismatch("made")

    with pytest.raises(OutOfBudget):
        Traffic(run.suite, run.target.playground(), 10, 0).chains(fails_and_then_ends)
    assert 6 == len(judged)
    run.finish()


def test_what_was_seen_once_and_never_again_is_told(server: Server) -> None:
    run = reached(server)
    judged: list[Answer] = []

    def fails_once(answer: Answer) -> None:
        judged.append(answer)
        if len(judged) == 2:
            raise Mismatch("only once")

    with pytest.raises(Mismatch, match="only once") as error:
        Traffic(run.suite, run.target.playground(), 10, 0).chains(fails_once)
    assert error.value.exchange is judged[1].exchange
    run.finish()
