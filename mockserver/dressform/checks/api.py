"""An account as its client sees it, and as the owner of a simulator does."""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urljoin

from dressform.checks.answer import Answer
from dressform.checks.clocks import Clock
from dressform.checks.errors import Mismatch, NotTried
from dressform.checks.exchange import cut
from dressform.checks.judging import Judge
from dressform.checks.meters import Meter
from dressform.checks.ownership import Owned, Thing
from dressform.checks.pace import Pace
from dressform.checks.steering import Steering
from dressform.checks.terms import Json, Terms
from dressform.checks.transport import Form, Request, Transport
from dressform.contract import Contract, Operation

Headers = tuple[tuple[str, str], ...]

_POLL = 3.0
_T = TypeVar("_T")


@dataclass(frozen=True)
class Place:
    """Where a vendor is deployed, and how one deals with it."""

    base_url: str
    contract: Contract
    terms: Terms
    transport: Transport
    judge: Judge
    pace: Pace


class Api:
    """One account of the deployment. `ours`: the run has opened it, so all in it is the run's."""

    def __init__(
        self, place: Place, headers: Mapping[str, str], clock: Clock, meter: Meter, *, ours: bool
    ) -> None:
        self.place = place
        self.headers = headers
        self.owned = Owned()
        self._clock = clock
        self._meter = meter
        self.ours = ours

    def call(
        self,
        operation: str,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        data: bytes | None = None,
        form: Form | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call an operation, by its operationId.

        `body` goes out as JSON; `data` as it is, for what is no JSON (with a `headers` of its own);
        `form` as multipart. A list in `query` repeats the parameter. `headers` are added to the
        credential's; the value "" takes one of them away.
        """
        documented = self.place.contract.operations[operation]
        parameters = {name: str(value) for name, value in (path or {}).items()}
        self._may(documented, parameters)
        if body is not None:
            data = compact(body)
        url = self.place.base_url + _filled(documented.path, parameters) + _query(query)
        sent = self._headers(headers, as_json=body is not None)
        asked = body if isinstance(body, dict) else dict(form or ())
        worst = self._worst(operation, asked, sent)
        request = Request(documented.method, url, operation, sent, data, form, worst)
        return self._send(documented, parameters, request)

    def replay(
        self, operation: str, url: str, data: bytes | None, kind: str, asked: Json
    ) -> Answer:
        """Send what somebody else has made up for an operation: a whole URL below the base URL, a body
        of the media type `kind`, and `asked`, which is the body as an object, for its price.
        """
        documented = self.place.contract.operations[operation]
        headers = self._headers({"Content-Type": kind}, as_json=False)
        worst = self._worst(operation, asked, headers)
        request = Request(documented.method, url, operation, headers, data, worst=worst)
        return self._send(documented, {}, request)

    def _send(
        self, documented: Operation, parameters: Mapping[str, str], request: Request
    ) -> Answer:
        self._wait_for_room()
        answer = self.place.transport.send(request, self._meter)
        redact = self.place.transport.secrets.redact
        answer.exchange.findings = tuple(
            replace(finding, message=cut(redact(finding.message)))
            for finding in self.place.judge.findings(
                documented, answer.status, answer.headers, answer.body
            )
        )
        self._remember(documented, parameters, answer)
        return answer

    def at(self, method: str, path: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a path below the base URL that need not be documented. It must change nothing."""
        url = self.place.base_url + path
        self._wait_for_room()
        return self.place.transport.send(
            Request(method, url, "", self._headers(headers, as_json=False)), self._meter
        )

    def fetch(self, url: str, *, method: str = "GET") -> Answer:
        """Download from a URL that an answer has named; relative ones start at the base URL. No
        credential goes with it.
        """
        whole = urljoin(f"{self.place.base_url}/", url.lstrip("/")) if "://" not in url else url
        return self.place.transport.send(Request(method, whole, counted=False), self._meter)

    def follow(
        self,
        operation: str,
        path: Mapping[str, Any] | None = None,
        *,
        done: Callable[[Answer], bool],
        query: Mapping[str, Any] | None = None,
    ) -> list[Answer]:
        """Poll until it is done: every answer, the last one first to satisfy `done`.

        Where it never does, the answers end with the last one that was worth asking for.
        """
        answers = [self.call(operation, path=path, query=query).must_be(200)]
        if not done(answers[-1]):
            for _ in self._clock.steps(_POLL):
                answers.append(self.call(operation, path=path, query=query).must_be(200))
                if done(answers[-1]):
                    break
        return answers

    def together(self, calls: Iterable[Callable[[], _T]]) -> list[_T]:
        """Do all of that at once, each in a thread of its own."""
        many = list(calls)
        with ThreadPoolExecutor(len(many)) as pool:
            futures = [pool.submit(call) for call in many]
            return [future.result() for future in futures]

    def wait(self, seconds: float) -> None:
        """Let so much of the target's time pass."""
        self._clock.wait(seconds)

    def now(self) -> float:
        """Unix time, by the target's clock."""
        return self._clock.now()

    def _wait_for_room(self) -> None:
        """A real account is not asked more often than its vendor's document allows."""
        if self.headers and not self.ours:
            self.place.pace.wait()

    def clean(self) -> list[str]:
        """Delete what the run has made here, the newest first; what is left, by kind and id."""
        return self.owned.clean(self._delete)

    def _delete(self, thing: Thing) -> bool:
        answer = self.call(thing.operation, path={thing.parameter: thing.value})
        return answer.status < 300 or answer.status in {404, 410}

    def _may(self, operation: Operation, parameters: Mapping[str, str]) -> None:
        """Stop a check, with a bug in it, from changing what the run has not made."""
        if self.ours or not may_change(operation):
            return
        if not parameters:
            raise NotTried(f"{operation.id} of the account itself, which this run has not made")
        for name, value in parameters.items():
            if not self.owned.has(name, value):
                raise NotTried(f"{operation.id} of {name} {value}, which this run has not made")

    def _worst(self, operation: str, asked: Json, sent: Headers) -> int:
        """The price at its worst. Without a credential of the account nobody can be charged; whether
        one that is merely malformed is accepted after all, or is a session's, nobody knows before.
        """
        places = {name.lower() for name in self.headers}
        keys = {value.rpartition(" ")[2] for value in self.headers.values()}
        shown = any(n.lower() in places or any(key in v for key in keys) for n, v in sent)
        return self.place.terms.price(operation, asked) if self.headers and shown else 0

    def _headers(self, more: Mapping[str, str] | None, *, as_json: bool) -> Headers:
        kind = {"Content-Type": "application/json"} if as_json else {}
        merged = kind | dict(self.headers) | dict(more or {})
        return tuple((name, value) for name, value in merged.items() if value)

    def _remember(
        self, operation: Operation, parameters: Mapping[str, str], answer: Answer
    ) -> None:
        """Take note of what was made and what was deleted."""
        if answer.status >= 300:
            return
        if (made := self.place.terms.makes.get(operation.id)) is not None:
            try:
                new = answer.get(made.id)
            except AssertionError:
                return
            if isinstance(new, int | str):
                self.owned.add(made, str(new))
        if operation.method == "DELETE":
            for value in parameters.values():
                self.owned.gone(operation.id, value)


class Account(Api):
    """An account that the run has opened on a simulator, and that it can steer."""

    def __init__(
        self, place: Place, row: Json, steering: Steering, clock: Clock, meter: Meter
    ) -> None:
        super().__init__(place, place.terms.credential(row["api_key"]), clock, meter, ours=True)
        self.row = row
        self.key: str = row["api_key"]
        self._steering = steering

    def steer(self, method: str, path: str, body: Json | None = None) -> Any:
        """Give an order to the account's place in the control API: `steer("POST", "faults", {...})`."""
        return self._steering.order(method, f"/{self.row['id']}/{path}".rstrip("/"), body)

    def end(self, job: int | str, how: str, **body: Any) -> None:
        """Bring a job to an end at once: `finish`, `fail`, `cancel` or `expire`. An id that no job
        has is one that the deployment has made up.
        """
        try:
            self.steer("POST", f"jobs/{job}/{how}", body or None)
        except LookupError:
            raise Mismatch(f"there is no job {job!r}, which an answer has named") from None

    def fault(self, kind: str, **settings: Any) -> None:
        """Plan a misbehaviour, such as `provider_error`."""
        self.steer("POST", "faults", {"kind": kind, **settings})

    def change(self, **settings: Any) -> None:
        """Change credits, plan, limits or webhook endpoint."""
        self.row = self.steer("PATCH", "", settings)

    def token(self, **settings: Any) -> str:
        """A session token of a user of the account: `expires_in` seconds."""
        token: str = self.steer("POST", "token", settings)["token"]
        self.place.transport.secrets.add(token)
        return token

    def close(self) -> None:
        """Forget the account and all in it."""
        self.steer("DELETE", "")


def may_change(operation: Operation) -> bool:
    """Whether it may change something that was there before. What makes something new does not."""
    changes = operation.method in {"PUT", "PATCH", "DELETE"}
    return changes or (operation.method == "POST" and bool(operation.path_parameters))


def compact(value: Any) -> bytes:
    """JSON as it is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _filled(template: str, parameters: Mapping[str, str]) -> str:
    for name, value in parameters.items():
        template = template.replace(f"{{{name}}}", quote(value, safe=""))
    return template


def _query(query: Mapping[str, Any] | None) -> str:
    return f"?{urlencode(query, doseq=True)}" if query else ""
