"""What `dressform serve` prints can be copied, read, and believed."""

import re
import signal
import subprocess

import pytest
import requests

from dressform.vendors import SLUGS
from tests.support.odd_receiver import OK, acting, hangs, says
from tests.support.process import Served, serve_dressform
from tests.support.wire import problem_of, send_raw

CHEAP = {"model_slug": "gemini-flash", "prompt": "p", "num_images": 1}


def test_serve_prints_what_can_be_copied_and_answers_there() -> None:
    with serve_dressform() as served:
        exported = served.exported
        key = {"Authorization": f"Bearer {exported['UWEAR_API_KEY']}"}
        cameras = requests.get(f"{exported['UWEAR_BASE_URL']}/cameras", headers=key, timeout=10)
        assert (cameras.status_code, "photo" in cameras.json()) == (200, True)
        urls = re.findall(r"http://\S+", "\n".join(served.banner))
        pages = [f"{served.origin}/{slug}/docs" for slug in SLUGS]
        bases = [exported[f"{slug.upper()}_BASE_URL"] for slug in SLUGS]
        pairs = [url for pair in zip(bases, pages, strict=True) for url in pair]
        assert urls == [*pairs, f"{served.origin}/_mock/vendors"]
        assert all(requests.get(url, timeout=10).status_code == 200 for url in [*pages, urls[-1]])
        assert "DRESSFORM_TOKEN" not in exported


def test_the_lines_are_good_shell() -> None:
    with serve_dressform() as served:
        script = "\n".join([*(s for s in served.banner if "export " in s), "env"])
        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=10)
        for name, value in served.exported.items():
            assert f"{name}={value}\n" in done.stdout


def test_bound_to_everything_it_prints_the_token_that_opens_the_control_api() -> None:
    with serve_dressform("--host", "0.0.0.0") as served:
        url = f"{served.origin}/_mock/health"
        assert problem_of(requests.get(url, timeout=10))[0] == 401
        key = {"Authorization": f"Bearer {served.exported['DRESSFORM_TOKEN']}"}
        assert requests.get(url, headers=key, timeout=10).status_code == 200


def test_with_a_vendor_it_serves_at_the_root_and_says_so() -> None:
    with serve_dressform("--vendor", "uwear") as served:
        (also,) = re.findall(r"also at +(http://\S+)", "\n".join(served.banner))
        key = {"Authorization": f"Bearer {served.exported['UWEAR_API_KEY']}"}
        assert requests.get(f"{also}/cameras", headers=key, timeout=10).status_code == 200


def test_a_request_is_one_readable_line() -> None:
    with acting(hangs) as receiver, serve_dressform("--clock", "auto") as served:
        base = served.exported["UWEAR_BASE_URL"]
        with requests.Session() as http:
            assert http.get(f"{base}/cameras?page=1", timeout=10).status_code == 401
            http.headers["Authorization"] = f"Bearer {served.exported['UWEAR_API_KEY']}"
            body = CHEAP | {"webhook_url": f"{receiver.url}?token=sesame"}
            http.post(f"{base}/generation", json=body, timeout=10)
            for _ in range(2):
                done = http.get(f"{base}/generation/1", timeout=10).json()
            http.get(done["generation_results"][0]["url"], timeout=10)
            http.get(f"{base}/nowhere%0a%1b[31m", timeout=10)
        receiver.arrived.get(timeout=10)
        receiver.over.set()
        status, out, err, _ = _ended_after(served, "HOOK")
    lines = out.splitlines()
    ms = r"\d+\.\d ms"
    expected = [
        rf"GET    /uwear/cameras\?page=1 401 {ms}  refused: Unauthenticated \(reason missing\)",
        rf"POST   /uwear/generation 200 {ms}  credits 1000 -> \d+  generation 1: generate, \S+",
        rf"GET    /uwear/generation/1 200 {ms}  credits \d+  Ongoing",
        rf"GET    /uwear/generation/1 200 {ms}  credits \d+  Done",
        rf"GET    /uwear/generation-results/default/\w+\.png 200 {ms}  credits \d+  image 1024 x 1024, png",
        rf"GET    /uwear/nowhere\\n\\x1b\[31m 404 {ms}  refused: RouteNotFound .*",
    ]
    requests_made = [line for line in lines if not line.startswith("HOOK")]
    for line, pattern in zip(requests_made, [*expected, "stopped"], strict=True):
        assert re.fullmatch(pattern, line), line
    (hook,) = [line for line in lines if line.startswith("HOOK")]
    assert re.fullmatch(
        r"HOOK   generation.completed -> http://127.0.0.1:\d+/hook\?token=\*\*\* "
        r"ServerDisconnectedError: .*  pending, next attempt in 5 s",
        hook,
    ), hook
    assert (status, err) == (0, "")


