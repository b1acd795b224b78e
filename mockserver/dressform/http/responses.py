"""Answers as aiohttp sends them."""

from typing import Any

import msgspec
from aiohttp import web

from dressform.vendor import Answer

PROBLEM = "application/problem+json"


def to_response(answer: Answer) -> web.Response:
    """A body of data becomes JSON, text stays text, None is empty."""
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    if isinstance(answer.body, str):
        body = answer.body.encode()
        return web.Response(status=answer.status, body=body, headers=answer.headers)
    headers = {"Content-Type": "application/json", **answer.headers}
    return web.Response(
        status=answer.status, body=msgspec.json.encode(answer.body), headers=headers
    )


def problem(status: int, title: str, detail: str, **members: Any) -> Answer:
    """RFC 9457 problem details: how Dressform speaks for itself, never for a vendor."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | members
    return Answer(status, body, {"Content-Type": PROBLEM})
