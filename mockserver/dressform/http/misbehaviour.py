"""What a fault does to a request and to its answer on the wire."""

import re
import socket
import struct
from asyncio import sleep
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from dressform.engine.clock import SECOND
from dressform.engine.errors import RateLimited
from dressform.engine.faults import KINDS, Fault, latency_seconds, make_fault, parse_in_band
from dressform.engine.workspace import Workspace
from dressform.vendor import Answer, Vendor

_NO_LINGER = struct.pack("ii", 1, 0)
_MARK = re.compile(r"\[\[fault:")
_TYPE = "Content-Type"


class Struck(Exception):
    """A fault answers in the place of the vendor; `answer` is None where the connection is dropped."""

    def __init__(self, answer: Answer | None) -> None:
        super().__init__("dropped by a fault" if answer is None else "answered by a fault")
        self.answer = answer


class BadInBandFault(ValueError):
    """A `[[fault:...]]` in a prompt that cannot be made sense of."""


class Dropped(web.Response):
    """No answer: the connection is reset."""

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Reset the connection, so that the client does not take its end for an orderly one."""
        if request.transport is not None:
            connection = request.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            request.transport.abort()
        raise ConnectionResetError("dropped by a fault")


class Truncated(web.StreamResponse):
    """An answer that breaks off: its headers promise more than `part`."""

    def __init__(self, status: int, headers: Any, part: bytes, length: int) -> None:
        super().__init__(status=status, headers=headers)
        self.content_length = length
        self.force_close()
        self.part = part

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Send the headers and the part, and hang up."""
        writer = await super().prepare(request)
        await self.write(self.part)
        if request.transport is not None:
            request.transport.close()
        return writer

    async def write_eof(self, data: bytes = b"") -> None:
        """There is no orderly end."""


async def strike(faults: Iterable[Fault], workspace: Workspace, vendor: Vendor) -> None:
    """Let faults of the stage `request` do what they do: wait, refuse, or raise `Struck`."""
    for fault in faults:
        if fault.kind == "latency":
            await sleep(latency_seconds(fault, workspace.seed))
    for fault in faults:
        given = fault.arguments
        if fault.kind == "reset" and given["when"] == "before":
            raise Struck(None)
        if fault.kind == "rate_limit":
            limit = workspace.window.limit if workspace.window else 0
            raise RateLimited(limit, retry_after=round(given["retry_after"] * SECOND))
        if fault.kind == "status":
            raise Struck(_answer(given, vendor))


def _answer(given: dict[str, Any], vendor: Vendor) -> Answer:
    """The planned status with the planned body, or with the vendor's own words for such a status."""
    status, body = given["status"], given["body"]
    if body is None:
        known = {each.value: each.phrase for each in HTTPStatus}
        own = vendor.error(status, known.get(status, "Error"))
        body, headers = own.body, dict(own.headers)
    else:
        headers = {_TYPE: "text/plain; charset=utf-8"} if isinstance(body, str) else {}
    for name, value in given["headers"].items():
        same = [known for known in (*headers, _TYPE) if known.lower() == name.lower()]
        headers[same[0] if same else name] = value
    return Answer(status, body, headers)


def drops_afterwards(faults: Iterable[Fault]) -> bool:
    """Whether the connection is to be dropped once everything has been done."""
    return any(f.kind == "reset" and f.arguments["when"] == "after" for f in faults)


def spoil(
    faults: Iterable[Fault], status: int, headers: Any, body: bytes
) -> tuple[web.StreamResponse, bytes]:
    """The answer as faults of the stage `answer` leave it, and the bytes that are sent of it."""
    sent, length = body, len(body)
    for fault in faults:
        if fault.kind == "malformed":
            sent = _malformed(body, headers.get("Content-Type", ""))
            length = len(sent)
        if fault.kind == "truncate":
            sent = sent[: int(length * fault.arguments["fraction"])]
    kept = {name: value for name, value in headers.items() if name.lower() != "content-length"}
    if len(sent) < length:
        return Truncated(status, kept, sent, length), sent
    return web.Response(status=status, headers=kept, body=sent), sent


def _malformed(body: bytes, content_type: str) -> bytes:
    """JSON that stops in the middle and closes what it never opened; media without its beginning."""
    if content_type.startswith(("image/", "video/")):
        return bytes(16) + body[16:]
    return body[: len(body) // 2] + b"}{"


def in_band_faults(body: Any, workspace: Workspace) -> list[Fault]:
    """The faults that the texts of a body ask for: `[[fault:KIND key=value]]`."""
    try:
        return [
            make_fault(kind, arguments, id=0, now=workspace.now, times=1, item=item)
            for text, item in _texts(body)
            if _MARK.search(text)
            for kind, arguments in parse_in_band(text)
        ]
    except ValueError as error:
        raise BadInBandFault(str(error)) from None


def _texts(value: Any, item: int | None = None) -> Iterable[tuple[str, int | None]]:
    """Every text in a JSON value, with its place in the outermost list that it is in."""
    if isinstance(value, str):
        yield value, item
    elif isinstance(value, dict):
        for member in value.values():
            yield from _texts(member, item)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _texts(member, number if item is None else item)


def at_stage(faults: Iterable[Fault], stage: str) -> list[Fault]:
    """Those of one stage."""
    return [fault for fault in faults if KINDS[fault.kind].stage == stage]
