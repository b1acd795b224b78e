"""An exchange is over in time, whatever the other side does: hangs, or drips for ever."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_THREADS = 32
_wait = threading.local()


class _Wait:
    """A thread's wait for an answer. `sock` is what it comes through, `over`: it took too long."""

    def __init__(self) -> None:
        self.sock: socket.socket | None = None
        self.over = False
        self._lock = threading.Lock()

    def through(self, sock: socket.socket | None) -> None:
        """From here the answer comes."""
        with self._lock:
            self.sock = sock
            if self.over:
                _break_off(sock)

    def end(self) -> None:
        """Wait no longer."""
        with self._lock:
            self.over = True
            _break_off(self.sock)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Break off, with `requests.Timeout`, what a patient session does in there for longer."""
    _wait.current = wait = _Wait()
    timer = threading.Timer(seconds, wait.end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (requests.RequestException, OSError, ValueError):  # whatever a broken-off read ends in
        if not wait.over:
            raise
    finally:
        timer.cancel()
        _wait.current = None
    if wait.over:
        raise requests.Timeout(f"still not complete after {seconds:g} s") from None


def patient_session() -> requests.Session:
    """A session that sends what it is given: no credentials of a ~/.netrc, no cookies of before."""
    session = requests.Session()
    session.auth = _as_it_is
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(pool_connections=8, pool_maxsize=_THREADS))
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _break_off(sock: socket.socket | None) -> None:
    """End both ways, also under TLS, whose own shutdown would wait for the other side."""
    if sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    def getresponse(self) -> Any:
        if (wait := getattr(_wait, "current", None)) is not None:
            wait.through(self.sock)
        return super().getresponse()


class _Secure(HTTPSConnection):
    def getresponse(self) -> Any:
        if (wait := getattr(_wait, "current", None)) is not None:
            wait.through(self.sock)
        return super().getresponse()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **settings: Any) -> None:
        super().init_poolmanager(*arguments, **settings)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
