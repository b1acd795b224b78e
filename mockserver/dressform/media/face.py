"""A face from the front and from the right, in heads around the middle of the head."""

from collections.abc import Iterator

from dressform.media.curves import Clip, Disc, Fill, Path, Shape, arc, loop, stroke
from dressform.media.palette import clear, colour, darker, mix
from dressform.media.person import LIPS, Looks

WHITE = colour("fdfaf5")
INK = colour("2b2028")
FACE: Path = loop(
    (0.0, -0.50), (0.25, -0.42), (0.35, -0.14), (0.33, 0.12), (0.23, 0.36), (0.08, 0.49),
    (-0.08, 0.49), (-0.23, 0.36), (-0.33, 0.12), (-0.35, -0.14), (-0.25, -0.42),
)  # fmt: skip
SKULL: Path = loop(
    (0.05, -0.50), (0.24, -0.40), (0.315, -0.20), (0.315, -0.09), (0.35, 0.02), (0.415, 0.115),
    (0.34, 0.155), (0.355, 0.21), (0.335, 0.25), (0.345, 0.30), (0.315, 0.34), (0.33, 0.43),
    (0.25, 0.50), (0.12, 0.46), (-0.05, 0.34), (-0.20, 0.34), (-0.36, 0.10), (-0.41, -0.14),
    (-0.32, -0.38), (-0.14, -0.49),
)  # fmt: skip


def front(person: Looks) -> Iterator[Shape]:
    """Draw the face as seen from the front."""
    skin, shade = person.skin, darker(person.skin, 0.14)
    yield Clip(
        (FACE,),
        (Fill(FACE, skin), Disc(0.46, 0.10, 0.28, 0.62, clear(shade, 130)), *_beard(person)),
    )
    for turn in (-1, 1):
        yield Disc(turn * 0.20, 0.15, 0.085, 0.06, clear(mix(skin, LIPS, 0.5), 50))
        yield from _eye(person, turn)
    yield Fill(stroke(((0.01, 0.0), (0.035, 0.14), (-0.02, 0.155)), 0.022, 0.5), darker(skin, 0.28))
    yield from _mouth(person)
    if person.glasses:
        for turn in (-1, 1):
            ring = stroke(arc(turn * 0.155, 0.0, 0.115, 0.10, 0.0, 1.0), 0.022)
            yield Disc(turn * 0.155, 0.0, 0.115, 0.10, (255, 255, 255, 50))
            yield Fill(ring, INK)
        yield Fill(stroke(((-0.045, -0.02), (0.0, -0.04), (0.045, -0.02)), 0.02), INK)


def _eye(person: Looks, turn: int) -> Iterator[Shape]:
    x, inner, outer = turn * 0.155, turn * 0.085, turn * 0.235
    lid = ((inner, 0.015), (x, -0.045), (outer, -0.012))
    white: Path = (lid, ((outer, -0.012), (x, 0.035), (inner, 0.015)))
    yield Clip(
        (white,),
        (
            Fill(white, WHITE),
            Disc(x, -0.005, 0.040, 0.040, person.iris),
            Disc(x, -0.005, 0.020, 0.020, INK),
            Disc(x - 0.014, -0.020, 0.010, 0.010, WHITE),
        ),
    )
    lash = (*lid, (outer + turn * 0.02, -0.035))
    yield Fill(stroke(lash, 0.022, 0.4), INK)
    brow = ((turn * 0.07, -0.115), (x, -0.15), (turn * 0.255, -0.105))
    yield Fill(stroke(brow, 0.030, 0.7), darker(person.hair, 0.35))


def _mouth(person: Looks) -> Iterator[Shape]:
    bow = ((-0.105, 0.285), (-0.035, 0.258), (0.0, 0.268), (0.035, 0.258), (0.105, 0.285))
    yield Fill((bow, ((0.105, 0.285), (0.0, 0.365), (-0.105, 0.285))), person.lips)
    line = ((-0.11, 0.283), (0.0, 0.298), (0.11, 0.283))
    yield Fill(stroke(line, 0.014, 0.6), darker(person.lips, 0.45))


def _beard(person: Looks) -> Iterator[Shape]:
    if person.beard:
        jaw = (
            (0.40, 0.06),
            (0.26, 0.26),
            (0.13, 0.21),
            (0.0, 0.235),
            (-0.13, 0.21),
            (-0.26, 0.26),
            (-0.40, 0.06),
        )
        around = ((-0.40, 0.06), (-0.34, 0.55), (0.34, 0.55), (0.40, 0.06))
        yield Fill((jaw, around), clear(darker(person.hair, 0.10), 225))


def profile(person: Looks) -> Iterator[Shape]:
    """Draw what the face adds to ``SKULL``, as seen from the right."""
    skin = person.skin
    yield Clip(
        (SKULL,),
        tuple(_profile_beard(person)),
    )
    yield Disc(-0.03, 0.04, 0.06, 0.095, darker(skin, 0.12))
    lash = ((0.20, -0.005), (0.25, -0.04), (0.30, -0.02))
    yield Fill(
        (
            ((0.20, 0.0), (0.25, -0.04), (0.285, -0.01)),
            ((0.285, -0.01), (0.25, 0.025), (0.20, 0.0)),
        ),
        WHITE,
    )
    yield Disc(0.262, -0.006, 0.024, 0.030, person.iris)
    yield Fill(stroke(lash, 0.022, 0.4), INK)
    yield Fill(
        stroke(((0.17, -0.11), (0.25, -0.15), (0.31, -0.12)), 0.030, 0.7), darker(person.hair, 0.35)
    )
    lips = (
        (0.24, 0.265),
        (0.30, 0.225),
        (0.353, 0.22),
        (0.335, 0.255),
        (0.345, 0.29),
        (0.29, 0.30),
    )
    yield Fill(loop(*lips), person.lips)
    if person.glasses:
        yield Fill(stroke(arc(0.255, 0.0, 0.075, 0.09, 0.0, 1.0), 0.022), INK)
        yield Fill(stroke(((0.18, -0.02), (-0.02, -0.02)), 0.02), INK)


def _profile_beard(person: Looks) -> Iterator[Shape]:
    if person.beard:
        edge = ((0.02, 0.02), (0.10, 0.22), (0.24, 0.21), (0.24, 0.33), (0.40, 0.34))
        yield Fill(
            (edge, ((0.40, 0.34), (0.34, 0.56), (-0.05, 0.44), (0.02, 0.02))),
            clear(darker(person.hair, 0.1), 225),
        )
