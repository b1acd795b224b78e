"""The path table finds what a path stands for, and gives its parameters as they were meant."""

import pytest

from dressform.contract.paths import PathTable


@pytest.fixture
def table() -> PathTable[str]:
    table: PathTable[str] = PathTable()
    table.add("GET", "/coats", "list")
    table.add("GET", "/coat/{coat_id}", "get")
    table.add("DELETE", "/coat/{coat_id}", "delete")
    table.add("GET", "/coat/mine", "mine")
    table.add("GET", "/media/{folder}/{token}.{format}", "media")
    return table


def test_the_targets_of_a_path_are_by_method(table: PathTable[str]) -> None:
    assert table.match("/coats") == ({"GET": "list"}, {})
    assert table.match("/coat/12") == ({"GET": "get", "DELETE": "delete"}, {"coat_id": "12"})


def test_a_fixed_path_goes_before_a_template(table: PathTable[str]) -> None:
    assert table.match("/coat/mine") == ({"GET": "mine"}, {})


def test_a_parameter_in_place_of_the_last_segment_goes_before_other_templates() -> None:
    table: PathTable[str] = PathTable()
    for template in ("/{x}/b", "/a/{x}", "/a/{y}"):
        table.add("GET", template, template)
    assert table.match("/a/b") == ({"GET": "/a/{x}"}, {"x": "b"})


def test_a_template_may_have_several_parameters(table: PathTable[str]) -> None:
    names = {"folder": "w1", "token": "ab.cd", "format": "png"}
    assert table.match("/media/w1/ab.cd.png") == ({"GET": "media"}, names)


@pytest.mark.parametrize(
    "path",
    ["", "/", "/coat", "/coat/", "/coats/", "/coat/1/2", "x/coat/1", "/media/a/bpng"],
)
def test_what_fits_no_template_is_not_found(table: PathTable[str], path: str) -> None:
    assert table.match(path) is None


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("%31%32", "12"),
        ("a%2Fb", "a/b"),
        ("%C3%BC", "ü"),
        ("%00", "\0"),
        ("%zz", "%zz"),
        ("%FF", "\N{REPLACEMENT CHARACTER}"),
        ("{coat_id}", "{coat_id}"),
    ],
)
def test_a_parameter_is_percent_decoded(table: PathTable[str], sent: str, meant: str) -> None:
    found = table.match(f"/coat/{sent}")
    assert found is not None
    assert found[1] == {"coat_id": meant}


def test_what_stands_around_a_parameter_is_no_regular_expression() -> None:
    table: PathTable[str] = PathTable()
    table.add("GET", "/a.b/{x}", "it")
    assert table.match("/a.b/1") is not None
    assert table.match("/a-b/1") is None


def test_templates_that_begin_with_a_parameter_take_their_turn() -> None:
    table: PathTable[str] = PathTable()
    for template in ("/a/{x}", "/{x}/b", "/a/{x}/c", "/{x}/{y}/{z}"):
        table.add("GET", template, template)
    paths = ["/a/b", "/b/b", "/a/b/c", "/b/b/c", "/b"]
    found = [table.match(path) for path in paths]
    assert [match and match[0]["GET"] for match in found] == [
        "/a/{x}",
        "/{x}/b",
        "/a/{x}/c",
        "/{x}/{y}/{z}",
        None,
    ]
