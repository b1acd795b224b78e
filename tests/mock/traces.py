"""What a server could leave behind in this process, and stopping one that must not wait."""

import gc
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dressform import MockServer


@contextmanager
def no_traces(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Afterwards there is no thread, open file, socket or temporary file that was not there before.

    What is drawn on a thread cannot be broken off, and is waited for.
    """
    patch.setattr(tempfile, "tempdir", str(folder))
    gc.collect()
    threads, files = set(threading.enumerate()), _open_files()
    yield
    for thread in threading.enumerate():
        if thread.name == "dressform-media":
            thread.join(10)
    gc.collect()  # what was not closed says so now, and a warning is an error
    assert set() == set(threading.enumerate()) - threads
    assert set() == _open_files() - files
    assert [] == list(folder.iterdir())


def stops(server: MockServer) -> bool:
    """Whether it stops while those who keep it busy go on doing so; 10 seconds are forever here."""
    stopping = threading.Thread(target=server.stop, daemon=True)
    stopping.start()
    stopping.join(10)
    return not stopping.is_alive()


def _open_files() -> set[tuple[str, str]]:
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.add((entry.name, str(entry.readlink())))
        except FileNotFoundError:  # the listing's own
            continue
    return found
