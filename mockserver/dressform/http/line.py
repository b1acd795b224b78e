"""One connection to a receiver of webhooks, over which one goes after the other, at little cost.

It is aiohttp's client without the session, the pool and the objects of request and answer, which cost
more than all the rest of a webhook; whatever is read is read by aiohttp.
"""

import asyncio
import socket
from contextlib import suppress

from aiohttp import ClientError, ClientOSError, ClientResponseError, RequestInfo
from aiohttp import ServerDisconnectedError as HungUp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import RawResponseMessage
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from dressform.http.allowed import Allowed

IDLE = 0.5
"""Seconds after which a line that nobody uses is hung up."""

_MAX_BODY = 64_000
_END_WITHIN = 0.05
_SWITCHING = 101


class Broken(Exception):
    """It could not be opened, or was hung up without a word after it had been of use."""


class Line:
    """To one http URL without a user in it; `timeout` is in seconds. It is opened when it is needed, if
    the URL leads where `allowed`.

    It is `fit` to be kept as long as it was never `Broken`, and every answer was short and ended at
    once.
    """

    def __init__(self, url: URL, allowed: Allowed, agent: str, timeout: float) -> None:
        self.busy = False
        self.fit = True
        self._loop = asyncio.get_running_loop()  # looked up each time, it would cost a system call
        self._url = url
        self._allowed = allowed
        self._timeout = timeout
        self._head = (
            f"POST {url.raw_path_qs} HTTP/1.1\r\nHost: {url.host_port_subcomponent}\r\nAccept: */*\r\n"
            f"Accept-Encoding: gzip, deflate\r\nUser-Agent: {agent}\r\n"
        )
        self._wire: _Wire | None = None
        self._used = 0.0

    async def post(self, headers: dict[str, str], body: bytes) -> int:
        """Send it; the status of the answer, or `Broken`, or what aiohttp's client would raise."""
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        head = f"{self._head}{lines}Content-Length: {len(body)}\r\n\r\n"
        self.busy = True
        try:
            return await self._exchange(head.encode("latin-1") + body)
        except HttpProcessingError as error:
            self.close()
            raise self._unreadable(error) from error
        except BaseException:
            self.close()
            raise
        finally:
            self.busy = False
            self._used = self._loop.time()

    def close(self) -> None:
        """Hang up."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    async def _exchange(self, request: bytes) -> int:
        until = self._loop.time() + self._timeout
        wire = await self._ready(until)
        expiry = self._loop.call_at(until, wire.expire)
        try:
            wire.send(request)
            message, payload = await self._answer(wire)
        finally:
            expiry.cancel()
        if message.should_close:
            self.close()
        elif not (_is_short(payload) or await _ends(payload)):
            self.fit = False
            self.close()
        return message.code

    async def _answer(self, wire: "_Wire") -> tuple[RawResponseMessage, StreamReader]:
        """The answer's head, and its body as far as it has come."""
        try:
            message, payload = await wire.read()
            while message.code < 200 and message.code != _SWITCHING:
                message, payload = await wire.read()
        except (HungUp, ClientOSError) as error:
            if wire.expired:
                raise TimeoutError from error
            # A receiver that hangs up just then may have read it nevertheless, and is sent it twice:
            # nobody can tell. No receiver is trusted with a line again after that.
            if wire.answered and not wire.heard:
                self.fit = False
                raise Broken(str(error)) from error
            raise
        wire.answered = True
        return message, payload

    async def _ready(self, until: float) -> "_Wire":
        """The connection, if it still stands and nothing is left to be read of it, or a new one."""
        wire = self._wire
        if wire is not None and not wire.should_close and wire.is_connected():
            return wire
        self.close()
        async with asyncio.timeout_at(until):
            return await self._open()

    async def _open(self) -> "_Wire":
        try:
            self._wire = wire = await self._connect()
        except OSError as error:
            self.fit = False
            raise Broken(str(error)) from error
        self._close_when_idle(wire)
        return wire

    async def _connect(self) -> "_Wire":
        """To the first of its addresses where somebody listens."""
        loop, host, port = self._loop, self._url.raw_host or "", self._url.port or 80
        self._allowed.check(host)
        *others, last = await self._allowed.resolve(host, port, socket.AF_UNSPEC)
        for place in others:
            with suppress(OSError):
                return (await loop.create_connection(lambda: _Wire(loop), place["host"], port))[1]
        return (await loop.create_connection(lambda: _Wire(loop), last["host"], port))[1]

    def _close_when_idle(self, wire: "_Wire") -> None:
        """Look again and again whether that connection is still needed."""
        if wire is self._wire:
            left = IDLE if self.busy else self._used + IDLE - self._loop.time()
            if left > 0:
                self._loop.call_later(left, self._close_when_idle, wire)
            else:
                self.close()

    def _unreadable(self, error: HttpProcessingError) -> ClientResponseError:
        """What aiohttp's client says of an answer that is no HTTP."""
        nothing = CIMultiDictProxy(CIMultiDict[str]())
        request = RequestInfo(self._url, "POST", nothing, self._url)
        return ClientResponseError(request, (), status=error.code, message=error.message)


class _Wire(ResponseHandler):
    """A connection: whether it was ever of use, whether the receiver said anything since the last
    webhook, and whether it was given up for taking too long over one.
    """

    answered = False
    heard = False
    expired = False

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.set_response_params(read_until_eof=True, auto_decompress=False)

    def send(self, request: bytes) -> None:
        self.heard = False
        assert self.transport is not None
        self.transport.write(request)

    def expire(self) -> None:
        """Give it up. (A timeout of asyncio's that does the same costs a twentieth of a webhook.)"""
        self.expired = True
        self.abort()

    def data_received(self, data: bytes) -> None:
        self.heard = True
        super().data_received(data)


async def _ends(payload: StreamReader) -> bool:
    """Whether that body is short, and over within an instant. Nobody cares what it says."""
    try:
        if not payload.is_eof():
            async with asyncio.timeout(_END_WITHIN):
                while payload.total_bytes <= _MAX_BODY and await payload.readany():
                    pass
    except (TimeoutError, ClientError):
        return False
    return _is_short(payload)


def _is_short(payload: StreamReader) -> bool:
    """Whether all of that body is here, and not much."""
    return payload.is_eof() and payload.total_bytes <= _MAX_BODY
