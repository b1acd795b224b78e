"""The documentation pages as they are served."""

from typing import Any

import msgspec
from aiohttp import web

from dressform.http import docs_page


def document_response(document: Any) -> web.Response:
    """An OpenAPI document."""
    return web.Response(body=msgspec.json.encode(document), content_type="application/json")


def page_response(html: str) -> web.Response:
    """A page, which may load nothing but its own assets."""
    return web.Response(
        text=html,
        content_type="text/html",
        headers={
            "Content-Security-Policy": docs_page.CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options": "nosniff",
        },
    )


def asset_response(name: str) -> web.FileResponse | None:
    """One asset of a page; None if there is none of that name."""
    found = docs_page.asset(name)
    if found is None:
        return None
    file, content_type = found
    return web.FileResponse(file, headers={"Content-Type": content_type})
