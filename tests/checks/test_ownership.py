"""Only what a run has made is changed or deleted by it, whatever happens to it."""

from collections.abc import Callable
from typing import Any

import pytest

from dressform.checks import Api, Made, NotTried, check, promised
from dressform.checks.errors import NoAnswer
from dressform.checks.ownership import NOBODYS, Owned, Thing
from dressform.checks.traffic import Traffic
from tests.checks.suites import GARMENT, as_real, garment, generate, verdicts
from tests.support.serving import Shop

SHIRT = Made("shirt", "/id", "shirt_id", "delete_shirt")
JOB = Made("job", "/id", "job_id")


def owned(*values: str) -> Owned:
    things = Owned()
    for value in values:
        things.add(SHIRT, value)
    return things


def test_what_was_made_last_is_deleted_first() -> None:
    things, deleted = owned("1", "2", "3"), []
    assert [] == things.clean(lambda thing: not deleted.append(thing.value))  # type: ignore[func-returns-value]
    assert ["3", "2", "1"] == deleted
    assert [] == things.clean(lambda thing: False)


def test_what_cannot_be_deleted_is_named() -> None:
    things = owned("1", "2")
    things.add(JOB, "7")
    assert ["job 7", "shirt 1"] == things.clean(lambda thing: thing.value == "2")


def test_what_was_deleted_is_not_deleted_again_but_stays_the_runs_own() -> None:
    things = owned("1", "2")
    things.gone("delete_shirt", "1")
    things.gone("delete_hat", "2")
    assert ["shirt 2"] == things.clean(lambda thing: False)
    assert things.has("shirt_id", "1")


def test_what_is_made_twice_under_one_id_is_deleted_once() -> None:
    assert ["shirt 1"] == owned("1", "1").clean(lambda thing: False)


def test_what_was_made_or_cannot_be_anybodys_may_be_changed_and_nothing_else() -> None:
    things = owned("1")
    assert things.has("shirt_id", "1")
    assert not things.has("job_id", "1")
    assert not things.has("shirt_id", "2")
    assert all(things.has("shirt_id", value) for value in NOBODYS.values())


def test_a_deletion_without_an_answer_does_not_stop_the_others() -> None:
    def delete(thing: Thing) -> bool:
        if thing.value == "2":
            raise NoAnswer("reset")
        return True

    assert ["shirt 2"] == owned("1", "2", "3").clean(delete)


def test_where_nobody_answers_any_more_nobody_is_asked_for_ever() -> None:
    asked = []

    def delete(thing: Thing) -> bool:
        asked.append(thing.value)
        raise NoAnswer("silence")

    left = owned(*"123456789").clean(delete)
    assert (9, list("987")) == (len(left), asked)


def there(shop: Shop, *garments: int) -> list[int]:
    """Those of the garments that have not been deleted."""
    return [n for n in garments if shop.call("GET", f"/clothing-item/{n}").status_code == 200]


def deletions(shop: Shop) -> list[str]:
    rows = shop.control("GET", "requests")["items"]
    return [row["path"].rpartition("/")[2] for row in rows if row["method"] == "DELETE"]


class Bug(Exception):
    """Of a check."""


def passes(api: Api) -> None:
    """It passes."""


def fails(api: Api) -> None:
    """It fails."""
    promised(kept=False, otherwise="it is not so")


def breaks(api: Api) -> None:
    """It has a bug."""
    raise Bug


def is_interrupted(api: Api) -> None:
    """It is interrupted."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("end", [passes, fails, breaks, is_interrupted])
def test_all_that_was_made_is_deleted_and_nothing_else_however_a_check_ends(
    uwear: Shop, end: Callable[[Api], None]
) -> None:
    before = uwear.json("POST", "/clothing-item", json=GARMENT)["clothing_item_id"]
    made: list[int] = []

    @check("s")
    def makes(api: Api) -> None:
        """It makes two garments."""
        made.extend([garment(api), garment(api)])
        end(api)

    run = as_real(uwear, makes)
    if end is is_interrupted:
        with pytest.raises(KeyboardInterrupt):
            run.all(run.suite.checks.values())
    else:
        assert [] == run.all(run.suite.checks.values()).left_behind
    assert [before] == there(uwear, before, *made)
    assert [str(made[1]), str(made[0])] == deletions(uwear)


@pytest.mark.parametrize(
    ("operation", "sent"),
    [
        ("delete_clothing_item", {}),
        ("update_clothing_item", {"body": {"clothing_item_name": "mine now"}}),
    ],
)
def test_what_was_there_before_cannot_be_changed_by_a_check(
    uwear: Shop, operation: str, sent: dict[str, Any]
) -> None:
    theirs = uwear.json("POST", "/clothing-item", json=GARMENT)["clothing_item_id"]
    asked = len(uwear.control("GET", "requests")["items"])

    @check("s")
    def meddles(api: Api) -> None:
        """It meddles with what it has not made."""
        api.call(operation, path={"clothing_item_id": theirs}, **sent)

    run = as_real(uwear, meddles)
    report = run.all(run.suite.checks.values())
    assert {"meddles": "skipped"} == verdicts(report)
    assert f"{operation} of clothing_item_id {theirs}, which this run has not made" == (
        report.outcomes[0].reason
    )
    assert asked == len(uwear.control("GET", "requests")["items"])


def test_what_is_nobodys_may_be_asked_to_be_deleted(uwear: Shop) -> None:
    run = as_real(uwear)
    path = {"clothing_item_id": NOBODYS["integer"]}
    assert 404 == run.target.api.call("delete_clothing_item", path=path).status


def test_what_a_run_has_made_it_may_change_and_delete(uwear: Shop) -> None:
    run = as_real(uwear)
    api = run.target.api
    path = {"clothing_item_id": garment(api)}
    changed = {"clothing_item_name": "another"}
    api.call("update_clothing_item", path=path, body=changed).must_be(200)
    api.call("delete_clothing_item", path=path)
    assert [] == run.finish().left_behind
    assert 1 == len(deletions(uwear))


def test_what_the_vendor_offers_no_way_to_delete_is_named(uwear: Shop) -> None:
    run = as_real(uwear, budget=1)
    number = generate(run.target.api).at("/generation_id")
    assert [f"generation {number}"] == run.finish().left_behind


def test_what_was_deleted_meanwhile_is_not_left_behind(uwear: Shop) -> None:
    run = as_real(uwear)
    number = garment(run.target.api)
    uwear.call("DELETE", f"/clothing-item/{number}")
    assert [] == run.finish().left_behind


def test_what_the_deployment_refuses_to_delete_is_named(uwear: Shop) -> None:
    run = as_real(uwear)
    first, second = garment(run.target.api), garment(run.target.api)
    fault = {"kind": "status", "status": 500, "operation": "delete_clothing_item", "times": 1}
    uwear.control("POST", "faults", json=fault)
    assert [f"clothing item {second}"] == run.finish().left_behind
    assert [second] == there(uwear, first, second)


def test_generated_requests_that_change_things_need_an_account_of_the_runs_own(
    uwear: Shop,
) -> None:
    run = as_real(uwear)
    traffic = Traffic(run.suite, run.target.api, 5, 0)
    for name in ("delete_clothing_item", "update_clothing_item"):
        with pytest.raises(NotTried):
            traffic.valid(run.suite.contract.operations[name], lambda answer: None)
    with pytest.raises(NotTried):
        traffic.chains(lambda answer: None)
    assert [] == uwear.control("GET", "requests")["items"]
