"""The interactive documentation page of a vendor: its HTML, its assets, its security policy.

Swagger UI renders the vendor's OpenAPI document. It is vendored in ``docs_assets`` (see the README
there), so the page works without a network. Nothing here knows about HTTP servers, and nothing is
read before it is asked for.
"""

from html import escape
from pathlib import Path
from string import Template
from typing import Final

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",  # icons in the style sheet; answers that are images
        "media-src 'self' data: blob:",
        "connect-src 'self'",  # what is tried out reaches the simulator or nothing
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The value of the ``Content-Security-Policy`` header to send with the page."""

_FOLDER: Final = Path(__file__).with_name("docs_assets")
_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLE: Final = "text/css; charset=utf-8"
_ASSETS: Final = {
    "docs.css": ("docs.css", _STYLE),
    "docs.js": ("docs.js", _SCRIPT),
    "favicon-32x32.png": ("swagger-ui-dist/favicon-32x32.png", "image/png"),
    "swagger-ui-bundle.js": ("swagger-ui-dist/swagger-ui-bundle.js", _SCRIPT),
    "swagger-ui.css": ("swagger-ui-dist/swagger-ui.css", _STYLE),
}

_PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title - Dressform</title>
<link rel="icon" type="image/png" href="$assets_url/favicon-32x32.png">
<link rel="stylesheet" href="$assets_url/swagger-ui.css">
<link rel="stylesheet" href="$assets_url/docs.css">
</head>
<body>
<aside class="notice">
$notice</aside>
<main id="docs" data-openapi-url="$openapi_url" data-api-key="$api_key"></main>
<noscript>
This page needs JavaScript. The document it shows is <a href="$openapi_url">$openapi_url</a>.
</noscript>
<script src="$assets_url/swagger-ui-bundle.js"></script>
<script src="$assets_url/docs.js"></script>
</body>
</html>
""")

_VENDOR_NOTICE: Final = Template("""\
<p><strong>$title, simulated by Dressform.</strong> No request reaches the vendor and results are
made up. &ldquo;Try it out&rdquo; is already authorised with the key <code>$api_key</code>.</p>
<p>What an operation rests on:
<span class="evidence" data-evidence="documented">documented</span> the vendor&rsquo;s documentation;
<span class="evidence" data-evidence="observed">observed</span> another public page of it, or public
client code; <span class="evidence" data-evidence="inferred">inferred</span> our decision, where
nothing is known.</p>
""")

_CONTROL_NOTICE: Final = """\
<p><strong>Dressform&rsquo;s control API</strong> steers this very server: workspaces, time, faults,
snapshots, journals. No vendor has anything like it. Off loopback it asks for the token that was
printed at start-up.</p>
"""


def page(title: str, openapi_url: str, assets_url: str, api_key: str) -> str:
    """Return the HTML of the documentation page.

    ``openapi_url`` and ``assets_url`` are paths on the page's own origin, absolute or relative to
    the page. Every asset is found at ``assets_url`` + ``/`` + its name (see `asset`). ``api_key``
    is filled in for each API key and bearer scheme of the document. "Try it out" sends to the first
    of the document's ``servers``, which must be the simulator: the policy blocks all others.
    """
    facts = {"title": escape(title), "api_key": escape(api_key)}
    notice = _VENDOR_NOTICE.substitute(facts)
    return _render(notice, openapi_url, assets_url, **facts)


def control_page(openapi_url: str, assets_url: str) -> str:
    """Return the HTML of the control API's page; the arguments are as in `page`."""
    return _render(_CONTROL_NOTICE, openapi_url, assets_url, title="Control API", api_key="")


def _render(notice: str, openapi_url: str, assets_url: str, *, title: str, api_key: str) -> str:
    return _PAGE.substitute(
        title=title,
        api_key=api_key,
        notice=notice,
        openapi_url=escape(openapi_url),
        assets_url=escape(assets_url.rstrip("/")),
    )


def asset(name: str) -> tuple[Path, str] | None:
    """Return the file and the content type of one asset of the page, None if there is none."""
    if name not in _ASSETS:
        return None
    path, content_type = _ASSETS[name]
    return _FOLDER / path, content_type
