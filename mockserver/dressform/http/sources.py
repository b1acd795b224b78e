"""Looks at the pictures that requests name by URL, where it may."""

import asyncio
from collections.abc import Collection, Iterable, Mapping

import aiohttp
from yarl import URL

from dressform.engine.errors import Invalid
from dressform.http import decode
from dressform.http.allowed import Allowed, NotAllowed
from dressform.http.begun import in_a_task
from dressform.vendor import Source

TIMEOUT = 10.0
MAX_BYTES = 64 * 1024 * 1024
"""What is larger is not read to its end: no vendor takes it."""
MAX_REDIRECTS = 5

_UNSEEN = Source()
_MOVED = frozenset({301, 302, 303, 307, 308})


class SourceReader:
    """Fetches from loopback and from the hosts that were allowed; all else it takes on trust, and
    asks no name server about it.

    `timeout` is in seconds, for each request.
    """

    def __init__(self, allow: Collection[str], timeout: float = TIMEOUT) -> None:
        self._allowed = Allowed(allow, "--fetch-allow")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=self._allowed, limit=20, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=timeout),
            headers={"User-Agent": "dressform-sources"},
        )

    async def look_at(self, urls: Iterable[str]) -> Mapping[str, Source]:
        """What lies at each of the URLs, fetched side by side."""
        wanted = list(dict.fromkeys(urls))
        if len(wanted) == 1:  # as most have it; nothing to do side by side
            return {wanted[0]: await self._look_at(wanted[0])}
        found = await asyncio.gather(*(self._look_at(url) for url in wanted))
        return dict(zip(wanted, found, strict=True))

    async def close(self) -> None:
        """Let go of every connection."""
        await self._session.close()

    async def _look_at(self, text: str) -> Source:
        try:
            found = await self._fetch(URL(text))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failure:
            cause = getattr(failure, "os_error", failure)
            if isinstance(cause, NotAllowed):
                return _UNSEEN
            return Source(problem=f"it cannot be fetched: {type(failure).__name__}")
        if isinstance(found, Source):
            return found
        try:
            return Source(len(found), decode.image(found, ()))
        except Invalid as refused:
            return Source(len(found), problem=refused.issues[0].message)

    async def _fetch(self, url: URL) -> bytes | Source:
        """The bytes at the URL or at the end of its redirects, or why there are none."""
        for _ in range(MAX_REDIRECTS + 1):
            if not url.raw_host:
                return Source(problem="it names no host")
            if not self._allowed.is_plain(url.raw_host):
                return _UNSEEN
            await in_a_task()
            async with self._session.get(url, allow_redirects=False) as response:
                if response.status == 200:
                    return await _read(response)
                if response.status not in _MOVED or "Location" not in response.headers:
                    return Source(problem=f"it answers {response.status}")
                url = url.join(URL(response.headers["Location"]))
        return Source(problem=f"it redirects more than {MAX_REDIRECTS} times")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body, or as much of it as shows that it is too large."""
    data = bytearray()
    async for chunk in response.content.iter_chunked(65536):
        data += chunk
        if len(data) > MAX_BYTES:
            break
    return bytes(data)
