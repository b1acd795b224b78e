"""The suite against a server that is not ours: Prism, which mocks the same documents without state."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from dressform.checks import Report, Verdict
from dressform.checks.derived import suite_of
from dressform.checks.embedded import run
from dressform.checks.pace import Pace
from dressform.resources import SCHEMAS
from dressform.vendors import SLUGS

_PRISM = "@stoplight/prism-cli@5.14.2"

pytestmark = pytest.mark.skipif(
    shutil.which("npx") is None and "DRESSFORM_REQUIRE_BROWSER" not in os.environ,
    reason="Prism is run with npx, which is not here",
)


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program, installed from the npm registry."""
    folder = tmp_path_factory.mktemp("prism")
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
    subprocess.run([*command, _PRISM], check=True, timeout=300, capture_output=True)
    return str(folder / "node_modules/.bin/prism")


@contextmanager
def serving(prism: str, document: Path) -> Iterator[str]:
    """Prism, serving a document, and its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [prism, "mock", "--host", "127.0.0.1", "--port", str(port), str(document)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _ready(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(20)


def _ready(url: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return url
    raise AssertionError("Prism does not start")


@pytest.mark.parametrize("slug", SLUGS)
def test_a_stateless_mock_of_the_same_document_breaks_promises_and_nothing_else(
    slug: str, prism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dressform.checks.target.Pace", lambda _: Pace(None))  # it has no limits
    # But for generated traffic: Prism 5.14.2 does not survive all the forms that it is sent.
    checks = [name for name in suite_of(slug).checks if ".properties." not in name]
    with serving(prism, SCHEMAS / slug / "openapi.yaml") as url:
        report = run(slug, url, key=_KEY, budget=10_000, max_wait=3, timeout=10, checks=checks)
    told = [f"{o.verdict} {o.check}: {o.reason}" for o in report.outcomes]
    assert [] == [line for line in told if "the check itself failed" in line]
    assert [] == [line for line in told if re.search(r"/\S* got no answer", line)]
    assert 1 == report.exit_status
    assert _KEY not in repr(report)
    _shapes_hold(report)
    _state_is_missed(report)


def _shapes_hold(report: Report) -> None:
    """Prism answers by the document, so shapes pass, or what is known of Prism explains them."""
    shapes = [o for o in report.outcomes if ".shapes." in o.check]
    assert [o for o in shapes if o.verdict is Verdict.PASS]
    wrong = [o.reason for o in shapes if o.verdict in _MISMATCHES]
    assert [] == [reason for reason in wrong if not any(e in reason for e in _EXPLAINED)]


def _state_is_missed(report: Report) -> None:
    """What needs a memory is missed."""
    stems = {o.check.split(".")[1] for o in report.outcomes if o.verdict in _MISMATCHES}
    assert stems - {"shapes", "credentials", "refusals"}, stems


_KEY = "prism-key-4711"
_MISMATCHES = (Verdict.BROKEN, Verdict.DRIFT)
_EXPLAINED = (
    "'string'",  # Prism fills text in by its type, whatever pattern, constant or choice there is
    "was expected",
    "the header",  # it does not send the headers of a refusal
    "'detail' is a required property",  # its own words for a body that is no JSON ...
    "'code': 'invalid_json'",  # ... in both of its manners
    "generate/copy answered 200",  # it takes an empty list for five variants
)
