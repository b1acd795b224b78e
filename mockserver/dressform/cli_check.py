"""`dressform check`: which promises of the contract a deployment keeps, for a known price."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dressform.checks.command import Command


@click.command()
@click.argument("vendors", nargs=-1, metavar="[VENDOR]...")
@click.option("--url", help="Base URL of a deployment; without it a simulator is started.")
@click.option(
    "--api-key", "key", metavar="KEY", help="Or $DRESSFORM_API_KEY, which no process list shows."
)
@click.option(
    "--stranger-key", metavar="KEY", help="Of a second account; or $DRESSFORM_STRANGER_KEY."
)
@click.option(
    "--budget",
    type=click.IntRange(0),
    metavar="CREDITS",
    help="Spend no more. Default: 0 where it is no simulator.",
)
@click.option("--plan", "planning", is_flag=True, help="Show calls and worst costs; send nothing.")
@click.option("--list", "listing", is_flag=True, help="Show the checks; send nothing.")
@click.option(
    "--check", "checks", multiple=True, metavar="ID", help="Only these; globs. Repeatable."
)
@click.option(
    "--lean/--full",
    default=None,
    help="Without or with the dear and the many calls. Default: lean where it is no simulator.",
)
@click.option("--seed", default=0, show_default=True, help="Same seed, same requests.")
@click.option(
    "--max-wait",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0),
    metavar="SECONDS",
    help="Of real time for a job or a deadline.",
)
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0.1),
    metavar="SECONDS",
    help="For one answer.",
)
@click.option("--report", metavar="KIND=FILE,...", help="Also write junit=, json=, html= files.")
@click.option(
    "--accept",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Deviations of the target that are put up with (TOML).",
)
@click.option("--webhook-url", metavar="URL", help="Where the target reaches our webhook receiver.")
@click.option("--webhook-port", default=0, type=click.IntRange(0, 65535), help="It listens there.")
@click.option(
    "--examples",
    default=10,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="Generated requests of each kind to an operation.",
)
@click.option("-v", "--verbose", is_flag=True, help="A line for every check.")
def check(vendors: tuple[str, ...], **options: Any) -> None:
    """Check which promises of its contract a deployment keeps.

    Exit status: 0 all kept, 1 a documented one broken, 2 usage, 3 inconclusive.
    """
    try:
        from dressform.checks.errors import Unusable
        from dressform.checks.redaction import Secrets
        from dressform.checks.suite import vendors as known
    except ModuleNotFoundError as missing:
        hint = "pip install 'dressform[contracts]'"
        raise click.ClickException(f"check needs {missing.name}: {hint}") from missing
    except FileNotFoundError as missing:
        raise click.ClickException(str(missing)) from missing
    wanted = vendors or tuple(known())
    if unknown := [slug for slug in wanted if slug not in known()]:
        raise click.ClickException(f"no vendor {unknown[0]!r}; there are: {', '.join(known())}")
    if options["url"] is not None and len(wanted) != 1:
        raise click.ClickException("--url is the deployment of one vendor: name it")
    secrets = Secrets()
    try:
        from dressform.checks.command import read_command

        status = _obey(read_command(wanted, options, os.environ, secrets), options)
    except (Unusable, ValueError) as reason:
        line = " ".join(secrets.redact(str(reason)).split())
        raise click.ClickException(line) from reason
    sys.exit(status)


def _obey(command: "Command", options: Mapping[str, Any]) -> int:
    if options["listing"]:
        command.list()
        return 0
    if options["planning"]:
        command.plan()
        return 0
    return command.run(verbose=options["verbose"])
