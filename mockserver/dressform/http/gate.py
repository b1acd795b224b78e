"""Who may drive the control API: no page of a foreign site, and off loopback whoever has the token."""

import hmac
import ipaddress

from aiohttp import web

from dressform.http.pipeline import named
from dressform.http.problems import ControlError

_LOCAL_NAME = "localhost"


class Gate:
    """Lets a request pass, or raises `ControlError`. `host` is what the server was bound to.

    Without a token only loopback's names are answered to, so that a foreign name that leads here
    (DNS rebinding) reaches nothing; with a token any name of the machine will do.
    """

    def __init__(self, host: str, token: str | None) -> None:
        self._names = {_LOCAL_NAME, host.lower()}
        self._token = token

    def check(self, request: web.BaseRequest) -> None:
        """Let the request pass, or raise `ControlError`."""
        self.check_site(request)
        if self._token is not None and not _is_bearer(request, self._token):
            detail = "send the token printed at start-up as Authorization: Bearer TOKEN"
            headers = {"WWW-Authenticate": "Bearer"}
            raise ControlError(401, "Token required", detail, headers=headers)

    def check_site(self, request: web.BaseRequest) -> None:
        """The same but for the token: enough for what tells nothing of this server's state."""
        if not self._is_ours(named(request.host)):
            detail = f"the Host {request.host!r} is not a name of this server"
            raise ControlError(403, "Foreign host", detail)
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in _origins(request):
            detail = f"a page of {origin!r} may not drive this server"
            raise ControlError(403, "Foreign origin", detail)

    def _is_ours(self, name: str | None) -> bool:
        if name is None:
            return False
        return self._token is not None or name in self._names or is_loopback(name)


def is_loopback(host: str) -> bool:
    """Whether that is a name or an address of loopback. Names are not resolved."""
    if host.lower() == _LOCAL_NAME:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _origins(request: web.BaseRequest) -> tuple[str, str]:
    """The origins of pages of our own: reached directly, or through a proxy that does TLS."""
    host = request.host.lower()
    return f"http://{host}", f"https://{host}"


def _is_bearer(request: web.BaseRequest, token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    sent = given.strip().encode(errors="surrogateescape")
    return scheme.lower() == "bearer" and hmac.compare_digest(sent, token.encode())
