"""What is promised about tools and the types that they offer. Sources: nextry.txt, 1) and 2)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from dressform.checks import Answer, Api, check, equal, promised

Data = Callable[[str], Any]

NOTES = "vendor-notes.md, nextry, observed on sibling pages"


@check("nextry.txt, 1) Get Available Tools", shows=[("list_tools", 200)])
def the_tools_are_those_of_the_page(api: Api, data: Data) -> None:
    """The list has every tool of the page, in its group and under its title, and no other."""
    answer = api.call("list_tools").must_be(200, evidence="observed", source=NOTES)
    expected, found = data("tools"), answer.at("")
    for row in expected:
        promised(
            isinstance(found, list) and row in found,
            f"{answer.what} without {row}: {answer.excerpt}",
        )
    equal("the list of tools", expected, found, evidence="inferred")


@check("nextry.txt, 2) Get Generation Types", shows=[("list_generation_types", 200)])
def a_tool_has_types(api: Api) -> Answer:
    """The page's example, the types of fashion_swap, is answered with a type at least, each with an
    id of its own.
    """
    answer = api.call("list_generation_types", query={"tool": "fashion_swap"})
    answer.must_be(200, evidence="observed", source=NOTES)
    promised(answer.get("/0"), f"{answer.what} without any type")
    _all_differ(answer, _ids(answer))
    return answer


@check("vendor-notes.md, nextry, history list", "inferred", lean=False)
def a_type_belongs_to_one_tool(api: Api, data: Data) -> dict[str, list[str]]:
    """Every tool has types, and the id of a type is that of one type of one tool: the history can be
    searched for it. Asked again, the list is the same.
    """
    found: dict[str, list[str]] = {}
    for row in data("tools"):
        query = {"tool": row["tool"]}
        answer = api.call("list_generation_types", query=query).must_be(200)
        promised(answer.get("/0"), f"{answer.what} without any type")
        again = api.call("list_generation_types", query=query)
        equal(f"the types of {row['tool']}, asked for again,", answer.json, again.json)
        found[row["tool"]] = _ids(answer)
        _all_differ(answer, [each for ids in found.values() for each in ids])
    return found


@check("vendor-notes.md, nextry, generation types", "observed")
def the_pictures_of_a_type_are_there(api: Api, a_tool_has_types: Answer) -> None:
    """The badge and the preview that a type names can be downloaded from the deployment, and are
    pictures of the kind that they say they are.
    """
    import io

    from PIL import Image

    for name in ("brand_url", "preview_url"):
        path = a_tool_has_types.at(f"/0/{name}")
        file = api.fetch(str(path)).must_be(200)
        try:
            kind = str(Image.open(io.BytesIO(file.body)).format).lower()
        except OSError:
            kind = "no picture"
        equal(f"the media type of {name} {path}", f"image/{kind}", file.headers.get("Content-Type"))


def _ids(answer: Answer) -> list[str]:
    rows = answer.at("")
    count = len(rows) if isinstance(rows, list) else 0
    return [str(answer.at(f"/{number}/id")) for number in range(count)]


def _all_differ(answer: Answer, ids: list[str]) -> None:
    twice = [each for each, times in Counter(ids).items() if times > 1]
    promised(not twice, f"{answer.what}, and these ids stand for more than one type: {twice}")
