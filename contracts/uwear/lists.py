"""What is listed is what is read by itself. Source: uwear.md, "Generation Results" and the lists."""

from typing import Any

from dressform.checks import Answer, Api, check, equal, promised

Json = dict[str, Any]


def _row(listed: Answer, name: str, value: Any) -> Json:
    """The row of a list with that id."""
    for number in range(100):
        if listed.get(f"/data/{number}/{name}") == value:
            row: Json = listed.at(f"/data/{number}")
            return row
    promised(False, f"{listed.what} without {name} {value}")  # noqa: FBT003 - it is not there
    raise AssertionError


@check("uwear.md, Get All Generations", shows=[("list_generations", 200)])
def a_generation_is_listed_as_it_is_read(api: Api, a_generation_is_made: list[Answer]) -> None:
    """A generation stands among those that are Done just as it is read by itself, the newest first."""
    generation = a_generation_is_made[0].at("/generation_id")
    read = api.call("get_generation", path={"generation_id": generation}).must_be(200)
    query = {"status": "Done", "feature_name": read.at("/feature_name"), "items_per_page": 100}
    listed = api.call("list_generations", query=query).must_be(200)
    row = _row(listed, "generation_id", generation)
    equal(f"{listed.what}: generation {generation}", read.json, row)
    rows = listed.at("/data")
    for name, wanted in (("status", "Done"), ("feature_name", read.at("/feature_name"))):
        others = {str(row.get(name)) for row in rows} - {wanted}
        promised(not others, f"{listed.what} and lists generations of {name} {sorted(others)}")
    instants = [str(row.get("created_at")) for row in rows]
    in_order = instants == sorted(instants, reverse=True)
    promised(in_order, f"{listed.what}, not from the newest to the oldest: {instants[:5]}")


@check(
    "uwear.md, Get All Generation Results",
    shows=[("list_generation_results", 200), ("get_generation_result", 200)],
)
def a_result_is_the_same_wherever_it_is_read(api: Api, a_generation_is_made: list[Answer]) -> None:
    """The results of a generation are the same in it, in the list of results, and one by one."""
    generation = a_generation_is_made[0].at("/generation_id")
    read = api.call("get_generation", path={"generation_id": generation}).must_be(200)
    results = read.at("/generation_results")
    listed = api.call("list_generation_results", query={"generation_ids": [generation]})
    equal(f"{listed.must_be(200).what}: data", results, listed.at("/data"))
    equal(f"{listed.what}: total_count", len(results), listed.at("/total_count"))
    result = read.at("/generation_results/0/generation_result_id")
    single = api.call("get_generation_result", path={"generation_result_id": result}).must_be(200)
    equal(f"{single.what}: the result", read.at("/generation_results/0"), single.json)
    equal(f"{single.what}: generation_id", generation, single.at("/generation_id"))
