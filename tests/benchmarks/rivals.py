"""The peers: how each is started, and what it is asked."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.accounts import CALLS
from tests.benchmarks.load import Request, load
from tests.benchmarks.process import ROOT, NotServed, Served, free_port, served

FOLDER = ROOT / ".bench"

_NODE = FOLDER / "node/node_modules"
_BIN = FOLDER / "venv/bin"
_HERE = Path(__file__).with_name("peers")
_DOCUMENT = ROOT / "schemas/uwear/openapi.yaml"

_GENERATION = Request(
    "POST",
    CALLS["uwear"].create,
    (("Content-Type", "application/json"), ("Authorization", "Bearer any")),
    json.dumps(CALLS["uwear"].body).encode(),
)


def _sqs(action: str, **members: str) -> Request:
    """A call of Amazon's queue service, as its client would send it."""
    scope = "Credential=any/20260101/us-east-1/sqs/aws4_request"
    headers = (
        ("Content-Type", "application/x-amz-json-1.0"),
        ("X-Amz-Target", f"AmazonSQS.{action}"),
        ("Authorization", f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"),
    )
    return Request("POST", "/", headers, json.dumps(members).encode())


@dataclass(frozen=True)
class Rival:
    """A peer: what `needs` to be there for it, its `command` with `{port}`, what it is asked (once
    `prepare` has been).
    """

    name: str
    needs: Path
    command: Sequence[str | Path]
    request: Request = _GENERATION
    prepare: Request = _GENERATION


_PRISM = _NODE / "@stoplight/prism-cli/dist/index.js"
_MOCK = ("mock", "-h", "127.0.0.1", "-p", "{port}", _DOCUMENT)

_UVICORN = _BIN / "uvicorn"
_FASTAPI = (
    *(_UVICORN, "--app-dir", _HERE, "fastapi_app:app", "--port", "{port}"),
    *("--no-access-log", "--log-level", "warning"),
)

RIVALS = (
    Rival("Prism", _PRISM, ("node", _PRISM, *_MOCK)),
    Rival("Prism, silent", _PRISM, ("node", _PRISM, *_MOCK, "--verboseLevel", "silent")),
    Rival(
        "Mockoon",
        mockoon := _NODE / "@mockoon/cli/bin/run.js",
        (
            *("node", mockoon, "start", "--data", _DOCUMENT, "--port", "{port}"),
            *("--hostname", "127.0.0.1", "--disable-log-to-file"),
        ),
    ),
    Rival("FastAPI", _UVICORN, _FASTAPI),
    Rival("FastAPI, asyncio's loop", _UVICORN, (*_FASTAPI, "--loop", "asyncio")),
    Rival(
        "pytest-httpserver",
        _BIN / "python",
        (_BIN / "python", _HERE / "httpserver_app.py", "{port}"),
    ),
    Rival(
        "moto, SendMessage",
        moto := _BIN / "moto_server",
        (moto, "-p", "{port}"),
        _sqs(
            "SendMessage",
            QueueUrl="http://127.0.0.1/123456789012/q",
            MessageBody="a model on the beach",
        ),
        _sqs("CreateQueue", QueueName="q"),
    ),
)


@contextmanager
def competing() -> Iterator[dict[str, Served | str]]:
    """All of them running, by name; what does not run says why."""
    with ExitStack() as stack:
        found: dict[str, Served | str] = {}
        for rival in RIVALS:
            if not rival.needs.exists():
                found[rival.name] = "not installed: make bench-peers"
                continue
            port = free_port()
            command = [str(part).replace("{port}", str(port)) for part in rival.command]
            try:
                server = served(command, port, rival.prepare, environment=os.environ)
                found[rival.name] = stack.enter_context(server)
                load(port, [rival.request], count=1, connections=1)
            except (NotServed, OSError) as error:
                found[rival.name] = f"does not run: {error}"
        yield found
