"""The suite of a vendor is what stands in its folder, and a mistake in it is told before anything runs."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dressform.checks import Unusable, check
from dressform.checks import suite as suites
from dressform.checks.refusals import refusals
from dressform.checks.suite import Suite, load_suite, vendors
from tests.checks.suites import suite_of

TERMS = '''
"""Its terms."""
from dressform.checks import Terms
TERMS = Terms(slug="uwear", probe="list_cameras")
'''
CHECKS = '''
"""Its checks."""
from dressform.checks import check

@check("the document", "observed", cost=3, wait=5, lean=False, shows=[("list_cameras", 200)])
def one(api):
    """It is
    so."""

def no_check():
    """It is none."""
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Of a vendor's checks, of which there is one so far."""
    found = tmp_path / "uwear"
    found.mkdir()
    (found / "terms.py").write_text(TERMS)
    (found / "first.py").write_text(CHECKS)
    monkeypatch.setattr(suites, "CONTRACTS", tmp_path)
    before = {n: m for n, m in sys.modules.items() if n.startswith("dressform_contracts.")}
    for name in before:
        del sys.modules[name]
    yield found
    for name in [n for n in sys.modules if n.startswith("dressform_contracts.")]:
        del sys.modules[name]
    sys.modules.update(before)


def loaded() -> Suite:
    return load_suite("uwear", (refusals,))


def test_a_check_is_named_by_vendor_file_and_function(folder: Path) -> None:
    (found,) = loaded().checks.values()
    assert ("uwear.first.one", "one", "It is so.") == (found.id, found.name, found.promise)
    assert ("the document", "observed", 3, 5) == (
        found.source,
        found.evidence,
        found.cost,
        found.wait,
    )
    assert (False, (("list_cameras", 200),), ("api",)) == (found.lean, found.shows, found.uses)
    assert ["uwear"] == vendors()


def test_two_checks_of_one_name_are_refused_whichever_files_they_are_in(folder: Path) -> None:
    (folder / "second.py").write_text(CHECKS)
    with pytest.raises(ValueError, match=r"two checks are named 'one': uwear\.second\.one"):
        loaded()


def test_a_check_and_a_refusal_of_one_name_are_refused(folder: Path) -> None:
    row = "{name: one, promise: p, source: s, operation: list_cameras, status: 401, as: nobody}"
    (folder / "refusals.yaml").write_text(f"- {row}")
    with pytest.raises(ValueError, match=r"two checks are named 'one': uwear\.refusals\.one"):
        loaded()


def test_a_vendor_that_is_none_is_told_with_those_that_are(folder: Path) -> None:
    with pytest.raises(Unusable, match="no vendor 'nosuch'; there are: uwear"):
        load_suite("nosuch", ())


def test_a_check_is_a_plain_function_still() -> None:
    def adds(first: int, second: int = 2) -> int:
        """It adds."""
        return first + second

    assert check("s")(adds) is adds
    assert (3, ["first", "second"]) == (adds(1), list(inspect.signature(adds).parameters))


SOUND = "name: n, promise: p, source: s, operation: list_cameras, status: 401"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{name: n}", r"n: missing \['operation', 'promise', 'source', 'status'\]"),
        ("{%s, colour: red}", r"n: unknown \['colour'\]"),
        ("{%s, operation: no_such}", "n: no operation 'no_such'"),
        ("{%s, status: '401'}", "n: status is no number"),
        ("{%s, as: somebody}", "n: as is 'somebody'"),
        ("{%s, evidence: guessed}", "n: evidence is 'guessed'"),
        ("{%s, body: {}, data: x}", "n: more than one of body, data, form"),
        ("{%s, cost: -1}", "n: cost is -1"),
        ("no row", "no row: is no row"),
    ],
)
def test_each_mistake_in_a_row_of_refusals_is_told(tmp_path: Path, text: str, told: str) -> None:
    replaced = SOUND.replace("operation: list_cameras, ", "") if "operation:" in text else SOUND
    replaced = replaced.replace(", status: 401", "") if "status:" in text else replaced
    row = text % replaced if "%s" in text else text
    (tmp_path / "refusals.yaml").write_text(f"- {row}\n")
    with pytest.raises(ValueError, match=f"uwear/refusals.yaml, {told}"):
        list(refusals(suite_of(folder=tmp_path)))


@pytest.mark.parametrize("text", ["{}", "a: b", "just text"])
def test_refusals_that_are_no_list_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "refusals.yaml").write_text(text)
    with pytest.raises(ValueError, match=r"uwear/refusals\.yaml: not a list"):
        list(refusals(suite_of(folder=tmp_path)))


def test_without_refusals_there_are_none(tmp_path: Path) -> None:
    assert [] == list(refusals(suite_of(folder=tmp_path)))
