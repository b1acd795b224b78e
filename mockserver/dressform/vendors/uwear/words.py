"""The copy that Uwear's AI vision would write, from the workspace's randomness."""

from functools import cache
from random import Random
from typing import TYPE_CHECKING

from dressform.engine.workspace import Workspace

if TYPE_CHECKING:
    from faker import Faker

_FABRICS = ("cotton twill", "brushed wool", "washed linen", "ribbed jersey", "matte satin", "denim")
_FITS = ("regular fit", "relaxed fit", "tailored silhouette", "fitted silhouette", "loose drape")
_FRONTS = ("tonal stitching", "a clean placket", "contrast piping", "two patch pockets")
_BACKS = ("a plain yoke", "a centre seam", "a concealed zip", "an adjustable tab at the waist")
_BUILDS = ("athletic", "slim", "curvy", "tall", "petite")
_PEOPLE = ("female", "male")


def describe_garment(workspace: Workspace, name: str, side: str) -> str:
    """A sentence about the front or the back of a garment of that name."""
    random = workspace.random
    colours = f"{_colour(random)} and {_colour(random)}"
    detail = random.choice(_FRONTS if side == "front" else _BACKS)
    return (
        f"{name} in {random.choice(_FABRICS)}, {colours.lower()}, {side} with {detail}, "
        f"{random.choice(_FITS)}."
    )


def describe_person(workspace: Workspace) -> tuple[str, int]:
    """A body type and an age."""
    random = workspace.random
    return f"{random.choice(_BUILDS)} {random.choice(_PEOPLE)}", random.randint(19, 45)


def _colour(random: Random) -> str:
    faker = _faker()
    faker.seed_instance(random.getrandbits(32))
    return str(faker.color_name())


@cache
def _faker() -> "Faker":
    from faker import Factory, Generator

    generator: Generator = Factory.create(providers=["faker.providers.color"])
    return generator  # type: ignore[return-value]
