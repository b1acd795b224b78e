"""From a line of `<slug>.yaml` to a wrong vendor, and to a server that serves it."""

import re
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import yaml

from dressform.contract.document import parse
from dressform.http.server import Server
from dressform.vendor import Vendor
from dressform.vendors import VENDORS
from tests.deviations.alterations import Alteration, make
from tests.deviations.alterations.trips import track
from tests.support.serving import serving

FOLDER = Path(__file__).parent

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_MEMBERS = ("name", "trips", "alter")


@dataclass(frozen=True)
class Deviation:
    """One deliberately wrong simulator. `trips` is the id of the check that has to notice, `alter`
    what is wrong, applied in this order.
    """

    vendor: str
    name: str
    trips: str
    alter: tuple[Alteration, ...]


def load(slug: str, folder: Path = FOLDER) -> list[Deviation]:
    """The deviations of that vendor, in the order of its files, `<slug>.yaml` and `<slug>_*.yaml`.
    `ValueError` names the file and the entry that nobody can build.
    """
    found: dict[str, Deviation] = {}
    for path in [folder / f"{slug}.yaml", *sorted(folder.glob(f"{slug}_*.yaml"))]:
        _read(slug, path, found)
    return list(found.values())


def _read(slug: str, path: Path, found: dict[str, Deviation]) -> None:
    try:
        entries = parse(path.read_bytes())
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name}: {' '.join(str(error).split())}") from None
    if not isinstance(entries, list):
        raise ValueError(f"{path.name}: not a list of deviations")  # noqa: TRY004 - a file's mistake
    for number, entry in enumerate(entries, 1):
        try:
            deviation = _deviation(slug, entry, taken=found)
        except ValueError as error:
            raise ValueError(f"{path.name}, {_title(entry, number)}: {error}") from None
        found[deviation.name] = deviation


def deviant(vendor: Vendor, deviation: Deviation) -> Vendor:
    """A wrong copy of that vendor. The vendor stays as it is, and every call makes a copy of its
    own: what a copy has counted or seen is nobody else's.
    """
    return reduce(lambda wrong, each: each.alter(wrong), deviation.alter, track(vendor))


@contextmanager
def serving_deviant(deviation: Deviation) -> Iterator[Server]:
    """A started server with the wrong vendor and no other; its clocks move only when told to."""
    wrong = deviant(VENDORS[deviation.vendor], deviation)
    with serving(vendors=(wrong,), strict=False) as server:
        yield server


def _deviation(slug: str, entry: Any, taken: Container[str]) -> Deviation:
    if not isinstance(entry, dict) or set(entry) != set(_MEMBERS):
        raise ValueError(f"a deviation has {', '.join(_MEMBERS)}, and nothing else")
    name, trips, alter = (entry[member] for member in _MEMBERS)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not in snake_case")
    if name in taken:
        raise ValueError("its name is taken")
    if not isinstance(trips, str) or not trips:
        raise ValueError("trips is the id of a check")
    alterations = alter if isinstance(alter, list) else [alter]
    if not alterations:
        raise ValueError("nothing is altered")
    vendor = VENDORS[slug]
    return Deviation(slug, name, trips, tuple(make(raw, vendor) for raw in alterations))


def _title(entry: Any, number: int) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else f"entry {number}"
