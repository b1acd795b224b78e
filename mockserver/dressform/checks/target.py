"""The deployment that is checked: found out about before anything is asked of it that could cost."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from dressform.checks.answer import Answer
from dressform.checks.api import Account, Api, Place
from dressform.checks.budget import Budget
from dressform.checks.clocks import VirtualClock, WallClock
from dressform.checks.errors import Mismatch, NoAnswer, NotTried, OutOfBudget, Unusable
from dressform.checks.judging import Judge
from dressform.checks.meters import AnswerMeter, LedgerMeter
from dressform.checks.pace import Pace
from dressform.checks.redaction import Secrets
from dressform.checks.steering import Steering
from dressform.checks.terms import Json, Terms
from dressform.checks.transport import Transport
from dressform.contract import Contract

_SECRET_PARTS = re.compile(r"(?<=//).*@|^[^/]*@|[?#].*", re.DOTALL)
"""Of a URL: whatever is, or was meant as, a credential, a query or a fragment."""

_PLENTY = 100_000
_SEEDS = 1_000
_RICHES = 10**9


@dataclass(frozen=True)
class Asked:
    """What the user said of the target; no URL: a simulator is to be started. `max_wait` and `timeout` are in seconds; `examples` of
    each kind of generated request are sent to an operation.
    """

    url: str = ""
    key: str | None = None
    stranger_key: str | None = None
    budget: int | None = None
    max_wait: float = 60.0
    timeout: float = 30.0
    seed: int = 0
    webhook_url: str | None = None
    webhook_port: int = 0
    examples: int = 10


@dataclass
class Target:
    """A deployment that answers, and the accounts that the run has there. `api` is the account that
    is checked; `strangers` are other people's, `opened` those that the run has opened itself.
    """

    place: Place
    asked: Asked
    steering: Steering | None
    api: Api
    opened: list[Account] = field(default_factory=list)
    strangers: list[Api] = field(default_factory=list)

    @property
    def simulator(self) -> bool:
        """Whether it is Dressform's own, with time to travel in and accounts to open."""
        return self.steering is not None

    @property
    def budget(self) -> Budget:
        """What may be spent there."""
        return self.place.transport.budget

    @property
    def secrets(self) -> Secrets:
        """What must not be shown."""
        return self.place.transport.secrets

    def open(self, **settings: Any) -> Account:
        """Open an account, on a simulator: `credits`, `plan`, `rate_limit`, `webhook_url`, ... as in
        `POST /_mock/{vendor}/workspaces`. It takes no more credits with it than may be spent.
        """
        if self.steering is None:
            raise NotTried("needs accounts to open, and there is no /_mock")
        seed = self.asked.seed * _SEEDS + len(self.opened)
        account = open_account(self.place, self.steering, {"seed": seed} | settings)
        self.opened.append(account)
        return account

    def stranger(self) -> Api:
        """Somebody else's account."""
        if self.steering is not None:
            return self.open()
        if self.asked.stranger_key is None:
            raise NotTried("needs the key of a second account: --stranger-key")
        if not self.strangers:
            self.strangers.append(client(self.place, self.asked, self.asked.stranger_key))
        return self.strangers[0]

    def playground(self) -> Api:
        """Where much may be made that nobody asked for: on a simulator an account of its own."""
        if self.steering is None:
            return self.api
        rich = self.place.terms.cheapest and self.budget.left is None
        return self.open(rate_limit=_PLENTY, **({"credits": _RICHES} if rich else {}))

    def close(self) -> list[str]:
        """Take back all that the run has made, the newest first; what could not be, by name."""
        left: list[str] = []
        try:
            if self.steering is None:
                for api in (*self.strangers, self.api):
                    left += api.clean()
            for account in reversed(self.opened):
                try:
                    account.close()
                except (ValueError, LookupError, Unusable) as error:
                    left.append(f"account {account.row['id']}: {error}")
        finally:
            self.place.transport.close()
            if self.steering is not None:
                self.steering.close()
        return left


def client(place: Place, asked: Asked, key: str | None) -> Api:
    """The account of a key on a deployment that is not ours; None: no account at all."""
    headers = {} if key is None else place.terms.credential(key)
    meter = AnswerMeter(place.terms.charged)
    return Api(place, headers, WallClock(asked.max_wait), meter, ours=False)


