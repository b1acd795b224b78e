"""The README's page "add a vendor", followed: a document and a handful of handlers are a vendor."""

import io
from collections.abc import Iterator

import pytest
import requests
from PIL import Image

from tests.support.serving import Json, serving
from tests.vendors.sixth.mirror import MIRROR

KEY = {"X-Key": "mirror-dressform"}


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with serving(vendors=(MIRROR,), mode="auto") as server:
        yield server.origin


def ask(method: str, url: str, **arguments: object) -> tuple[int, Json]:
    response = requests.request(method, url, timeout=10, **arguments)  # type: ignore[arg-type]
    return response.status_code, response.json()


def test_a_sixth_vendor_charges_takes_its_time_and_serves_real_pictures(origin: str) -> None:
    shots = f"{origin}/mirror/v1/shots"
    assert ask("POST", shots, headers=KEY, json={"prompt": "p"}) == (
        201,
        {"shot": 1, "state": "queued"},
    )
    assert ask("GET", f"{shots}/1", headers=KEY)[1]["state"] == "processing"
    done = ask("GET", f"{shots}/1", headers=KEY)[1]
    assert done["state"] == "completed"
    picture = requests.get(done["picture"], timeout=10).content
    assert Image.open(io.BytesIO(picture)).size == (256, 320)
    url = f"{origin}/_mock/mirror/workspaces/default"
    assert ask("GET", f"{url}/ledger")[1]["balance"] == 996
    requests.post(f"{url}/clock/advance", json={"seconds": 3600}, timeout=10)
    assert ask("GET", done["picture"])[0] == 410


def test_a_sixth_vendor_is_validated_documented_and_steered_like_any_other(origin: str) -> None:
    shots = f"{origin}/mirror/v1/shots"
    assert ask("POST", shots, headers=KEY, json={"prompt": ""}) == (400, {"error": "Invalid"})
    assert ask("POST", shots, json={"prompt": "p"}) == (401, {"error": "Unauthenticated"})
    assert ask("GET", f"{shots}/99", headers=KEY) == (404, {"error": "NotFound"})
    assert ask("GET", f"{origin}/mirror/openapi.json")[1]["info"]["title"] == "Mirror"
    assert "Mirror" in requests.get(f"{origin}/mirror/docs", timeout=10).text
    fault = {"kind": "insufficient_credits", "times": 1}
    faults = f"{origin}/_mock/mirror/workspaces/default/faults"
    assert ask("POST", faults, json=fault)[0] == 201
    assert ask("POST", shots, headers=KEY, json={"prompt": "p"})[0] == 402
