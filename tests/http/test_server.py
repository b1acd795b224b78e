"""A server starts whole or not at all, and leaves nothing behind when it stops."""

import asyncio
import gc
import socket
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from dressform.http import deployment
from dressform.http.deployment import Deployment, Unusable
from dressform.http.server import Options, Server
from dressform.vendors import VENDORS

OPTIONS = Options(vendors=tuple(VENDORS.values()), mode="manual")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are kept for once, so that what is left over shows."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_server_serves_inside_its_block_and_not_after_it(folder: Path) -> None:
    async def run() -> str:
        async with Server(OPTIONS) as server:
            url = f"{server.origin}/_mock/health"
            response = await asyncio.to_thread(requests.get, url, timeout=10)
            assert response.ok
            assert len(_left(folder)) == 1
        return url

    url = asyncio.run(run())
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=10)
    assert _left(folder) == []


def test_two_servers_share_nothing() -> None:
    async def run() -> None:
        async with Server(OPTIONS) as one, Server(OPTIONS) as other:
            assert one.origin != other.origin
            url = f"{one.origin}/_mock/clock/advance"
            body = {"seconds": 60}
            moved = await asyncio.to_thread(requests.post, url, json=body, timeout=10)
            assert moved.ok
            (here,) = one.fronts["uwear"].deployment.workspaces()
            (there,) = other.fronts["uwear"].deployment.workspaces()
            assert abs(here.now - there.now) > 50_000_000

    asyncio.run(run())


def test_a_port_in_use_stops_the_start_and_leaves_nothing(folder: Path) -> None:
    """Also no session that nobody closes: that would be a warning, and a warning is an error."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = Server(replace(OPTIONS, port=taken.getsockname()[1]))
        with pytest.raises(OSError, match="in use"):
            asyncio.run(server.start())
    gc.collect()
    assert _left(folder) == []


def test_a_contract_that_cannot_be_read_stops_the_start_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(slug: str, path: Path | None) -> Any:
        raise ValueError("while parsing\n  a flow sequence")

    monkeypatch.setattr(deployment, "load", load)
    first = next(iter(VENDORS))
    reason = f"cannot read schemas/{first}/openapi.yaml: ValueError: while parsing a flow sequence"
    with pytest.raises(Unusable) as stopped:
        asyncio.run(Server(OPTIONS).start())
    assert str(stopped.value) == reason
    gc.collect()
    assert _left(folder) == []


def test_handlers_and_operations_have_to_match() -> None:
    vendor = VENDORS["uwear"]
    fewer = {name: handler for name, handler in vendor.handlers.items() if name != "list_cameras"}
    with pytest.raises(Unusable, match="uwear: no handler for list_cameras"):
        Deployment(replace(vendor, handlers=fewer))
    more = {**vendor.handlers, "fly": len}
    with pytest.raises(Unusable, match="uwear: not in the contract: fly"):
        Deployment(replace(vendor, handlers=more))


def _left(folder: Path) -> list[str]:
    """What is in a folder."""
    return [path.name for path in folder.iterdir()]
