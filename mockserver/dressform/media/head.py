"""A head: face, ears and hair, in heads around its own middle."""

from collections.abc import Iterator

from dressform.media.curves import Clip, Disc, Fill, Shape, arc, stroke
from dressform.media.face import FACE, SKULL, front, profile
from dressform.media.palette import GOLD, clear, darker, lighter
from dressform.media.person import Looks
from dressform.media.pose import View


def hair_behind(person: Looks, view: View) -> tuple[Shape, ...]:
    """Return the hair that falls behind the body."""
    if view != "front":
        return ()
    return tuple(Fill(path, darker(person.hair, 0.28)) for path in person.style.behind)


def head(person: Looks, view: View) -> tuple[Shape, ...]:
    """Return everything of the head that is seen before the body."""
    if view == "back":
        return (Fill(FACE, person.skin), *_ears(person), *_back(person))
    if view == "side":
        return (Fill(SKULL, person.skin), *profile(person), *_side_hair(person))
    return (*_ears(person), *front(person), *_front_hair(person))


def _ears(person: Looks) -> Iterator[Shape]:
    for turn in (-1, 1):
        yield Disc(turn * 0.35, 0.02, 0.055, 0.095, darker(person.skin, 0.10))
        if person.earrings:
            yield Disc(turn * 0.37, 0.17, 0.035, 0.05, GOLD)


def _front_hair(person: Looks) -> Iterator[Shape]:
    for path in person.style.over:
        sheen = arc(-0.08, -0.26, 0.24, 0.24, 0.58, 0.72)
        yield Clip(
            (path,),
            (
                Fill(path, person.hair),
                Disc(0.50, -0.10, 0.30, 0.60, clear(darker(person.hair, 0.5), 90)),
                Fill(stroke(sheen, 0.05, 0.8), clear(lighter(person.hair, 0.4), 150)),
            ),
        )


def _back(person: Looks) -> Iterator[Shape]:
    for path in person.style.back:
        lines = (
            Fill(
                stroke(((x * 0.5, -0.55), (x, -0.1), (x * 1.15, 1.4)), 0.02, 0.6),
                clear(darker(person.hair, 0.5), 120),
            )
            for x in (-0.3, -0.15, 0.0, 0.15, 0.3)
        )
        yield Clip((path,), (Fill(path, person.hair), *lines))


def _side_hair(person: Looks) -> Iterator[Shape]:
    for path in person.style.side:
        sheen = arc(-0.10, -0.20, 0.30, 0.30, 0.62, 0.78)
        yield Clip(
            (path,),
            (
                Fill(path, person.hair),
                Fill(stroke(sheen, 0.05, 0.8), clear(lighter(person.hair, 0.4), 150)),
            ),
        )
    if person.style.behind and person.earrings:
        yield Disc(-0.02, 0.17, 0.035, 0.05, GOLD)
