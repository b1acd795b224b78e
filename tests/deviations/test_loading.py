"""A file of deviations that nobody can build is refused by one line."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from dressform.vendor import Vendor
from dressform.vendors import SLUGS, VENDORS
from tests.deviations.alterations import KINDS, make, python
from tests.deviations.alterations.answering import Answering
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.editing import Edits
from tests.deviations.deviant import FOLDER, load

ENTRY = "- {name: %s, trips: uwear.billing.price, alter: %s}\n"
SOUND = "{kind: charge, times: 2, operation: create_generation}"


def written(folder: Path, text: str) -> Path:
    (folder / "uwear.yaml").write_text(text)
    return folder


def test_a_file_is_read_in_its_order(tmp_path: Path) -> None:
    text = ENTRY % ("b_1", SOUND) + ENTRY % ("a", f"[{SOUND}, {{kind: status, to: 201}}]")
    first, second = load("uwear", written(tmp_path, text))
    assert ("b_1", "uwear.billing.price", 1) == (first.name, first.trips, len(first.alter))
    assert ("a", ["OtherCharge", "OtherStatus"]) == (
        second.name,
        [type(each).__name__ for each in second.alter],
    )


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        ("{kind: nonsense}", "no kind 'nonsense'"),
        ("charge", "no kind 'charge'"),
        ("[]", "nothing is altered"),
        ("{kind: charge}", "charge: it changes nothing"),
        ("{kind: charge, twice: 2}", "charge has no twice"),
        ("{kind: charge, times: two}", "charge: Expected `int`"),
        ("{kind: charge, times: -1}", "charge: nothing is charged a negative"),
        ("{kind: charge, times: 2, operation: generate}", "charge: no operation 'generate'"),
        ("{kind: charge, times: 2, operation: [get_avatar, x]}", "charge: no operation 'x'"),
        ("{kind: status}", "missing required field `to`"),
        ("{kind: status, to: 1, refusal: Missing}", "status: no refusal 'Missing'"),
        ("{kind: status, to: 1, because: {reason: x}}", "status: because is about a refusal"),
        ("{kind: status, to: 1, refusal: NotFound, because: {a: 1}}", "knows nothing of 'a'"),
        ("{kind: answer, set: {}}", "answer: it edits nothing"),
        ("{kind: answer, set: {a: 1}}", "answer: 'a' is no JSON Pointer"),
        ("{kind: answer, items: {/a: {last: 1}}}", "unknown field `last`"),
        ("{kind: headers}", "headers: it edits nothing"),
        ("{kind: contract, remove: [/nowhere/else]}", "the document has no /nowhere/else"),
        ("{kind: request}", "request: it edits nothing"),
        ("{kind: request, drop: [a], upon: Nope}", "request: no refusal 'Nope'"),
        ("{kind: refund}", "refund: it changes nothing"),
        ("{kind: window, of: day}", "window: it changes nothing"),
        ("{kind: lifetime, plus: 1, never: true}", "lifetime: it takes one of"),
        ("{kind: expired}", "expired: it takes"),
        ("{kind: media, operation: create_avatar}", "media: it changes nothing"),
        ("{kind: job}", "job: it changes nothing"),
        ("{kind: webhook}", "webhook: it edits nothing"),
        ("{kind: callback}", "callback: it changes nothing"),
        ("{kind: signature}", "signature: it changes nothing"),
        ("{kind: retries}", "retries: it takes"),
        ("{kind: rollback, operation: create_avatar, parts: [avatars]}", "no part 'avatars'"),
        ("{kind: credential}", "credential: it changes nothing"),
        ("{kind: credential, prefix: 1, asked: {/a: 1}}", "nobody knows yet what is asked"),
        ("{kind: window, plus: 1, asked: {/a: 1}}", "nobody knows yet what is asked"),
        ("{kind: request, place: query, default: {a: 1}}", "request: what was not sent"),
        ("{kind: admission, open: true, plan: gold}", "admission: no plan 'gold'"),
        ("{kind: admission, open: true, asked: {/a: 1}}", "nobody knows yet what is asked"),
        ("{kind: fault, fault: nothing}", "fault: no fault 'nothing'"),
        ("{kind: fault, fault: drop, operation: x}", "fault: no operation 'x'"),
        ("{kind: fault, fault: delay}", "fault: "),
        ("{kind: python, function: nothing}", "python: no function 'nothing'"),
    ],
)
def test_an_alteration_that_cannot_be_is_refused(tmp_path: Path, alter: str, said: str) -> None:
    folder = written(tmp_path, ENTRY % ("fine", SOUND) + ENTRY % ("wrong", alter))
    with pytest.raises(ValueError, match=r"^uwear\.yaml, wrong: ") as refused:
        load("uwear", folder)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1", "uwear.yaml: not a list"),
        ("- [", "uwear.yaml: while parsing"),
        ("- {name: a}", "uwear.yaml, a: a deviation has name, trips, alter"),
        ("- 1", "uwear.yaml, entry 1: a deviation has"),
        (ENTRY % ("Charge-Twice", SOUND), "is not in snake_case"),
        (ENTRY % ("a", SOUND) * 2, "uwear.yaml, a: its name is taken"),
        (f"- {{name: a, trips: 1, alter: {SOUND}}}", "uwear.yaml, a: trips is"),
    ],
)
def test_a_file_that_cannot_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is asked below
        load("uwear", written(tmp_path, text))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^uwear\.yaml: .*No such file"):
        load("uwear", tmp_path)


def test_every_deviation_of_ours_can_be_built() -> None:
    assert set(SLUGS) == {path.stem.partition("_")[0] for path in FOLDER.glob("*.yaml")}
    for slug in SLUGS:
        assert load(slug)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_page_names_every_kind_and_its_arguments(kind: str) -> None:
    page = (FOLDER / "README.md").read_text()
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{kind}` |")]
    base = Answering if issubclass(KINDS[kind], Answering) else Asking
    shared = {field.name for field in fields(base)} if issubclass(KINDS[kind], base) else set()
    edits = {field.name for field in fields(Edits)} if issubclass(KINDS[kind], Edits) else set()
    if edits and kind != "answer":
        assert "those of `answer`" in row
        shared |= edits
    own = {field.name for field in fields(KINDS[kind])} - shared
    assert [] == sorted(name for name in own if f"`{name}" not in row)


def test_a_function_belongs_to_its_vendor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions of two vendors may have one name, and neither vendor is given the other's."""
    known: dict[tuple[str, str], Callable[[Vendor], Vendor]] = {}
    monkeypatch.setattr(python, "_FUNCTIONS", known)
    for slug, title in (("uwear", "U"), ("cutx", "C")):

        def renamed(vendor: Vendor, title: str = title) -> Vendor:
            return replace(vendor, title=title)

        renamed.__module__ = f"tests.deviations.alterations.{slug}"
        python.by_name(renamed)
    raw = {"kind": "python", "function": "renamed"}
    assert ["U", "C"] == [make(raw, VENDORS[s]).alter(VENDORS[s]).title for s in ("uwear", "cutx")]
    with pytest.raises(ValueError, match="no function 'renamed'; there are none"):
        make(raw, VENDORS["nextry"])
