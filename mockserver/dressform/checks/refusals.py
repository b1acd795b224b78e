"""Refusals as data: each error that a vendor documents, by its cheapest trigger.

`contracts/<slug>/refusals.yaml` is a list of:

    - name: an_unknown_model_is_refused   # the last part of the check's id
      promise: A model that is not in the catalogue is refused.
      source: uwear.md, Create Generation
      evidence: inferred                  # documented unless given
      operation: create_generation
      path: {}                            # and query, body, data (a text), form, headers: what is sent
      as: api                             # api (default), nobody, or settings of an account to open
      status: 422
      answer: {/detail/0/type: literal_error}   # what stands at JSON pointers, if anything is promised
      cost: 1                             # credits, if it were accepted in spite of all
      lean: true
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from dressform.checks.api import Api
from dressform.checks.errors import Mismatch
from dressform.checks.run import read_data
from dressform.checks.suite import Check, Suite, made
from dressform.checks.verdicts import Evidence

Json = dict[str, Any]

_SENT = ("path", "query", "body", "form", "headers")
_BODIES = ("body", "data", "form")
_NEEDED = {"name", "promise", "source", "operation", "status"}
_KNOWN = {*_NEEDED, *_SENT, "data", "as", "evidence", "answer", "cost", "lean"}


@dataclass(frozen=True)
class Refusal:
    """One request that has to be refused."""

    row: Json

    def ask(self, api: Api) -> None:
        """Send it, and hold the answer to what is promised."""
        row = self.row
        sent = {name: row[name] for name in _SENT if name in row}
        if "form" in sent:
            sent["form"] = tuple(sent["form"].items())
        data = row["data"].encode() if "data" in row else None
        answer = api.call(row["operation"], data=data, **sent).must_be(row["status"])
        for pointer, expected in row.get("answer", {}).items():
            if (found := answer.at(pointer)) != expected:
                raise Mismatch(f"{answer.what} with {found!r} at {pointer}, not {expected!r}")
        if answer.exchange.spent:
            raise Mismatch(f"{answer.what} and still took {answer.exchange.spent} credits")

    def by_us(self, api: Api) -> None:
        """As the account that is checked."""
        self.ask(api)

    def by_nobody(self, nobody: Api) -> None:
        """Without credentials."""
        self.ask(nobody)

    def by_another(self, open_account: Callable[..., Api]) -> None:
        """As an account that is opened for it."""
        self.ask(open_account(**self.row["as"]))


def refusals(suite: Suite) -> Iterator[Check]:
    """The checks of a vendor's `refusals.yaml`."""
    if not (suite.folder / "refusals.yaml").exists():
        return
    rows, file = read_data(suite, "refusals"), f"{suite.slug}/refusals.yaml"
    if not isinstance(rows, list):
        raise ValueError(f"{file}: not a list")  # noqa: TRY004 - what is wrong with a file is a value
    for row in rows:
        if mistake := _mistake(suite, row):
            name = row.get("name", row) if isinstance(row, dict) else row
            raise ValueError(f"{file}, {name}: {mistake}")
        refusal = Refusal(row)
        ask = {"api": refusal.by_us, "nobody": refusal.by_nobody}
        asker = row.get("as", "api")
        yield made(
            f"{suite.slug}.refusals.{row['name']}",
            ask[asker] if isinstance(asker, str) else refusal.by_another,
            row["promise"],
            source=row["source"],
            evidence=row.get("evidence", "documented"),
            cost=row.get("cost", 0),
            lean=row.get("lean", True),
            shows=((row["operation"], row["status"]),),
        )


def _mistake(suite: Suite, row: Any) -> str:
    """What is wrong with a row, empty if nothing is."""
    if not isinstance(row, dict):
        return "is no row"
    if unknown := set(row) - _KNOWN:
        return f"unknown {sorted(unknown)}"
    if missing := _NEEDED - set(row):
        return f"missing {sorted(missing)}"
    if row["operation"] not in suite.contract.operations:
        return f"no operation {row['operation']!r}"
    if type(row["status"]) is not int:
        return "status is no number"
    asker, grade, cost = row.get("as"), row.get("evidence"), row.get("cost", 0)
    if not isinstance(asker, dict) and asker not in {None, "api", "nobody"}:
        return f"as is {asker!r}"
    if grade not in {None, *get_args(Evidence)}:
        return f"evidence is {grade!r}"
    if type(cost) is not int or cost < 0:
        return f"cost is {cost!r}"
    return f"more than one of {', '.join(_BODIES)}" if len(set(row) & set(_BODIES)) > 1 else ""
