"""Milliseconds that it takes to start a `MockServer`, as the session fixture does.

Run as a script by the interpreter of an installation: `session.py cold|warm`; warm is with aiohttp imported.
"""

# ruff: noqa: T201 - its output

import sys
from time import perf_counter

if __name__ == "__main__":
    if sys.argv[1] == "warm":
        import aiohttp.web  # noqa: F401 - what the rest comes on top of
    began = perf_counter()
    from dressform import MockServer

    MockServer().start()
    print((perf_counter() - began) * 1000)
