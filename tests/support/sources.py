"""A reader of source pictures, and a network that leads nowhere else than to loopback."""

import asyncio
import socket
from collections.abc import Mapping
from typing import Any

import aiohappyeyeballs

from dressform.http.sources import TIMEOUT, SourceReader
from dressform.vendor import Source

NAMES = {
    "outside.test": ["93.184.216.34"],
    "mixed.test": ["127.0.0.1", "93.184.216.34"],
    "localhost": ["127.0.0.1"],
    "0x7f.1": ["127.0.0.1"],
    "0x7f000001": ["127.0.0.1"],
}


def look_at(
    *urls: str, allow: tuple[str, ...] = (), timeout: float = TIMEOUT
) -> Mapping[str, Source]:
    """What a fresh reader finds there."""

    async def looking() -> Mapping[str, Source]:
        reader = SourceReader(allow, timeout)
        try:
            return await reader.look_at(urls)
        finally:
            await reader.close()

    return asyncio.run(looking())


def look(url: str, **options: Any) -> Source:
    return look_at(url, **options)[url]


class Network:
    """All that lies beyond loopback. `asked` are the names looked up, `called` the addresses."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []
        self.called: list[str] = []

    def getaddrinfo(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Our names as we like, and no others."""
        self.asked.append(host)
        if host not in NAMES:
            raise socket.gaierror(socket.EAI_NONAME, f"nobody knows {host}")
        return [i for a in NAMES[host] for i in self.real_getaddrinfo(a, port, *args, **kwargs)]

    async def connect(self, addr_infos: Any, **kwargs: Any) -> socket.socket:
        """Whoever is called, our host on loopback picks up."""
        self.called += [info[4][0] for info in addr_infos]
        here = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", self.port))]
        return await self.real_connect(here, **kwargs)

    real_getaddrinfo = staticmethod(socket.getaddrinfo)
    real_connect = staticmethod(aiohappyeyeballs.start_connection)
