"""Small suites of a test's own, and runs of them on Uwear."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dressform.checks import Answer, Api, Made, Report, Terms, Verdict
from dressform.checks.api import Place
from dressform.checks.budget import Budget
from dressform.checks.clocks import VirtualClock
from dressform.checks.judging import Judge
from dressform.checks.meters import AnswerMeter
from dressform.checks.pace import Pace
from dressform.checks.redaction import Secrets
from dressform.checks.run import Run
from dressform.checks.steering import Steering
from dressform.checks.suite import Check, Suite, _add, _marked
from dressform.checks.target import Asked, Target, reach
from dressform.checks.transport import Transport
from dressform.contract import load
from dressform.http.server import Server
from tests.support.serving import Shop

Json = dict[str, Any]

EDIT: Json = {
    "use_case": "edit",
    "model_slug": "gemini-flash",
    "num_images": 1,
    "prompt": "a red hat",
    "image_url": "https://example.com/a.jpg",
}
"""A generation of one credit."""

GARMENT: Json = {
    "clothing_item_name": "shirt",
    "clothing_item_url": "https://example.com/a.jpg",
    "use_image_enhancement": False,
}
"""A garment that costs nothing."""


def price(operation: str, body: Json) -> int:
    """One credit an image."""
    count = body.get("num_images", 1)
    return (count if isinstance(count, int) else 1) if operation == "create_generation" else 0


TERMS = Terms(
    slug="uwear",
    probe="list_cameras",
    price=price,
    makes={
        "create_clothing_item": Made(
            "clothing item", "/clothing_item_id", "clothing_item_id", "delete_clothing_item"
        ),
        "create_generation": Made("generation", "/generation_id", "generation_id"),
    },
    cheapest=1,
)


def suite_of(*functions: Callable[..., Any], folder: Path = Path(), **terms: Any) -> Suite:
    """A suite of Uwear that has these checks and no others."""
    checks: dict[str, Check] = {}
    module: Any = SimpleNamespace(**{each.__name__: each for each in functions})
    for each in _marked("uwear.trial", module):
        _add(checks, each)
    suite = Suite("uwear", replace(TERMS, **terms), load("uwear"), folder, checks)
    suite.closure(checks.values())
    return suite


def reached(
    server: Server, *functions: Callable[..., Any], terms: Terms = TERMS, **asking: Any
) -> Run:
    """A run that has not begun, of those checks on that simulator."""
    suite = replace(suite_of(*functions), terms=terms)
    target = reach(Asked(f"{server.origin}/uwear", **asking), terms, suite.contract, Secrets())
    return Run(suite, target, lambda outcome: None, lambda check: None)


def judged(server: Server, *functions: Callable[..., Any], **asking: Any) -> Report:
    """What these checks find out about that simulator."""
    run = reached(server, *functions, **asking)
    return run.all(run.suite.checks.values())


def as_real(shop: Shop, *functions: Callable[..., Any], **asking: Any) -> Run:
    """A run on an account that there was before, of a deployment without `/_mock`; but for time,
    which it need not wait for.
    """
    suite = suite_of(*functions)
    asked = Asked(shop.base_url, **asking)
    transport = Transport(Budget(asked.budget), Secrets(), timeout=asked.timeout)
    place = Place(asked.url, suite.contract, TERMS, transport, Judge(suite.contract), Pace(None))
    clock = VirtualClock(Steering(shop.server.origin, "uwear"), shop.facts["id"])
    headers = TERMS.credential(shop.facts["api_key"])
    api = Api(place, headers, clock, AnswerMeter(""), ours=False)
    return Run(suite, Target(place, asked, None, api), lambda outcome: None, lambda check: None)


def verdicts(report: Report) -> dict[str, Verdict]:
    """What became of each check, by its name."""
    return {outcome.check.rpartition(".")[2]: outcome.verdict for outcome in report.outcomes}


def reasons(report: Report) -> dict[str, str]:
    """Why, by the name of the check."""
    return {outcome.check.rpartition(".")[2]: outcome.reason for outcome in report.outcomes}


def generate(api: Api, **changes: Any) -> Answer:
    """Ask for a generation."""
    return api.call("create_generation", body=EDIT | changes)


def garment(api: Api) -> int:
    """Store one; its id."""
    made: int = api.call("create_clothing_item", body=GARMENT).must_be(200).at("/clothing_item_id")
    return made


@contextmanager
def watching(server: Server, prepare: Callable[[Any], None] = lambda _: None) -> Iterator["Books"]:
    """The books of every account that is opened meanwhile, each of which goes through `prepare`."""
    deployment, books = server.fronts["uwear"].deployment, Books()
    opens = deployment.open

    def open_one(*arguments: Any, **settings: Any) -> Any:
        tenant = opens(*arguments, **settings)
        prepare(tenant.workspace)
        books.workspaces.append(tenant.workspace)
        return tenant

    deployment.open = open_one  # type: ignore[method-assign]
    try:
        yield books
    finally:
        deployment.open = opens  # type: ignore[method-assign]


class Books:
    """What accounts were charged; it is still to be read when they are closed."""

    def __init__(self) -> None:
        self.workspaces: list[Any] = []

    @property
    def charged(self) -> int:
        """The sum of all charges, in credits."""
        return -sum(entry.amount for entry in self._entries() if entry.kind == "charge")

    def _entries(self) -> Iterable[Any]:
        return [entry for each in self.workspaces for entry in each.ledger.entries]
