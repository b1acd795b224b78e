"""The part of a workspace's handle that plans what goes wrong."""

from collections.abc import Iterable
from typing import Any, Literal, Self

from dressform.http.control import Json
from dressform.mock.bodies import given
from dressform.mock.handle import Handle
from dressform.mock.steering import unless_gone
from dressform.rows import FaultRow, Rows

FaultKind = Literal[
    "status",
    "latency",
    "rate_limit",
    "reset",
    "truncate",
    "malformed",
    "insufficient_credits",
    "provider_error",
    "fail_at",
    "stuck",
    "duplicate",
    "reorder",
    "delay",
    "drop",
    "bad_signature",
    "stale_timestamp",
]


class Faulting(Handle):
    """Planned misbehaviour, of this workspace and no other."""

    def fault(
        self,
        kind: FaultKind,
        *,
        operation: str | None = None,
        times: int | None = None,
        probability: float = 1.0,
        skip: int = 0,
        after: float = 0,
        **arguments: Any,
    ) -> "PlannedFault":
        """Plan a fault; `with` takes it back at the end.

        It strikes requests of `operation` (an `operationId`; `media`: downloads; None: any operation
        of the vendor) or the webhooks of jobs made by it, `times` times (None: until it is taken
        back), from `after` seconds of the workspace's time on. Of those that match, `skip` pass
        first, and each of the rest is struck with a `probability` drawn from the workspace's seed.
        `arguments` are the kind's own, such as `status=503`; the README lists them.
        """
        body = _body(locals())
        row: FaultRow = self._order("plan_fault", body=body)
        return PlannedFault(self, row)

    async def afault(
        self,
        kind: FaultKind,
        *,
        operation: str | None = None,
        times: int | None = None,
        probability: float = 1.0,
        skip: int = 0,
        after: float = 0,
        **arguments: Any,
    ) -> "PlannedFault":
        """The same, awaited; `async with` takes it back at the end."""
        body = _body(locals())
        row: FaultRow = await self._aorder("plan_fault", body=body)
        return PlannedFault(self, row)

    @property
    def faults(self) -> list[FaultRow]:
        """Every planned fault, and how often each has fired."""
        rows: Rows[FaultRow] = self._order("list_faults")
        return rows.items

    async def afaults(self) -> list[FaultRow]:
        """The same, awaited."""
        rows: Rows[FaultRow] = await self._aorder("list_faults")
        return rows.items

    def remove_fault(self, fault_id: int) -> None:
        """Take one back."""
        self._order("remove_fault", fault=str(fault_id))

    async def aremove_fault(self, fault_id: int) -> None:
        """The same, awaited."""
        await self._aorder("remove_fault", fault=str(fault_id))

    def clear_faults(self) -> None:
        """Take all of them back."""
        self._order("clear_faults")

    async def aclear_faults(self) -> None:
        """The same, awaited."""
        await self._aorder("clear_faults")


class PlannedFault:
    """A fault of one workspace, for as long as a `with` or until it is removed.

    with shop.fault("status", status=503, times=1) as fault:
        ...
    assert fault.fired == 1
    """

    def __init__(self, workspace: Faulting, row: FaultRow) -> None:
        self._workspace = workspace
        self.id = row.id
        self.kind = row.kind
        self._fired = row.fired

    def __repr__(self) -> str:
        return f"<PlannedFault {self.id}: {self.kind}>"

    @property
    def fired(self) -> int:
        """How often it has fired by now, or had when it was removed."""
        with unless_gone():
            self._look(self._workspace.faults)
        return self._fired

    async def afired(self) -> int:
        """The same, awaited."""
        with unless_gone():
            self._look(await self._workspace.afaults())
        return self._fired

    def remove(self) -> None:
        """Take it back. What is not there any more need not be."""
        with unless_gone():
            self._look(self._workspace.faults)
            self._workspace.remove_fault(self.id)

    async def aremove(self) -> None:
        """The same, awaited."""
        with unless_gone():
            self._look(await self._workspace.afaults())
            await self._workspace.aremove_fault(self.id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aremove()

    def _look(self, faults: Iterable[FaultRow]) -> None:
        """Note how often it has fired, as long as it is there to be asked."""
        self._fired = next((row.fired for row in faults if row.id == self.id), self._fired)


def _body(arguments: dict[str, Any]) -> Json:
    """The body that plans a fault, from the arguments of a method."""
    own: Json = arguments.pop("arguments")
    del arguments["self"]
    if arguments["times"] is None:
        del arguments["times"]
    return given(**arguments) | own