def reach(asked: Asked, terms: Terms, contract: Contract, secrets: Secrets) -> Target:
    """The target, after it has answered a free call in JSON; `Unusable` says why it is none. What
    must not be shown of it is added to `secrets`.

    Where it is a simulator the account that is checked is a fresh one, whatever the key. Elsewhere
    nothing is spent unless a budget was named.
    """
    for key in (asked.key, asked.stranger_key):
        secrets.add(key)
        _must_be_sendable(key)
    base_url = base_url_of(asked.url, secrets)
    transport = Transport(Budget(asked.budget), secrets, timeout=asked.timeout)
    place = Place(base_url, contract, terms, transport, Judge(contract), Pace(terms.per_minute))
    try:
        target = _target(place, asked)
    except BaseException:
        transport.close()
        raise
    transport.exchanges.clear()
    return target


def _target(place: Place, asked: Asked) -> Target:
    steering = None
    if asked.key is not None:
        _probe(client(place, asked, asked.key), asked)
    parts = urlsplit(place.base_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    steering = Steering.found(origin, place.terms.slug, asked.timeout)
    if steering is not None:
        seed = {"seed": asked.seed * _SEEDS, "rate_limit": _PLENTY}
        account = open_account(place, steering, seed)
        target = Target(place, asked, steering, account, [account])
        try:
            _probe(account, asked)
        except BaseException:
            target.close()
            raise
        return target
    if asked.key is None:
        _probe(client(place, asked, None), asked)
        raise Unusable(f"{asked.url} wants an API key: --api-key, or in the environment")
    if asked.budget is None:
        place.transport.budget.limit = 0
    return Target(place, asked, None, client(place, asked, asked.key))


def base_url_of(url: str, secrets: Secrets) -> str:
    """The URL without a slash at the end; a password in it is refused, since it would be shown."""
    shown = secrets.redact(_SECRET_PARTS.sub("", url))
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        why = f": {error}" if shown == url else ""  # it may quote what is not to be shown
        raise Unusable(f"{shown!r} is no URL{why}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Unusable(f"{shown!r} is no URL of a deployment: http://... or https://...")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Unusable(f"the URL of {shown} must have no credentials, query or fragment in it")
    return urlunsplit(parts).rstrip("/")


def _must_be_sendable(key: str | None) -> None:
    if key and (not key.isascii() or not key.isprintable() or key != key.strip()):
        raise Unusable("the API key has a blank or a sign in it that no header can have")


def _probe(api: Api, asked: Asked) -> None:
    """One free call; whatever is no answer of an API is `Unusable`, and so is a refused key."""
    operation = api.place.terms.probe
    try:
        answer = api.call(operation, **api.place.terms.probe_with)
    except (NoAnswer, OutOfBudget) as error:
        raise Unusable(f"{asked.url} cannot be reached: {error}") from None
    if 300 <= answer.status < 400:
        where = api.place.transport.secrets.redact(answer.headers.get("Location", "nowhere"))
        raise Unusable(f"{answer.what} and sends us to {where}: that is no API")
    _must_be_json(answer, asked)
    if answer.status == 401 and asked.key is not None:
        raise Unusable(f"{answer.what}: the API key is not accepted there")
    if answer.status == 404 and not api.place.terms.probe_with:
        raise Unusable(f"{answer.what}: there is no {api.place.terms.slug} at {asked.url}")


def _must_be_json(answer: Answer, asked: Asked) -> None:
    try:
        answer.json  # noqa: B018 - reading it is the question
    except Mismatch:
        kind = answer.headers.get("Content-Type", "no Content-Type")
        raise Unusable(f"{answer.what} with {kind} and no JSON: is {asked.url} the API?") from None


def open_account(place: Place, steering: Steering, settings: Json) -> Account:
    """A fresh account on a simulator; its time stands still until it is moved."""
    left = place.transport.budget.left
    defaults: Json = {"clock": {"mode": "manual"}}
    capped = False
    if left is not None and place.terms.cheapest:
        if (wanted := settings.get("credits", 0)) > left:
            raise OutOfBudget(f"needs an account with {wanted} credits, and {left} may be spent")
        defaults["credits"] = left
        capped = "credits" not in settings
    row = steering.open(defaults | settings)
    for secret in (row["api_key"], row["webhook_secret"]):
        place.transport.secrets.add(secret)
    clock = VirtualClock(steering, row["id"])
    meter = LedgerMeter(steering, row["id"], place.transport.budget, capped=capped)
    return Account(place, row, steering, clock, meter)
