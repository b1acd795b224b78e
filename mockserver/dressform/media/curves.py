"""Shapes as vectors: what is drawn, before anybody asks at which size.

Units are the drawer's own (heads for a figure, pixels for a stage); ``At`` maps one to the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, sin, tau

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, each 0 to 255."""
Segment = tuple[Point, ...]
"""A smooth curve through its points; two points make a line, equal ends make a closed curve."""
Path = tuple[Segment, ...]
"""Segments joined end to end, with a corner at every joint."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled outline."""

    path: Path
    colour: Colour


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled ellipse with its two radii."""

    x: float
    y: float
    rx: float
    ry: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Fade:
    """A rectangle that fades from one opaque colour at its top to another at its bottom."""

    left: float
    top: float
    right: float
    bottom: float
    above: Colour
    below: Colour


@dataclass(frozen=True, slots=True)
class Clip:
    """Shapes that show only within the union of some outlines."""

    paths: tuple[Path, ...]
    inside: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class At:
    """Shapes moved to (x, y) after scaling; a negative ``mirror`` turns them about."""

    x: float
    y: float
    scale: float
    inside: tuple["Shape", ...]
    mirror: int = 1


Shape = Fill | Disc | Fade | Clip | At


@dataclass(frozen=True, slots=True)
class Joint:
    """A point on the middle line of a limb, and half the limb's width there."""

    x: float
    y: float
    w: float


Limb = tuple[Joint, ...]
SMOOTH = 6
"""Into how many parts a smoothed limb is cut between two joints."""


def spline(points: Segment, steps: int) -> list[Point]:
    """Return a Catmull-Rom curve through ``points``, cut into ``steps`` between neighbours."""
    if len(points) < 3 or steps < 2:
        return list(points)
    closed = points[0] == points[-1]
    before = points[-2] if closed else points[0]
    after = points[1] if closed else points[-1]
    padded = (before, *points, after)
    weights = [_weights(step / steps) for step in range(steps)]
    curve = [
        (a * p[0] + b * q[0] + c * r[0] + d * s[0], a * p[1] + b * q[1] + c * r[1] + d * s[1])
        for p, q, r, s in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
        for a, b, c, d in weights
    ]
    curve.append(points[-1])
    return curve


def _weights(t: float) -> tuple[float, float, float, float]:
    return (
        0.5 * t * (-1 + t * (2 - t)),
        0.5 * (2 + t * t * (3 * t - 5)),
        0.5 * t * (1 + t * (4 - 3 * t)),
        0.5 * t * t * (t - 1),
    )


def loop(*points: Point) -> Path:
    """Return a closed smooth outline through ``points``."""
    return ((*points, points[0]),)


def polygon(*points: Point) -> Path:
    """Return a closed outline with a corner at every point."""
    return tuple(zip(points, (*points[1:], points[0]), strict=True))


def box(left: float, top: float, right: float, bottom: float) -> Path:
    """Return a rectangle."""
    return polygon((left, top), (right, top), (right, bottom), (left, bottom))


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Path:
    """Return a rectangle with round corners."""
    corners = (
        (right - radius, top + radius, 0.75),
        (right - radius, bottom - radius, 0.0),
        (left + radius, bottom - radius, 0.25),
        (left + radius, top + radius, 0.5),
    )
    return tuple(arc(x, y, radius, radius, turn, turn + 0.25) for x, y, turn in corners)


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Segment:
    """Return part of an ellipse; turns run clockwise from three o'clock, 1.0 is a full circle."""
    count = max(4, round(abs(end - start) * 16))
    turns = (tau * (start + (end - start) * step / count) for step in range(count + 1))
    return tuple((x + rx * cos(turn), y + ry * sin(turn)) for turn in turns)


def bend(limb: Limb, start: float = 0.0, end: float = 1.0) -> Limb:
    """Return the part of ``limb`` from ``start`` to ``end`` (0 to 1) with its joints smoothed."""
    line = spline(tuple((joint.x, joint.y) for joint in limb), SMOOTH)
    widths = spline(tuple((float(at), joint.w) for at, joint in enumerate(limb)), SMOOTH)
    joints = [Joint(x, y, w[1]) for (x, y), w in zip(line, widths, strict=True)]
    first, last = start * (len(joints) - 1), end * (len(joints) - 1)
    inner = [joint for at, joint in enumerate(joints) if first < at < last]
    return (_between(joints, first), *inner, _between(joints, last))


def _between(joints: list[Joint], at: float) -> Joint:
    low = min(int(at), len(joints) - 2)
    a, b, t = joints[low], joints[low + 1], at - low
    return Joint(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.w + (b.w - a.w) * t)


def outline(limb: Limb) -> Path:
    """Return the outline of a limb, cut straight at both ends."""
    left: list[Point] = []
    right: list[Point] = []
    for here, joint in enumerate(limb):
        a, b = limb[max(here - 1, 0)], limb[min(here + 1, len(limb) - 1)]
        length = hypot(b.x - a.x, b.y - a.y) or 1.0
        nx, ny = (a.y - b.y) / length * joint.w, (b.x - a.x) / length * joint.w
        left.append((joint.x + nx, joint.y + ny))
        right.append((joint.x - nx, joint.y - ny))
    right.reverse()
    return (tuple(left), tuple(right))


def folded(limb: Limb, joint: int) -> tuple[Path, ...]:
    """Return the outlines of a smoothed limb on both sides of a joint, and its round end.

    Unlike one outline, they don't cross themselves when the limb is folded there. ``joint``
    counts the joints that the limb had before it was smoothed.
    """
    at = joint * SMOOTH
    cap = (limb[0], limb[at]) if len(limb) > at + 1 else (limb[0],)
    parts = (limb[: at + 1], limb[at:]) if len(limb) > at + 1 else (limb,)
    discs = ((arc(end.x, end.y, end.w, end.w, 0.0, 1.0),) for end in cap)
    return (*map(outline, parts), *discs)


def stroke(points: Iterable[Point], width: float, taper: float = 0.0) -> Path:
    """Return a line of some width through ``points``; ``taper`` 1 draws its ends to a point."""
    line = spline(tuple(points), SMOOTH)
    last = len(line) - 1
    ends = (1 - taper * abs(2 * at / last - 1) ** 2 for at in range(last + 1))
    return outline(
        tuple(Joint(x, y, width / 2 * end) for (x, y), end in zip(line, ends, strict=True))
    )
