"""The checks of a vendor, read from its folder in `contracts/`.

A check is a function that says in its docstring what is promised, takes what it needs by the names
of its arguments, and raises `Mismatch` when the promise is not kept. Such a name is a resource
(`RESOURCES`) or another check of the vendor, whose result it then gets: so one paid job can serve
many checks.
"""

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from dressform.checks.errors import Unusable
from dressform.checks.terms import Terms
from dressform.checks.verdicts import Evidence
from dressform.contract import Contract, load
from dressform.resources import locate

RESOURCES: Mapping[str, str] = {
    "api": "",
    "contract": "",
    "data": "",
    "rng": "",
    "traffic": "",
    "exchanges": "",
    "nobody": "",
    "stranger": "a second account",
    "open_account": "accounts to open",
    "inbox": "a webhook receiver that the target can reach",
}
"""What a check can ask for, and what it says about the target if it does."""

Shown = tuple[str, int]
"""An operationId and a status."""

_Function = TypeVar("_Function", bound=Callable[..., Any])
CONTRACTS = locate("contracts")
_MARK = "__dressform_check__"


@dataclass(frozen=True)
class Check:
    """One promise of a vendor.

    `cost` is what it can cost at its worst, in credits, without the checks whose results it uses;
    `wait` the seconds of the target's time that it lets pass at a stretch. `lean`: it is worth its
    price on a deployment that is paid for. `shows` are the answers that it provokes, `follows` the
    checks (by id) without which there would be nothing to judge; `last`: it judges all that the run
    was answered. `each` is what one of its generated requests can cost; there are as many as are
    asked for.
    """

    id: str
    function: Callable[..., Any]
    promise: str
    source: str
    evidence: Evidence
    cost: int = 0
    wait: float = 0
    lean: bool = True
    shows: tuple[Shown, ...] = ()
    uses: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    last: bool = False
    each: int = 0

    @property
    def name(self) -> str:
        """The last part of its id."""
        return self.id.rpartition(".")[2]


def check(
    source: str,
    evidence: Evidence = "documented",
    *,
    cost: int = 0,
    wait: float = 0,
    lean: bool = True,
    shows: Iterable[Shown] = (),
) -> Callable[[_Function], _Function]:
    """Declare a check; the function stays what it is, and can be called.

    `source` is where the promise stands (document and heading), `evidence` how sure it is. The rest
    is as in `Check`.
    """
    settings = {"cost": cost, "wait": wait, "lean": lean, "shows": tuple(shows)}

    def mark(function: _Function) -> _Function:
        setattr(function, _MARK, {"source": source, "evidence": evidence, **settings})
        return function

    return mark


def made(
    id: str,
    function: Callable[..., Any],
    promise: str,
    *,
    source: str,
    evidence: Evidence,
    **settings: Any,
) -> Check:
    """A check of a function, which need not be marked."""
    uses = tuple(inspect.signature(function).parameters)
    return Check(id, function, promise, source, evidence, uses=uses, **settings)


@dataclass(frozen=True)
class Suite:
    """Every check of a vendor, by id, in the order of their files."""

    slug: str
    terms: Terms
    contract: Contract
    folder: Path
    checks: Mapping[str, Check]

    def named(self, name: str) -> Check | None:
        """The check whose function has that name."""
        return next((c for c in self.checks.values() if c.name == name), None)

    def chosen(self, patterns: Iterable[str], *, lean: bool) -> list[Check]:
        """The checks that match one of the patterns (ids, or globs of ids); all, for none.

        Without patterns a lean run leaves out what is not. A pattern that fits nothing: `Unusable`.
        """
        wanted = list(patterns)
        for pattern in wanted:
            if not any(fnmatchcase(name, pattern) for name in self.checks):
                raise Unusable(
                    f"no check {pattern!r}; `dressform check {self.slug} --list` has them all"
                )
        return [
            check
            for check in self.checks.values()
            if (any(fnmatchcase(check.id, p) for p in wanted) if wanted else check.lean or not lean)
        ]

    def closure(self, checks: Iterable[Check]) -> list[Check]:
        """The checks and all that they use, each after what it uses."""
        found: dict[str, Check] = {}

        def add(check: Check, above: tuple[str, ...]) -> None:
            if check.id in above:
                raise ValueError(f"checks that use each other: {' -> '.join([*above, check.id])}")
            for name in check.uses:
                if name not in RESOURCES:
                    add(self.used(check, name), (*above, check.id))
            for other in check.follows:
                add(self.checks[other], (*above, check.id))
            found.setdefault(check.id, check)

        for check in checks:
            add(check, ())
        return list(found.values())

    def ordered(self, checks: Iterable[Check]) -> list[Check]:
        """The checks and all that they use: free ones first, then the cheaper, but everything after
        what it uses; and at the end those that judge the whole run.
        """
        by_cost = sorted(checks, key=lambda c: sum(used.cost for used in self.closure([c])))
        return sorted(self.closure(by_cost), key=lambda c: c.last)

    def used(self, check: Check, name: str) -> Check:
        """The check of that name, which another one uses."""
        if (other := self.named(name)) is None:
            raise ValueError(f"{check.id} asks for {name!r}, which is no resource and no check")
        return other


Extension = Callable[[Suite], Iterable[Check]]


def load_suite(slug: str, extensions: Iterable[Extension]) -> Suite:
    """The suite of a vendor; each extension adds checks that follow from its documents."""
    folder = CONTRACTS / slug
    if not folder.is_dir():
        raise Unusable(f"no vendor {slug!r}; there are: {', '.join(vendors())}")
    modules = {path.stem: _module(slug, path) for path in sorted(folder.glob("*.py"))}
    terms: Terms = modules.pop("terms").TERMS
    checks: dict[str, Check] = {}
    suite = Suite(slug, terms, load(slug), folder, checks)
    found = [c for stem, module in modules.items() for c in _marked(f"{slug}.{stem}", module)]
    for check in found:
        _add(checks, check)
    for extension in extensions:
        for check in list(extension(suite)):
            _add(checks, check)
    suite.closure(checks.values())
    return suite


def vendors() -> list[str]:
    """The vendors that have a suite."""
    return sorted(path.parent.name for path in CONTRACTS.glob("*/terms.py"))


def _add(checks: dict[str, Check], check: Check) -> None:
    if check.id in checks or any(c.name == check.name for c in checks.values()):
        raise ValueError(f"two checks are named {check.name!r}: {check.id}")
    checks[check.id] = check


def _module(slug: str, path: Path) -> ModuleType:
    """A file of checks as a module that nobody else can be taken for."""
    name = f"dressform_contracts.{slug}.{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _marked(prefix: str, module: ModuleType) -> Iterator[Check]:
    for function in vars(module).values():
        if (settings := getattr(function, _MARK, None)) is not None:
            promise = inspect.getdoc(function) or ""
            if not promise:
                raise ValueError(f"{prefix}.{function.__name__} does not say what is promised")
            yield made(
                f"{prefix}.{function.__name__}", function, " ".join(promise.split()), **settings
            )
