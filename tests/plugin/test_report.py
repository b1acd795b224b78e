"""What a failing test's report says of a workspace: enough, little, and no secret."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests

from dressform import MockServer, MockVendor, MockWorkspace
from dressform.mock.report import describe
from tests.support.receiver import Receiver

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def vendor() -> Iterator[MockVendor]:
    with MockServer(seed=7) as server:
        yield server.uwear


def _create(shop: MockWorkspace, *, key: str | None = None, prompt: str = "a dress") -> None:
    requests.post(
        f"{shop.base_url}/generation",
        json={"prompt": prompt, "num_images": 1},
        headers={"Authorization": f"Bearer {key or shop.api_key}"},
        timeout=10,
    )


def test_an_untouched_workspace_has_little_to_tell(vendor: MockVendor) -> None:
    with vendor.workspace(now=datetime(2030, 1, 1, tzinfo=UTC), clock="manual") as shop:
        assert describe(vendor, shop, datetime.now(UTC) + timedelta(hours=1)).splitlines() == [
            f"{shop.base_url}  seed 7, clock manual at 2030-01-01 00:00:00.000",
            "ledger: 1000 credits left",
            "  00:00:00.000  grant   +1000  makes 1000",
        ]


def test_webhooks_are_shown_with_their_latest_attempts_and_faults(
    vendor: MockVendor, receiver: Receiver
) -> None:
    receiver.statuses = [500, 500, 200]
    with vendor.workspace(webhook_url=f"{receiver.url}?token=abc") as shop:
        shop.fault("bad_signature", times=2)
        _create(shop)
        shop.advance(to="idle")
        lines = describe(vendor, shop, BEGAN).splitlines()
    found = lines[lines.index("webhooks") + 1 :][:3]
    assert f"generation.completed of job 1 to {receiver.url}?token=***" in found[0]
    assert ": delivered, 3 attempts" in found[0]
    assert found[1].endswith("  500  [bad_signature]")
    assert found[2].endswith("  200")


def test_a_report_is_at_most_60_lines_of_160_characters(vendor: MockVendor) -> None:
    with vendor.workspace(webhook_url="http://127.0.0.1:9/hook") as shop:
        for number in range(30):
            _create(shop, prompt="[[fault:status status=599]]" if number % 2 else "a dress")
            _create(shop, key=f"key{number}")
            shop.fault("latency", operation="get_avatar", times=1, seconds=1 + number)
        requests.get(f"{shop.base_url}/{'long' * 99}", timeout=10)
        shop.advance(to="idle")
        lines = describe(vendor, shop, BEGAN).splitlines()
    assert 50 < len(lines) <= 60
    assert 160 == max(map(len, lines))
    assert "  ... 12 more before these" in lines
    assert any("/uwear/generation  599" in line for line in lines)


def test_no_credential_is_shown(vendor: MockVendor) -> None:
    url = "http://user:pass-word@127.0.0.1:9/hook?secret=hush-hush"
    with vendor.workspace(webhook_url=url, webhook_secret="whsec_aHVzaC1odXNo") as shop:
        _create(shop)
        _create(shop, key="a-wrong-key")
        requests.get(f"{shop.base_url}/generation/1?api_key={shop.api_key}", timeout=10)
        shop.advance(to="idle")
        text = describe(vendor, shop, BEGAN)
        secrets = ("pass-word", "hush-hush", "whsec_aHVzaC1odXNo", "a-wrong-key", shop.api_key)
    assert [] == [secret for secret in secrets if secret in text]


def test_strays_from_before_the_test_are_not_its_own(vendor: MockVendor) -> None:
    with vendor.workspace() as shop:
        _create(shop, key="a-wrong-key")
        assert "401" in describe(vendor, shop, BEGAN)
        assert "401" not in describe(vendor, shop, datetime.now(UTC))


def test_only_faults_that_never_fired_are_shown(vendor: MockVendor) -> None:
    with vendor.workspace(now=datetime(2030, 1, 1, tzinfo=UTC)) as shop:
        shop.fault("status", status=503, times=1)
        shop.fault("rate_limit", operation="create_generation", skip=5, after=60)
        _create(shop)
        _create(shop)
        lines = describe(vendor, shop, datetime.now(UTC)).splitlines()
    assert lines[2].startswith("    1  00:00:00.000  POST   /uwear/generation  503  ")
    assert lines[-2:] == [
        "planned faults that never fired",
        "  rate_limit(retry_after=30, operation=create_generation, skip=5) from 00:01:00.000 on",
    ]


def test_nothing_steers_a_terminal(vendor: MockVendor) -> None:
    with vendor.workspace() as shop:
        requests.get(f"{shop.base_url}/%1b[31mred", timeout=10)
        text = describe(vendor, shop, BEGAN)
    assert "\x1b" not in text
    assert "\\x1b[31mred" in text
