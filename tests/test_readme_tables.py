"""Every table and every link in the README is what the code has."""

import json
import re
from collections.abc import Iterator
from inspect import signature

import dressform
from dressform.cli import serve
from dressform.engine.faults import KINDS, REQUIRED, make_fault
from dressform.http.server import Server
from dressform.lint import RULES
from dressform.mock.criteria import Where
from dressform.vendors import SLUGS
from tests.support.readme import README, ROOT, chapter, rows

EXAMPLES = ROOT / "tests" / "examples"


def test_every_kind_of_fault_is_in_the_table_with_its_arguments() -> None:
    expected = []
    for name, kind in KINDS.items():
        arguments = ", ".join(
            f"`{argument}`"
            if each.default is REQUIRED
            else f"`{argument}={json.dumps(each.default)}`"
            for argument, each in kind.parameters.items()
        )
        expected.append([f"`{name}`", arguments or "-", kind.summary])
    assert expected == rows(chapter("### Faults"))


def test_the_distributions_are_latencies() -> None:
    distributions = re.findall(r'`(\{"type".*?\})`', chapter("### Faults"))
    assert 2 == len(distributions)
    for distribution in distributions:
        make_fault("latency", {"seconds": json.loads(distribution)}, id=1, now=0)


def test_every_rule_of_the_lint_is_in_the_table() -> None:
    assert [f"`{rule}`" for rule in RULES] == [
        row[0] for row in rows(chapter("### What was asked"))
    ]


def test_every_criterion_of_the_journal_is_named() -> None:
    text = chapter("### What was asked")
    assert [name for name in Where.__annotations__ if f"`{name}`" not in text] == []


def test_every_recipe_is_linked_and_every_link_leads_somewhere() -> None:
    links = set(re.findall(r"\]\(tests/examples/([^)]*)\)", chapter("### Recipes")))
    assert {path.name for path in EXAMPLES.glob("*.py")} == links
    places = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_every_anchor_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.*)$", README, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", README)) <= anchors


def test_every_call_of_the_control_api_is_in_the_tables(server: Server) -> None:
    calls = sorted((route.method, route.path) for route in server.control.routes.values())
    assert calls == sorted(_control_calls())


def test_the_members_printed_with_a_call_of_the_control_api_are_its_body_s(server: Server) -> None:
    bodies = {(route.method, route.path): route.body for route in server.control.routes.values()}
    printed = re.findall(r"`([A-Z, ]+) ([^`]+)` `\{([^}`]*)\}`", chapter("### The control API"))
    assert 8 == len(printed)
    for methods, path, members in printed:
        body = bodies[methods.split(", ")[-1], _full(path)]
        assert body is not None
        assert set(members.split(", ")) <= set(body["properties"]), path


def _control_calls() -> Iterator[tuple[str, str]]:
    """Method and path of each call in the tables."""
    for cell, *_ in rows(chapter("### The control API")):
        for methods, path in re.findall(r"`([A-Z, ]+) ([^`]+)`", cell):
            for method in methods.split(", "):
                yield method, _full(path)


def _full(path: str) -> str:
    return path if path.startswith("/") else f"/_mock/{{vendor}}/workspaces/{{id}}/{path}"


def test_every_fixture_and_every_argument_of_the_marker_is_named() -> None:
    text = chapter("## In a test suite").partition("```")[0]
    arguments = list(signature(dressform.MockVendor.workspace).parameters)
    names = ["mock_server", *(f"mock_{slug}" for slug in SLUGS), "dressform_seed", *arguments[1:]]
    assert [name for name in names if f"`{name}" not in text and f"({name}=" not in text] == []
    assert "`--dressform-seed N`" in text


def test_every_option_of_serve_is_in_the_readme() -> None:
    options = {option for parameter in serve.params for option in parameter.opts}
    assert [option for option in sorted(options) if f"`{option}" not in README] == []


def test_the_changelog_speaks_of_this_version_or_of_what_comes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert "## [Unreleased]" in changelog or f"## [{dressform.__version__}]" in changelog
