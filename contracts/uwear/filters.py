"""Filters and orders of the lists. Source: uwear.md, Get All Generations and Get All Generation Results."""

from typing import Any

from dressform.checks import Answer, Api, check, equal, promised

Json = dict[str, Any]
History = Any

_SORT = "vendor-notes.md, uwear, list filters and sort"
_FIELDS = ("created_at", "updated_at", "generation_id", "status", "num_images", "feature_name")
_NOBODYS = 2147483647


def _list(api: Api, operation: str, **query: Any) -> Answer:
    return api.call(operation, query={"items_per_page": 100} | query).must_be(200)


def _ids(answer: Answer, name: str) -> list[Any]:
    rows = answer.at("/data")
    promised(isinstance(rows, list), f"{answer.what} with data that is no list")
    return [row.get(name) if isinstance(row, dict) else row for row in rows]


def _only(answer: Answer, name: str, expected: list[Any]) -> None:
    """Hold a list to what has to be in it, in whatever order, and to its own count."""
    found = sorted(_ids(answer, name), key=str)
    equal(f"{answer.what}: every {name}", sorted(expected, key=str), found)
    equal(f"{answer.what}: total_count", len(expected), answer.at("/total_count"))


def _generations(answer: Answer, expected: list[Json]) -> None:
    _only(answer, "generation_id", [g["generation_id"] for g in expected])


def _results(answer: Answer, expected: list[Json]) -> None:
    _only(answer, "generation_result_id", [r["generation_result_id"] for r in expected])


@check("uwear.md, Get All Generations", lean=False)
def the_status_filter_finds_all_and_only_those(an_account_has_a_history: History) -> None:
    """Filtered by any of the four states, the list has all generations in it and no others."""
    history = an_account_has_a_history
    for status in ("Done", "Created", "Ongoing", "Error"):
        expected = [g for g in history.generations if g["status"] == status]
        _generations(_list(history.account, "list_generations", status=status), expected)


@check("uwear.md, Get All Generations", lean=False)
def the_feature_filter_finds_all_and_only_those(an_account_has_a_history: History) -> None:
    """Filtered by a feature, spelled as answers spell it, the list has its generations only."""
    history = an_account_has_a_history
    names = {g["feature_name"] for g in history.generations}
    equal("how many features two models are", 2, len(names))
    for name in (*names, "model:no-such-model"):
        expected = [g for g in history.generations if g["feature_name"] == name]
        _generations(_list(history.account, "list_generations", feature_name=name), expected)


@check("uwear.md, Get All Generations", lean=False)
def filters_of_generations_combine(an_account_has_a_history: History) -> None:
    """Filtered by state and feature, the list has what is in that state and of that feature."""
    history = an_account_has_a_history
    name = history.generations[0]["feature_name"]
    for status in ("Done", "Error"):
        wanted = {"status": status, "feature_name": name}
        expected = [g for g in history.generations if wanted.items() <= g.items()]
        _generations(_list(history.account, "list_generations", **wanted), expected)


@check("uwear.md, Get All Generations", lean=False)
def unknown_batches_and_provider_ids_find_nothing(an_account_has_a_history: History) -> None:
    """Filtered by a batch, or by a provider's job id, that does not exist, the list is empty."""
    history = an_account_has_a_history
    for query in ({"batch_id": _NOBODYS}, {"external_id": "dressform-no-such-job"}):
        _generations(_list(history.account, "list_generations", **query), [])


@check("uwear.md, Get All Generations", lean=False)
def the_newest_generation_comes_first(an_account_has_a_history: History) -> None:
    """Generations are listed from the newest to the oldest, by default as by `created_at:desc`."""
    history = an_account_has_a_history
    expected = [g["created_at"] for g in reversed(history.generations)]
    for query in ({}, {"sort": "created_at:desc"}):
        answer = _list(history.account, "list_generations", **query)
        equal(f"{answer.what}: every created_at", expected, _ids(answer, "created_at"))


@check(_SORT, evidence="inferred", lean=False)
def generations_can_be_sorted_by_any_field(an_account_has_a_history: History) -> None:
    """`sort=field:asc` and `:desc` order all generations by that field, up and down."""
    history = an_account_has_a_history
    for field in _FIELDS:
        expected = sorted(g[field] for g in history.generations)
        for direction, values in (("asc", expected), ("desc", expected[::-1])):
            sort = f"{field}:{direction}"
            answer = _list(history.account, "list_generations", sort=sort)
            equal(f"{answer.what}: every {field}", values, _ids(answer, field))
            _generations(answer, history.generations)


@check("uwear.md, Get All Generation Results", lean=False)
def results_of_generations_are_all_and_only_theirs(an_account_has_a_history: History) -> None:
    """`generation_ids`, repeated, lists the results of these generations; alone, of that one."""
    history = an_account_has_a_history
    ids = [g["generation_id"] for g in history.generations]
    for wanted in ([ids[0]], [ids[1], ids[4]], [ids[3]], [ids[2], _NOBODYS], ids):
        answer = _list(history.account, "list_generation_results", generation_ids=wanted)
        _results(answer, [r for r in history.results if r["generation_id"] in wanted])


@check("uwear.md, Get All Generation Results", lean=False)
def results_of_garments_are_all_and_only_theirs(an_account_has_a_history: History) -> None:
    """`clothing_item_ids`, repeated, lists the results that show these garments; alone, that one."""
    history = an_account_has_a_history
    first, second, *rest = history.clothing_items
    for wanted in ([first], [second], [first, second], [first, rest[0]], [rest[0]], [_NOBODYS]):
        answer = _list(history.account, "list_generation_results", clothing_item_ids=wanted)
        shown = set().union(*(history.worn.get(item, set()) for item in wanted))
        _results(answer, [r for r in history.results if r["generation_id"] in shown])


@check("uwear.md, Get All Generation Results", lean=False)
def filters_of_results_combine(an_account_has_a_history: History) -> None:
    """Filtered by generation and garment, the list has results of that generation of that garment."""
    history = an_account_has_a_history
    first, second = history.clothing_items[:2]
    ids = [g["generation_id"] for g in history.generations]
    for item, generations in ((first, [ids[0], ids[2]]), (second, [ids[0]])):
        query = {"clothing_item_ids": [item], "generation_ids": generations}
        answer = _list(history.account, "list_generation_results", **query)
        shown = history.worn[item] & set(generations)
        _results(answer, [r for r in history.results if r["generation_id"] in shown])


@check("uwear.md, Get All Generation Results", lean=False)
def without_a_filter_every_result_is_listed(an_account_has_a_history: History) -> None:
    """Without a filter the list has the results of all generations, each as it was read before."""
    history = an_account_has_a_history
    answer = _list(history.account, "list_generation_results")
    _results(answer, history.results)
    listed = {row["generation_result_id"]: row for row in answer.at("/data")}
    for result in history.results:
        number = result["generation_result_id"]
        equal(f"{answer.what}: result {number}", result, listed[number])