def _ended_after(served: Served, word: str) -> tuple[int, str, str, float]:
    """End it once it has printed a line that starts so."""
    assert served.process.stdout is not None
    lines = []
    while not (lines and lines[-1].startswith(word)):
        lines.append(served.process.stdout.readline())
    status, out, err, seconds = served.end(signal.SIGINT)
    return status, "".join(lines) + out, err, seconds


def test_quiet_prints_no_line_for_a_request() -> None:
    with serve_dressform("--quiet") as served:
        requests.get(f"{served.origin}/uwear/cameras", timeout=10)
        assert served.end(signal.SIGINT)[:3] == (0, "stopped\n", "")


@pytest.mark.parametrize(
    ("given", "mode", "rate"),
    [
        ("real", "real", 1),
        ("manual", "manual", 1),
        ("auto", "auto", 1),
        ("x60", "real", 60),
        ("x0.5", "real", 0.5),
    ],
)
def test_the_clock_is_the_one_asked_for(given: str, mode: str, rate: float) -> None:
    with serve_dressform("--clock", given, "--seed", "7") as served:
        url = f"{served.origin}/_mock/uwear/workspaces/default"
        workspace = requests.get(url, timeout=10).json()
        assert (workspace["clock"]["mode"], workspace["clock"]["rate"]) == (mode, rate)
        assert workspace["seed"] == 7


def test_webhooks_go_where_they_are_allowed_to() -> None:
    """`0.0.0.0` is no loopback address, and leads to this machine all the same."""
    with (
        acting(says(OK)) as receiver,
        serve_dressform("--webhook-allow", "0.0.0.0", "--webhook-allow", "example.com") as served,
    ):
        control = f"{served.origin}/_mock/uwear/workspaces/default"
        key = {"Authorization": f"Bearer {served.exported['UWEAR_API_KEY']}"}
        for number, host in enumerate(("0.0.0.0", "192.0.2.1"), start=1):
            body = CHEAP | {"webhook_url": receiver.url.replace("127.0.0.1", host)}
            base = served.exported["UWEAR_BASE_URL"]
            assert requests.post(f"{base}/generation", json=body, headers=key, timeout=10).ok
            assert requests.post(f"{control}/jobs/{number}/finish", timeout=20).ok
        rows = requests.get(f"{control}/deliveries", timeout=10).json()["items"]
        assert [row["state"] for row in rows] == ["delivered", "refused"]


def test_a_line_that_the_terminal_cannot_show_is_shown_as_it_can() -> None:
    with serve_dressform(PYTHONIOENCODING="latin-1") as served:
        assert requests.get(f"{served.origin}/uwear/日", timeout=10).status_code == 404
        _, out, err, _ = served.end(signal.SIGINT)
    assert (r"/uwear/\u65e5 404" in out, err) == (True, "")


@pytest.mark.parametrize("sent", ["GET /uwear/\xff HTTP/1.1", "GET / HTTP/1.1\nHost x", "nonsense"])
def test_what_is_no_http_is_answered_without_a_traceback(sent: str) -> None:
    with serve_dressform() as served:
        assert send_raw(served.origin, sent)[0] == 400
        status, _, err, _ = served.end(signal.SIGINT)
    assert (status, err) == (0, "")
