"""What becomes known of a request on its way, and how it is written down in the end."""

from collections.abc import Callable, Mapping
from time import perf_counter, time_ns

from aiohttp import web
from msgspec import Struct, field

from dressform.engine.errors import OutOfCredits, Refused
from dressform.engine.faults import Fault
from dressform.engine.jobs import Job
from dressform.http.decisions import describe
from dressform.http.deployment import Deployment, Tenant
from dressform.http.journal import MAX_BODY, Entry
from dressform.vendor import Finishing

Listener = Callable[[Deployment, Entry], None]


class Trip(Struct, eq=False):
    """One request to a vendor. `arrived` is in nanoseconds since the epoch, `before` the balance that
    it found, `body` what may be kept of its body, `sent` what is sent of the answer's, `pretended` the
    kinds of fault in its refusal; the rest is as in `Entry`.
    """

    request: web.BaseRequest
    arrived: int = field(default_factory=time_ns)
    started: float = field(default_factory=perf_counter)
    tenant: Tenant | None = None
    operation: str | None = None
    before: int = 0
    body: bytes = b""
    sent: bytes = b""
    decided: str = ""
    reason: str | None = None
    faults: list[Fault] = []
    pretended: tuple[str, ...] = ()
    job: Job | None = None

    def refuse(self, refused: Refused) -> None:
        """Note what stood in the way."""
        self.reason = type(refused).__name__
        if isinstance(refused, OutOfCredits) and refused.fault is not None:
            self.pretended = (refused.fault,)
        self.decided = f"refused: {describe(refused)}"

    def finishing(self, deployment: Deployment) -> Finishing:
        """Under what its answer goes out."""
        if self.tenant is None:
            return Finishing(None, deployment.strays.next_number, self.arrived // 1000)
        workspace = self.tenant.workspace
        return Finishing(workspace, self.tenant.journal.next_number, workspace.now)

    def end(
        self,
        deployment: Deployment,
        tell: Listener,
        status: int | None,
        headers: Mapping[str, str] | str,
    ) -> None:
        """Write it into its workspace's journal, or among the strays, and tell of it."""
        tenant, request, job = self.tenant, self.request, self.job
        workspace = tenant.workspace if tenant else None
        journal = tenant.journal if tenant else deployment.strays
        entry = Entry(
            number=journal.next_number,
            at=workspace.clock.now if workspace else None,
            wall=self.arrived // 1000,
            clock=workspace.clock.mode if workspace else None,
            method=request.method,
            url=request.rel_url,
            operation=self.operation,
            raw_headers=request.headers,
            raw_request=self.body[:MAX_BODY],
            status=status,
            raw_response_headers=headers,
            raw_response=self.sent[:MAX_BODY],
            milliseconds=(perf_counter() - self.started) * 1000,
            credits=(self.before, workspace.ledger.balance) if workspace else None,
            decided=self.decided,
            reason=self.reason,
            faults=self._kinds() if self.faults or self.pretended or (job and job.faults) else (),
            job_id=job.id if job else None,
            job_state=job.state if job else None,
        )
        journal.add(entry)
        tell(deployment, entry)

    def _kinds(self) -> tuple[str, ...]:
        """The kinds that fired, those that strike the job which was made included."""
        made = self.job.faults if self.job and self.request.method == "POST" else ()
        return (*(fault.kind for fault in self.faults), *self.pretended, *made)
