"""A real browser: Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


@dataclass
class Tab:
    """A page with what it asked for and what it complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def foreign(self, origin: str) -> list[str]:
        """Requests that left the origin."""
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(f"{origin}/")
        ]


@contextmanager
def browsing() -> Iterator[Tab]:
    """A fresh tab. Without a browser the test is skipped, in CI it fails."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("DRESSFORM_REQUIRE_BROWSER"):
            pytest.fail("no chromium on this machine, and DRESSFORM_REQUIRE_BROWSER is set")
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        tab = Tab(browser.new_page(viewport={"width": 1280, "height": 1000}))
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on(
            "console",
            lambda message: (
                tab.complaints.append(message.text)
                if message.type in {"error", "warning"}
                else None
            ),
        )
        try:
            yield tab
        finally:
            browser.close()
