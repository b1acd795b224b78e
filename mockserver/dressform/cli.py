"""The command line: `dressform serve`, `dressform check`, `dressform vendors`."""

import asyncio
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from os import strerror
from typing import TYPE_CHECKING, Any

import click

import dressform
from dressform.cli_check import check

if TYPE_CHECKING:
    from dressform.http.server import Options

_USAGE_ERROR = 2
_INTERRUPTED = 128 + signal.SIGINT


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. What cannot be done is one line on stderr, and the exit status 2."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        program.main(given or ["--help"], prog_name="dressform", standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"dressform: {error.format_message()}", err=True)
        sys.exit(_USAGE_ERROR)
    except click.Abort:
        sys.exit(_INTERRUPTED)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(dressform.__version__, prog_name="dressform")
def program() -> None:
    """A stand-in for AI product-imagery APIs while the model is away."""


program.add_command(check)


@program.command()
def vendors() -> None:
    """List the simulated vendors."""
    with _installed():
        from dressform.vendors import VENDORS

        served = tuple(VENDORS.values())
    for vendor in served:
        click.echo(f"{vendor.slug:12} {vendor.title:12} key {vendor.default_key}")


def _read_clock(context: click.Context, parameter: click.Parameter, text: str) -> tuple[str, float]:
    """Mode and rate: `real`, `manual`, `auto`, or a real clock's rate such as `x60`."""
    with _installed():
        from dressform.http.schemas import read_clock
    try:
        return read_clock(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@program.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to bind.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free."
)
@click.option("--vendor", help="Serve only this vendor, and at the root as well.")
@click.option(
    "--clock",
    callback=_read_clock,
    default="real",
    show_default=True,
    metavar="real|manual|auto|xN",
    help="Who moves time: the wall (N times as fast), you, or a client that polls.",
)
@click.option("--seed", default=0, show_default=True, help="Same seed, same calls, same world.")
@click.option(
    "--strict", is_flag=True, help="Hold every answer to the contract; a breach is a 500."
)
@click.option(
    "--webhook-allow",
    multiple=True,
    metavar="HOST",
    help="Deliver webhooks there too, not only to loopback; '*' is anywhere. Repeatable.",
)
@click.option(
    "--fetch-allow",
    multiple=True,
    metavar="HOST",
    help="Look at source images there too, not only on loopback; '*' is anywhere. Repeatable.",
)
@click.option("--quiet", is_flag=True, help="Print no line for each request.")
def serve(
    host: str,
    port: int,
    vendor: str | None,
    clock: tuple[Any, float],
    seed: int,
    strict: bool,  # noqa: FBT001 - click passes flags by name
    webhook_allow: tuple[str, ...],
    fetch_allow: tuple[str, ...],
    quiet: bool,  # noqa: FBT001
) -> None:
    """Serve the simulated vendors until Ctrl-C."""
    with _installed():
        from dressform.http.console import attempt_line, printing, request_line
        from dressform.http.server import Options, tell_nobody
        from dressform.vendors import VENDORS

    if vendor is not None and vendor not in VENDORS:
        raise click.ClickException(f"no vendor {vendor!r}; there are: {', '.join(VENDORS)}")
    options = Options(
        vendors=tuple(v for v in VENDORS.values() if vendor in {None, v.slug}),
        host=host.strip("[]"),
        port=port,
        root=vendor,
        mode=clock[0],
        rate=clock[1],
        seed=seed,
        strict=strict,
        webhook_allow=frozenset(webhook_allow),
        fetch_allow=frozenset(fetch_allow),
        on_request=tell_nobody if quiet else printing(request_line),
        on_attempt=tell_nobody if quiet else printing(attempt_line),
    )
    if isinstance(sys.stdout, TextIOWrapper):  # a path may hold what the terminal cannot show
        sys.stdout.reconfigure(errors="backslashreplace")
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(options))


async def _serve(options: "Options") -> None:
    from dressform.http.console import banner
    from dressform.http.deployment import Unusable
    from dressform.http.server import Server

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    server = Server(options)
    try:
        await server.start()
    except Unusable as reason:
        raise click.ClickException(str(reason)) from reason
    except (OSError, UnicodeError) as error:
        place = f"{options.host}:{options.port}"
        raise click.ClickException(f"cannot serve on {place}: {_reason(error)}") from error
    try:
        click.echo(f"{banner(server)}\nCtrl-C stops.")
        await stopped.wait()
    finally:
        await server.stop()
    click.echo("stopped")


def _reason(error: Exception) -> str:
    """Why a socket could not be bound, without asyncio's repetition of what was asked."""
    if isinstance(error, OSError) and not isinstance(error, socket.gaierror) and error.errno:
        return strerror(error.errno)
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def _installed() -> Iterator[None]:
    """Import what needs the schema files, or say that they are missing."""
    try:
        yield
    except FileNotFoundError as missing:
        raise click.ClickException(str(missing)) from missing


def _loop_factory() -> Any:
    """Uvloop's event loop where it is installed, else asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
