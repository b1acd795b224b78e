"""Where the server may call: loopback, unless told otherwise."""

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from functools import lru_cache

from aiohttp.abc import AbstractResolver, ResolveResult

_ANYWHERE = "*"


class NotAllowed(OSError):
    """The address is neither loopback nor allowed."""


class Allowed(AbstractResolver):
    """Where the server may call: loopback, and the hosts that `option` named (`*`: anywhere).

    It resolves names itself, so that a name which leads elsewhere is refused by its address.
    """

    def __init__(self, hosts: Collection[str], option: str = "--webhook-allow") -> None:
        self._hosts = {host.lower().strip("[]") for host in hosts}
        self._option = option

    def check(self, host: str) -> None:
        """Refuse an address that may not be called; a name is checked when it is resolved."""
        if self._is_named(host):
            return
        address = _address(host)
        if address is not None and not address.is_loopback:
            raise NotAllowed(f"{host} is not loopback, and was not allowed by {self._option}")

    def is_plain(self, host: str) -> bool:
        """Whether it may be called, as far as that can be told without asking a name server."""
        if self._is_named(host) or host.lower().rstrip(".") == "localhost":
            return True
        address = _address(host)
        return address is not None and address.is_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name, each of them allowed."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        if not self._is_named(host):
            for *_, address in found:
                self.check(str(address[0]))
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Nothing to let go of."""

    def _is_named(self, host: str) -> bool:
        return _ANYWHERE in self._hosts or host.lower() in self._hosts


@lru_cache(maxsize=256)
def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is, in whichever notation an operating system understands."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            return ipaddress.ip_address(socket.inet_aton(host))  # 0x7f.1, 2130706433, 127.1
        except OSError:
            return None
    return getattr(address, "ipv4_mapped", None) or address
