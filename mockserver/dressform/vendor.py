"""The vocabulary in which a vendor is declared."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from dressform.engine.assets import Asset
from dressform.engine.errors import Refused
from dressform.engine.jobs import Job
from dressform.engine.workspace import Rules, Workspace

Via = Literal["key", "session"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """An image that came with the request, as a file or as a `data:` URL; sizes in pixels."""

    data: bytes
    format: Literal["png", "jpeg", "webp"]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Source:
    """What lies at a URL of the client's. `problem` says why it is no picture that can be used, and
    `upload` is it otherwise; both are None where the server may not look.
    """

    size: int = 0
    upload: Upload | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Plan:
    """Requests that a plan allows in any rolling minute and day; None: as many as you like."""

    per_minute: int | None = None
    per_day: int | None = None


class Finishing(Struct, frozen=True):
    """Under what an answer goes out. `workspace` is None where none was reached; `number` counts
    the requests of that journal from 1, `now` is in microseconds.
    """

    workspace: Workspace | None
    number: int
    now: int


class Call(Struct, eq=False):
    """One request that has passed every check of the contract.

    `operation` is the `operationId`; `query` and `settings` carry the contract's defaults for what
    was not sent, `body` is what was sent. `base_url` is the vendor's base URL as the client reached it,
    for URLs in the answer. `sources` are the pictures at the URLs that the vendor wanted looked at
    (`Vendor.sources`), `via` the kind of credential. A handler says in `decided` what it
    did, and in `job` which job it made
    or showed.
    """

    workspace: Workspace
    operation: str
    base_url: str
    path: Mapping[str, Any] = {}
    query: Mapping[str, Any] = {}
    body: Json = {}
    settings: Json = {}
    uploads: Mapping[str, Upload] = {}
    sources: Mapping[str, "Source"] = {}
    via: Via = "key"
    decided: str = ""
    job: Job | None = None


class Answer(Struct, frozen=True):
    """A status, a body that becomes JSON (text stays text), and headers."""

    status: int
    body: Any
    headers: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Label:
    """What is written on a picture so that a person knows which result it is."""

    title: str
    prompt: str
    facts: tuple[tuple[str, str], ...]
    insets: tuple[bytes, ...] = ()


Handler = Callable[[Call], Any]


@dataclass(frozen=True)
class Manners:
    """What the vendor asks of a careful client, for the client lint.

    `poll_interval` is in seconds between two polls of one job, None where no number is named;
    `backoff`: polls ought to grow rarer; `stop_when_ended`: and to stop with the job; `signs`: its
    webhooks can be signed; `acknowledged_by` are the statuses that settle one. `sources` says by the
    lint's rule where that is asked for.
    """

    poll_interval: float | None = None
    backoff: bool = False
    stop_when_ended: bool = False
    signs: bool = False
    acknowledged_by: frozenset[int] = frozenset(range(200, 300))
    sources: Mapping[str, str] = field(default_factory=dict)


def _no_secret(workspace: Workspace) -> str:
    return ""


@dataclass(frozen=True)
class Vendor:
    """One simulated API.

    `credential` takes the headers and gives the API key, or refuses. `handlers` are by
    `operationId`; what one returns is the body of the operation's documented success. `refusals`
    renders each class of refusal; `media` are the path templates that assets are served at, by
    folder, with `{workspace}`, `{token}` and `{format}`; `expired` is the answer of a dead URL.
    `error` words a status that no refusal stands for, as its web framework would.

    `plans` are by name, and `plan` is that of a workspace that asks for none; `admit` refuses with
    `Forbidden` what a plan does not include. `sessions`: it takes session tokens (JWT) besides API
    keys. `sources` names the URLs whose pictures are to be looked at before the handler is called.
    `credits` is what a workspace starts with that asks for nothing else; None: nobody counts them.
    `finish` puts the last touch to every answer: an envelope, headers. `furnished` are ids that every
    workspace has from its start, by the names under which a server prints them. `contract` is its
    OpenAPI document, `schemas/<slug>/openapi.yaml` unless given.
    """

    slug: str
    title: str
    default_key: str
    key_prefix: str
    credential: Callable[[Mapping[str, str]], str]
    handlers: Mapping[str, Handler]
    refusals: Mapping[type[Refused], Callable[[Any], Answer]]
    rules: Rules
    media: Mapping[str, str]
    label: Callable[[Workspace, Asset], Label]
    expired: Callable[[Asset], Answer]
    error: Callable[[int, str], Answer]
    new_webhook_secret: Callable[[Workspace], str] = _no_secret
    redirects_slashes: bool = False
    credits: int | None = 1000
    manners: Manners = Manners()
    plans: Mapping[str, Plan] = field(default_factory=dict)
    plan: str | None = None
    admit: Callable[[Workspace, str, Via], None] | None = None
    sessions: bool = False
    sources: Callable[[Call], Iterable[str]] | None = None
    finish: Callable[[Answer, Finishing], Answer] | None = None
    furnished: Mapping[str, str] = field(default_factory=dict)
    contract: Path | None = None


def media_path(template: str, workspace: Workspace, token: str, format: str) -> str:
    """Where an asset lies, by one of the templates of `Vendor.media`."""
    before, between, after = _around(template)
    return f"{before}{workspace.id}{between}{token}{after}{format}"


@cache
def _around(template: str) -> tuple[str, str, str]:
    before, _, rest = template.partition("{workspace}")
    between, _, rest = rest.partition("{token}")
    after, _, _ = rest.partition("{format}")
    return before, between, after


def compact(value: Any) -> bytes:
    """JSON without spaces, as the payloads of jobs and webhooks are kept."""
    return msgspec.json.encode(value)


def expanded(kept: bytes) -> Any:
    """What `compact` made that JSON of."""
    return msgspec.json.decode(kept)
