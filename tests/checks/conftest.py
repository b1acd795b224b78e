"""Deployments that are no simulator of ours, as far as anybody can see."""

import pytest

from dressform.checks.steering import Steering


@pytest.fixture
def no_steering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is reached has no `/_mock`."""
    monkeypatch.setattr(Steering, "found", lambda *_: None)


@pytest.fixture(autouse=True)
def _no_keys_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DRESSFORM_API_KEY", "DRESSFORM_STRANGER_KEY"):
        monkeypatch.delenv(name, raising=False)
