"""Downloads that fail, are late, break off or are no picture."""

from io import BytesIO
from itertools import count

import pytest
import requests
from PIL import Image, UnidentifiedImageError

from dressform.http import misbehaviour
from tests.support.faults import CHEAP, fired, latest_request, plan, plan_for_good
from tests.support.serving import Shop

_MARKS = count()


@pytest.fixture
def url(uwear: Shop) -> str:
    """A small upload, served as it came; no drawing needed."""
    picture = BytesIO()
    Image.new("RGB", (40, 30), (next(_MARKS) % 256, 0, 0)).save(picture, "PNG")
    form = {"clothing_item_name": "x", "use_image_enhancement": "false"}
    item = uwear.json("POST", "/clothing-item", data=form, files={"photo_file": picture.getvalue()})
    return str(item["clothing_item_url"])


def _get(url: str, method: str = "GET", **headers: str) -> requests.Response:
    return requests.request(method, url, headers=headers, timeout=10)


def test_no_operation_stands_for_no_download(uwear: Shop, url: str) -> None:
    plan_for_good(uwear, "status", status=503)
    assert _get(url).status_code == 200
    assert fired(uwear) == [0]


def test_a_planned_status_is_the_answer_to_a_download(uwear: Shop, url: str) -> None:
    plan(uwear, "status", operation="media", status=503, headers={"Retry-After": "2"})
    assert uwear.call("GET", "/cameras").status_code == 200
    refused = _get(url)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    entry = latest_request(uwear)
    assert (entry["operation"], entry["status"], entry["faults"]) == ("media", 503, ["status"])
    assert _get(url).status_code == 200


def test_a_planned_rate_limit_is_the_answer_to_a_download(uwear: Shop, url: str) -> None:
    plan(uwear, "rate_limit", operation="media", retry_after=9)
    refused = _get(url)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "9")
    assert latest_request(uwear)["reason"] == "RateLimited"


def test_a_download_comes_late(uwear: Shop, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(misbehaviour, "sleep", sleep)
    plan(uwear, "latency", operation="media", seconds=7)
    assert (_get(url).status_code, waits) == (200, [7])
    assert latest_request(uwear)["faults"] == ["latency"]


def test_a_url_that_expires_while_its_download_waits_is_dead(
    uwear: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = uwear.json("POST", "/generation", json=CHEAP)["generation_id"]
    uwear.control("POST", f"jobs/{job}/finish")
    (result,) = uwear.json("GET", f"/generation/{job}")["generation_results"]
    front = uwear.server.fronts["uwear"]
    workspace = front.deployment.tenants[uwear.facts["id"]].workspace

    async def sleep(seconds: float) -> None:
        workspace.advance_to(workspace.now + 5 * 3600 * 1_000_000)

    monkeypatch.setattr(misbehaviour, "sleep", sleep)
    plan(uwear, "latency", operation="media", seconds=1)
    assert _get(result["url"]).status_code == 403
    assert latest_request(uwear)["reason"] == "Expired"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_download_is_dropped(uwear: Shop, url: str, when: str) -> None:
    plan(uwear, "reset", operation="media", when=when)
    with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
        _get(url)
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"]) == (None, ["reset"])
    assert _get(url).status_code == 200


def test_a_download_breaks_off_and_its_headers_promise_the_whole_file(
    uwear: Shop, url: str
) -> None:
    whole = _get(url)
    plan(uwear, "truncate", operation="media", fraction=0.5)
    part = requests.get(url, stream=True, timeout=10)
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        _ = part.content
    same = ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Accept-Ranges")
    assert {n: part.headers.get(n) for n in same} == {n: whole.headers[n] for n in same}
    entry = latest_request(uwear)
    assert (entry["status"], entry["faults"]) == (200, ["truncate"])


def test_a_download_that_broke_off_can_be_resumed(uwear: Shop, url: str) -> None:
    whole = _get(url).content
    plan(uwear, "truncate", operation="media", fraction=0.5)
    answer = requests.get(url, stream=True, timeout=10)
    pieces: list[bytes] = []
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        pieces.extend(answer.iter_content(1))
    part = b"".join(pieces)
    assert part == whole[: len(whole) // 2]
    rest = _get(url, **{"Range": f"bytes={len(part)}-", "If-Range": answer.headers["ETag"]})
    assert (rest.status_code, part + rest.content) == (206, whole)


def test_a_part_of_a_file_breaks_off_too(uwear: Shop, url: str) -> None:
    plan(uwear, "truncate", operation="media", fraction=0.5)
    part = requests.get(url, headers={"Range": "bytes=10-29"}, stream=True, timeout=10)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        _ = part.content
    assert part.status_code in {200, 206}


def test_head_has_no_body_to_break_off(uwear: Shop, url: str) -> None:
    plan(uwear, "truncate", operation="media")
    plan(uwear, "malformed", operation="media")
    assert _get(url, "HEAD").status_code == 200
    assert fired(uwear) == [0, 0]


def test_a_planned_status_strikes_head_too(uwear: Shop, url: str) -> None:
    plan(uwear, "status", operation="media", status=500)
    answer = _get(url, "HEAD")
    assert (answer.status_code, answer.content) == (500, b"")


def test_a_malformed_picture_is_complete_and_cannot_be_opened(uwear: Shop, url: str) -> None:
    whole = _get(url)
    plan(uwear, "malformed", operation="media")
    spoilt = _get(url)
    assert (spoilt.status_code, spoilt.headers["Content-Type"]) == (200, "image/png")
    assert len(spoilt.content) == len(whole.content)
    with pytest.raises(UnidentifiedImageError):
        Image.open(BytesIO(spoilt.content))
    assert latest_request(uwear)["faults"] == ["malformed"]
    Image.open(BytesIO(_get(url).content)).verify()


def test_a_file_that_was_spoilt_is_let_go_of(uwear: Shop, url: str) -> None:
    plan(uwear, "malformed", operation="media")
    _get(url)
    assert {file.holders for file in uwear.server.media._files.values()} == {0}
