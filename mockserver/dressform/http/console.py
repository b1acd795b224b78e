"""What `dressform serve` prints: one readable line for each request and each webhook."""

import time
from collections.abc import Callable
from contextlib import suppress

import click

from dressform.engine.clock import SECOND
from dressform.engine.webhooks import Attempt, Delivery
from dressform.engine.workspace import Workspace
from dressform.http.deployment import Deployment
from dressform.http.journal import Entry, redact_url
from dressform.http.server import Server

TOLERANCE = 5 * 60
"""Seconds that libraries of Standard Webhooks let a timestamp differ from their own clock."""

_COLOURS = {2: "green", 3: "cyan", 4: "yellow", 5: "red"}


def banner(server: Server) -> str:
    """Each vendor's base URL, key and docs page, in a form made for copying."""
    lines = []
    for slug, front in server.fronts.items():
        name = slug.upper()
        lines += [
            click.style(front.vendor.title, bold=True),
            f"  export {name}_BASE_URL={front.base_url(server.origin)}",
            f"  export {name}_API_KEY={front.vendor.default_key}",
            *(f"  export {name}_{what}={known}" for what, known in front.vendor.furnished.items()),
            f"  docs     {server.origin}/{slug}/docs",
        ]
        if server.options.root == slug:
            lines.append(f"  also at  {server.origin}{front.base_path}")
    lines.append(f"Control  {server.origin}/_mock/vendors")
    if server.token is not None:
        lines.append(f"  export DRESSFORM_TOKEN={server.token}  # as Authorization: Bearer, there")
    return "\n".join(lines)


def request_line(deployment: Deployment, entry: Entry) -> str:
    """Method, path, status, milliseconds, credits before and after, and what was decided."""
    status = _status(entry)
    query = f"?{entry.query}" if entry.query else ""
    line = f"{entry.method:6} {_plain(entry.path + query)} {status} {entry.milliseconds:.1f} ms"
    if entry.credits is not None:
        before, after = entry.credits
        line += f"  credits {before}" + ("" if before == after else f" -> {after}")
    faults = f"  [fault: {', '.join(entry.faults)}]" if entry.faults else ""
    return f"{line}  {_plain(entry.decided)}{faults}".rstrip()


def _status(entry: Entry) -> str:
    """The status, coloured by its class; a connection that was dropped had none."""
    if entry.status is None:
        return click.style("dropped", fg="red")
    return click.style(str(entry.status), fg=_COLOURS.get(entry.status // 100))


def attempt_line(workspace: Workspace, delivery: Delivery, attempt: Attempt) -> str:
    """A webhook's event, receiver, outcome, and what will be done about it."""
    outcome = str(attempt.status) if attempt.status is not None else f"{attempt.error}"
    colour = {"delivered": "green", "pending": "yellow"}.get(delivery.state, "red")
    state = click.style(delivery.state, fg=colour)
    if delivery.due is not None:
        state += f", next attempt in {(delivery.due - workspace.now) / SECOND:g} s"
    facts = f"{delivery.event} -> {redact_url(delivery.url)} {redact_url(outcome)}"
    hint = _skew(attempt) if delivery.secret and delivery.state != "delivered" else ""
    return f"HOOK   {_plain(facts)}  {state}{hint}"


def printing(line: Callable[..., str]) -> Callable[..., None]:
    """A listener that prints such lines, for as long as somebody reads them."""

    def listen(*facts: object) -> None:
        with suppress(BrokenPipeError):
            click.echo(line(*facts))

    return listen


def _skew(attempt: Attempt) -> str:
    """Why a receiver may have refused the signature: it is dated by a clock that is not the wall's."""
    ahead = attempt.at // SECOND - int(time.time())
    if abs(ahead) <= TOLERANCE:
        return ""
    which = "ahead of" if ahead > 0 else "behind"
    return f" (its timestamp is {abs(ahead) // 60} min {which} the wall: a receiver that checks it says no)"


def _plain(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
