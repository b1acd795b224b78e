"""Hair styles as outlines, in heads around the middle of the head (crown -0.5, chin +0.5)."""

from dataclasses import dataclass

from dressform.media.curves import Path, Point, arc, loop


@dataclass(frozen=True, slots=True)
class Hair:
    """A style: what falls behind the body from the front, what frames the face, the other views."""

    behind: tuple[Path, ...]
    over: tuple[Path, ...]
    back: tuple[Path, ...]
    side: tuple[Path, ...]


def _even(*right: Point) -> Path:
    """Mirror the right half of an outline, given from the top down to the bottom."""
    return loop(*right, *((-x, y) for x, y in reversed(right) if x))


def _disc(x: float, y: float, rx: float, ry: float) -> Path:
    return (arc(x, y, rx, ry, 0.0, 1.0),)


# The cap frames the face; each hairline runs from the right temple to the left.
def _cap(*hairline: Point, high: float = -0.60, temple: float = 0.02) -> Path:
    over = (
        (-0.375, temple), (-0.40, -0.20), (-0.30, -0.46), (-0.11, high + 0.02),
        (0.11, high + 0.02), (0.30, -0.46), (0.40, -0.20), (0.375, temple),
    )  # fmt: skip
    return (over, ((0.375, temple), *hairline, (-0.375, temple)))


_MIDDLE = ((0.33, -0.10), (0.20, -0.27), (0.0, -0.44), (-0.20, -0.27), (-0.33, -0.10))
_SWEPT = ((0.32, -0.10), (0.30, -0.24), (0.12, -0.27), (-0.16, -0.38), (-0.30, -0.22))
_FRINGE = ((0.33, -0.04), (0.29, -0.13), (0.0, -0.17), (-0.29, -0.13), (-0.33, -0.04))
_SHORT = ((0.31, -0.10), (0.28, -0.28), (0.0, -0.34), (-0.28, -0.28), (-0.31, -0.10))

_CROP_SIDE = loop(
    (0.29, -0.30), (0.20, -0.50), (-0.05, -0.60), (-0.32, -0.48), (-0.44, -0.18), (-0.40, 0.12),
    (-0.27, 0.30), (-0.17, 0.18), (-0.10, -0.02), (0.02, -0.02), (0.06, -0.20), (0.18, -0.26),
)  # fmt: skip
_CROP_BACK = _even(
    (0.0, -0.60), (0.30, -0.47), (0.40, -0.20), (0.38, 0.08), (0.24, 0.34), (0.0, 0.40)
)
_BOB = _even((0.0, -0.58), (0.34, -0.46), (0.46, -0.10), (0.49, 0.26), (0.40, 0.46), (0.0, 0.40))
_BOB_SIDE = loop(
    (0.29, -0.28), (0.20, -0.50), (-0.05, -0.60), (-0.34, -0.48), (-0.47, -0.12), (-0.47, 0.28),
    (-0.34, 0.46), (-0.10, 0.44), (0.10, 0.36), (0.09, 0.05), (0.15, -0.20),
)  # fmt: skip
_LONG = _even(
    (0.0, -0.58),
    (0.34, -0.46),
    (0.45, -0.10),
    (0.50, 0.50),
    (0.56, 1.20),
    (0.30, 1.48),
    (0.0, 1.40),
)
_LONG_SIDE = loop(
    (0.29, -0.28), (0.20, -0.50), (-0.05, -0.60), (-0.34, -0.48), (-0.47, -0.10), (-0.55, 0.50),
    (-0.60, 1.20), (-0.42, 1.44), (-0.16, 1.30), (-0.08, 0.70), (0.02, 0.30), (0.09, 0.02),
    (0.15, -0.20),
)  # fmt: skip
_WAVES = _even(
    (0.0, -0.60), (0.36, -0.46), (0.52, -0.16), (0.45, 0.10), (0.60, 0.36), (0.50, 0.62),
    (0.62, 0.90), (0.44, 1.14), (0.0, 1.02),
)  # fmt: skip
_WAVES_SIDE = loop(
    (0.29, -0.28), (0.22, -0.50), (-0.05, -0.62), (-0.36, -0.50), (-0.54, -0.14), (-0.46, 0.12),
    (-0.62, 0.40), (-0.50, 0.64), (-0.62, 0.92), (-0.40, 1.14), (-0.12, 0.92), (-0.06, 0.50),
    (0.08, 0.30), (0.06, 0.02), (0.15, -0.20),
)  # fmt: skip
_TAIL = loop(
    (-0.10, -0.42),
    (0.12, -0.36),
    (0.16, 0.30),
    (0.10, 1.00),
    (0.0, 1.24),
    (-0.12, 0.90),
    (-0.16, 0.20),
)
_TAIL_SIDE = loop(
    (-0.34, -0.40), (-0.46, -0.44), (-0.66, -0.10), (-0.72, 0.50), (-0.60, 0.98), (-0.54, 0.50),
    (-0.46, 0.06),
)  # fmt: skip
_TAIL_FRONT = loop(
    (0.28, -0.10), (0.46, 0.20), (0.52, 0.70), (0.42, 1.06), (0.36, 0.60), (0.24, 0.30)
)
_AFRO = _disc(0.0, -0.20, 0.66, 0.60)

STYLES: tuple[Hair, ...] = (
    Hair((), (_cap(*_SHORT, high=-0.62),), (_CROP_BACK,), (_CROP_SIDE,)),
    Hair((), (_cap(*_SWEPT, high=-0.64),), (_CROP_BACK,), (_CROP_SIDE,)),
    Hair((_BOB,), (_cap(*_FRINGE, temple=0.30),), (_BOB,), (_BOB_SIDE,)),
    Hair((_BOB,), (_cap(*_SWEPT, temple=0.24),), (_BOB,), (_BOB_SIDE,)),
    Hair((_LONG,), (_cap(*_MIDDLE, temple=0.34),), (_LONG,), (_LONG_SIDE,)),
    Hair((_LONG,), (_cap(*_FRINGE, temple=0.34),), (_LONG,), (_LONG_SIDE,)),
    Hair((_WAVES,), (_cap(*_SWEPT, temple=0.30),), (_WAVES,), (_WAVES_SIDE,)),
    Hair(
        (_disc(0.0, -0.70, 0.20, 0.18),),
        (_cap(*_MIDDLE),),
        (_CROP_BACK, _disc(0.0, -0.62, 0.20, 0.18)),
        (_disc(-0.24, -0.66, 0.19, 0.18), _CROP_SIDE),
    ),
    Hair((_TAIL_FRONT,), (_cap(*_SWEPT),), (_CROP_BACK, _TAIL), (_TAIL_SIDE, _CROP_SIDE)),
    Hair(
        (_AFRO,),
        (_cap(*_SHORT, high=-0.66),),
        (_disc(0.0, -0.14, 0.66, 0.58),),
        (loop(
            (0.30, -0.30), (0.34, -0.56), (0.10, -0.78), (-0.26, -0.80), (-0.58, -0.58),
            (-0.70, -0.18), (-0.56, 0.22), (-0.30, 0.34), (-0.14, 0.16), (0.0, -0.04), (0.14, -0.24),
        ),),
    ),
)  # fmt: skip
