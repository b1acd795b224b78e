"""Files of rendered media, kept within a bound."""

import asyncio
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from zlib import crc32

from dressform.media import Clip, Picture, render

CACHE_BYTES = 512_000_000
MEMORY_BYTES = 64_000_000
SMALL = 256_000
"""Bytes of the largest file that is kept in memory, too: of each a copy waits for a slow client."""
MAX_FILES = 10_000
MAX_THREADS = 2

Spec = Picture | Clip | bytes
_T = TypeVar("_T")

_OLDEST, _SPREAD = 1_500_000_000, 2**27


@dataclass(eq=False)
class _File:
    """A file, and how many are waiting for it or sending it. `drawn` gives its size in bytes."""

    path: Path
    drawn: asyncio.Task[int]
    holders: int = 0


@dataclass(frozen=True)
class Near:
    """A small file in memory: its bytes, and its `facts`."""

    data: bytes
    facts: Mapping[str, str]


class MediaCache:
    """Files by what they show, at most `MAX_FILES` of them, the least recently used thrown away first.

    Rendering happens on threads of its own; what several ask for at once is rendered once. A file
    that is held is never thrown away: only such files can take it beyond its `limit` in bytes.
    Of the small ones that are asked for again, `memory_limit` bytes are in memory, too.
    """

    def __init__(self, limit: int = CACHE_BYTES, memory_limit: int = MEMORY_BYTES) -> None:
        self.limit = limit
        self.memory_limit = memory_limit
        self.size = 0
        self.in_memory = 0
        self._folder = TemporaryDirectory(prefix="dressform-", ignore_cleanup_errors=True)
        self._files: OrderedDict[Spec, _File] = OrderedDict()
        self._near: OrderedDict[_File, Near] = OrderedDict()
        self._drawn = 0
        self._threads = asyncio.Semaphore(MAX_THREADS)

    async def hold(self, spec: Spec) -> Path:
        """The file; if there is one, it stays until `release`."""
        file = self._files.get(spec) or self._begin(spec)
        self._files.move_to_end(spec)
        file.holders += 1
        try:
            await asyncio.shield(file.drawn)
        except BaseException:
            file.holders -= 1
            raise
        return file.path

    def release(self, spec: Spec) -> None:
        """The file is no longer needed."""
        self._files[spec].holders -= 1
        self._trim()

    def near(self, spec: Spec) -> Near | None:
        """The same at once, if it is a small file that is there; nobody needs to release it."""
        file = self._files.get(spec)
        if file is None or not file.drawn.done() or file.drawn.result() > SMALL:
            return None
        self._files.move_to_end(spec)
        near = self._near.get(file)
        if near is None:
            near = self._bring_near(file)
        else:
            self._near.move_to_end(file)
        self._trim()
        return near

    async def close(self) -> None:
        """Throw everything away. What is being rendered is not waited for."""
        tasks = [file.drawn for file in self._files.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._folder.cleanup()

    def _begin(self, spec: Spec) -> _File:
        self._drawn += 1
        path = Path(self._folder.name) / str(self._drawn)
        file = self._files[spec] = _File(path, asyncio.create_task(self._draw(spec, path)))
        return file

    async def _draw(self, spec: Spec, path: Path) -> int:
        try:
            async with self._threads:
                size = await _on_a_thread(lambda: _write(spec, path))
        except BaseException:
            del self._files[spec]
            raise
        self.size += size
        return size

    def _bring_near(self, file: _File) -> Near:
        near = self._near[file] = Near(file.path.read_bytes(), facts(file.path))
        self.in_memory += len(near.data)
        while self.in_memory > self.memory_limit:
            self._drop(next(iter(self._near)))
        return near

    def _drop(self, file: _File) -> None:
        """Keep it in memory no longer."""
        if (near := self._near.pop(file, None)) is not None:
            self.in_memory -= len(near.data)

    def _trim(self) -> None:
        while self.size > self.limit or len(self._files) > MAX_FILES:
            files = self._files.items()
            unheld = (s for s, file in files if file.holders == 0 and file.drawn.done())
            if (spec := next(unheld, None)) is None:
                return
            file = self._files.pop(spec)
            self._drop(file)
            self.size -= file.drawn.result()
            file.path.unlink()


def etag(path: Path) -> str:
    """The ETag that aiohttp gives a file."""
    stat = path.stat()
    return f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'


def facts(path: Path) -> dict[str, str]:
    """What aiohttp says of a whole file, spelt alike; by it a client can resume what broke off."""
    modified = formatdate(path.stat().st_mtime, usegmt=True)
    return {"Etag": etag(path), "Last-Modified": modified, "Accept-Ranges": "bytes"}


def _write(spec: Spec, path: Path) -> int:
    """Render into a file. Its time, and with it its ETag, comes from its bytes: they outlive it."""
    data = spec if isinstance(spec, bytes) else render(spec)
    path.write_bytes(data)
    time = _OLDEST + crc32(data) % _SPREAD
    os.utime(path, (time, time))
    return len(data)


async def _on_a_thread(work: Callable[[], _T]) -> _T:
    """Like `asyncio.to_thread`, on a thread that does not keep the process from ending."""
    done: Future[_T] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            done.set_exception(error)

    threading.Thread(target=run, name="dressform-media", daemon=True).start()
    return await asyncio.wrap_future(done)
