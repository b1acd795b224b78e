"""`python -m tests.deviations [VENDOR...]`: which deviations the checks kill. Survivors fail."""

import sys

import click

from dressform.vendors import SLUGS
from tests.deviations.killing import fates


def main(slugs: tuple[str, ...]) -> int:
    """Print a line for each deviation, and what is killed of how many; 1 if any survives."""
    killed = total = 0
    for fate in fates(slugs or tuple(SLUGS)):
        total += 1
        killed += fate.killed
        word = "killed  " if fate.killed else "SURVIVES"
        click.echo(f"{word} {fate.vendor}.{fate.name:45} {fate.trips}")
        if not fate.killed:
            click.echo(f"         {fate.found}")
    click.echo(f"{killed} of {total} deviations killed")
    return int(killed != total)


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
