"""Garments on a body: every piece follows the pose it is worn in."""

from collections.abc import Iterator
from dataclasses import replace
from math import pi, sin

from dressform.media.collars import neck
from dressform.media.curves import (
    Box,
    Clip,
    Fill,
    Limb,
    Path,
    Point,
    Shape,
    bend,
    folded,
    outline,
    polygon,
    stroke,
)
from dressform.media.garments import WAIST, Fabric, Neckline, Skirt, Top, Trousers
from dressform.media.palette import clear, darker
from dressform.media.pose import ELBOW, Pose
from dressform.media.trim import closing, cuff

SHADE = 70
"""The opacity of a shadow on cloth."""
# Where the neckline meets the shoulder, and how deep it falls in front.
NECKS: dict[Neckline, tuple[float, float]] = {
    "round": (1.40, 1.68), "vee": (1.40, 2.16), "boat": (1.48, 1.60), "collar": (1.36, 1.86),
    "lapels": (1.38, 2.75), "roll": (1.16, 1.24), "hood": (1.42, 1.66), "straps": (1.90, 2.02),
}  # fmt: skip


def skirt(pose: Pose, piece: Skirt, fabric: Fabric) -> Iterator[Shape]:
    """Hang a skirt from the waist."""
    heights = [WAIST - 0.02, 3.5, 3.95, *((3.95 + (piece.hem - 3.95) * t) for t in (0.5, 1.0))]
    left, right = [], []
    for y in heights:
        spread = 0.03 + piece.flare * max(0.0, (y - WAIST) / (piece.hem - WAIST)) ** 1.25
        edges = pose.edges(y)
        left.append((edges[0] - spread, y))
        right.append((edges[1] + spread, y))
    hem = _hem(left[-1], right[-1], piece.flare)
    path: Path = (tuple(left), hem, tuple(reversed(right)))
    middle, wide = pose.middle(WAIST), right[-1][0] - left[-1][0]
    folds = [
        stroke(((middle + x * 0.4, WAIST + 0.1), (middle + x * wide * 0.42, piece.hem)), 0.05, 0.9)
        for x in (-0.75, -0.3, 0.2, 0.65)
    ]
    yield _sewn((path,), fabric, [_flank(right, 0.30), *folds, stroke(hem, 0.07)])


def _hem(left: Point, right: Point, flare: float) -> tuple[Point, ...]:
    waves, drop = round(2 + flare * 4), 0.09 * flare
    count = waves * 4
    points = []
    for at in range(count + 1):
        t = at / count
        dip = sin(pi * t) * (0.10 + drop) + sin(2 * pi * waves * t) * drop * 0.7
        points.append(
            (left[0] + (right[0] - left[0]) * t, left[1] + (right[1] - left[1]) * t + dip)
        )
    return tuple(points)


def trousers(pose: Pose, piece: Trousers, fabric: Fabric) -> Iterator[Shape]:
    """Put both legs into trousers."""
    left, right = [], []
    for y in (WAIST - 0.02, 3.5, 3.95, 4.35):
        edges = pose.edges(y)
        left.append((edges[0] - 0.03, y))
        right.append((edges[1] + 0.03, y))
    hips: Path = (tuple(left), tuple(reversed(right)))
    for leg in pose.legs:
        limb = _eased(bend(leg, 0.0, piece.length), piece.ease, piece.flare)
        crease = stroke([(joint.x, joint.y) for joint in limb[4:]], 0.02, 0.8)
        yield _sewn((outline(limb),), fabric, [_shadow(limb), crease])
    middle = pose.middle(4.0)
    seams = [stroke(((middle, WAIST), (middle + 0.02, 3.7), (pose.middle(4.3), 4.35)), 0.018, 0.4)]
    if pose.view == "back":
        seams += [
            polygon((x - 0.17, 3.5), (x + 0.17, 3.5), (x + 0.17, 3.86), (x, 3.95), (x - 0.17, 3.86))
            for x in (middle - 0.31, middle + 0.31)
        ]
    yield _sewn((hips,), fabric, [_flank(right, 0.16), *seams])


def top(pose: Pose, piece: Top, fabric: Fabric) -> Iterator[Shape]:
    """Cover the trunk, and close what closes."""
    left, right = _sides(pose, piece)
    line = _neckline(pose, piece, right[0], left[0])
    hem = _hem(left[-1], right[-1], piece.flare * 0.4)
    path: Path = (tuple(left), hem, tuple(reversed(right)), *line)
    waist = pose.edges(2.9)
    folds = [
        stroke(((waist[1], 2.35), (waist[1] - 0.2, 2.55), (waist[1] - 0.34, 2.62)), 0.045, 0.9),
        stroke(((waist[0], 2.35), (waist[0] + 0.16, 2.52), (waist[0] + 0.28, 2.56)), 0.04, 0.9),
        stroke(((waist[1] + 0.05, 3.2), (waist[1] - 0.25, 3.0)), 0.04, 0.9),
    ]
    if pose.view == "back":
        folds = _back_seams(pose, piece)
    yield _sewn((path,), fabric, [_flank(right, 0.2), *folds])
    yield from closing(pose, piece, fabric.cloth, NECKS[piece.neckline][1])
    yield from neck(pose, piece.neckline, fabric.cloth, line)


def _back_seams(pose: Pose, piece: Top) -> list[Path]:
    """Return a yoke for what has a collar, a zip for what is pulled on."""
    middle, (left, right) = pose.middle(2.0), pose.edges(2.0)
    if piece.neckline not in ("collar", "lapels"):
        return [stroke(((pose.middle(1.5), 1.45), (middle, 2.2), (pose.middle(3.0), 3.0)), 0.035)]
    yoke = stroke(((left, 1.94), (middle, 2.06), (right, 1.94)), 0.035)
    pleats = (
        stroke(((middle + x, 2.05), (middle + x, piece.hem)), 0.03, 0.7) for x in (-0.07, 0.07)
    )
    return [yoke, *pleats]


def _sides(pose: Pose, piece: Top) -> tuple[list[Point], list[Point]]:
    start = NECKS[piece.neckline][0]
    heights = [y for y in (start, 1.52, 1.64) if y >= start]
    heights += [y for y in (2.2, 2.6, 3.05, 3.5, 3.95, 4.35) if y < piece.hem - 0.12]
    heights.append(piece.hem)
    left, right = [], []
    for y in heights:
        edges = pose.edges(y)
        spread = 0.0 if y < 1.9 else piece.ease
        if y > WAIST:
            spread += piece.flare * (y - WAIST) / (piece.hem - WAIST)
        left.append((edges[0] - spread, y))
        right.append((edges[1] + spread, y))
        if y == 1.64 and not piece.sleeve and pose.view != "side":
            left[-1], right[-1] = (edges[0] + 0.10, 1.60), (edges[1] - 0.10, 1.60)
            left.append((edges[0] + 0.18, 1.9))
            right.append((edges[1] - 0.18, 1.9))
    return left, right


def _neckline(pose: Pose, piece: Top, right: Point, left: Point) -> Path:
    start, depth = NECKS[piece.neckline]
    if pose.view != "front" and piece.neckline not in ("straps", "roll"):
        depth = start + 0.08
    x = pose.middle(depth)
    if piece.neckline in ("vee", "lapels", "collar") and pose.view == "front":
        return ((right, (x, depth)), ((x, depth), left))
    wide = (right[0] - left[0]) * 0.3
    lower = start + (depth - start) * 0.86
    if piece.neckline == "straps" and pose.view == "front":
        return (
            (right, (x + wide * 0.8, start + 0.02), (x, depth)),
            ((x, depth), (x - wide * 0.8, start + 0.02), left),
        )
    return ((right, (x + wide, lower), (x, depth), (x - wide, lower), left),)


def sleeve(arm: Limb, piece: Top, fabric: Fabric) -> Iterator[Shape]:
    """Put an arm into its sleeve."""
    if piece.sleeve:
        limb = _eased(bend(arm, 0.0, piece.sleeve), piece.ease * 0.55 + 0.02, 0.0)
        seams = [stroke(side, 0.035) for side in outline(limb)]
        yield _sewn(folded(limb, ELBOW), fabric, [_shadow(limb), *seams])
        yield from cuff(limb, piece, fabric.cloth)


def _eased(limb: Limb, ease: float, flare: float) -> Limb:
    last = len(limb) - 1
    return tuple(
        replace(joint, w=joint.w + ease * min(1.0, 0.4 + at / last) + flare * (at / last) ** 2)
        for at, joint in enumerate(limb)
    )


def _shadow(limb: Limb) -> Path:
    return outline(tuple(replace(joint, x=joint.x + joint.w * 1.15) for joint in limb))


def _flank(right: list[Point], deep: float) -> Path:
    return (tuple(right), tuple((x - deep, y) for x, y in reversed(right)))


def _sewn(paths: tuple[Path, ...], fabric: Fabric, shadows: list[Path]) -> Clip:
    tint = clear(darker(fabric.cloth.base, 0.75), SHADE)
    return Clip(paths, (*fabric.over(_around(paths)), *(Fill(shadow, tint) for shadow in shadows)))


def _around(paths: tuple[Path, ...]) -> Box:
    xs = [x for path in paths for segment in path for x, _ in segment]
    ys = [y for path in paths for segment in path for _, y in segment]
    return (min(xs) - 0.1, min(ys) - 0.1, max(xs) + 0.1, max(ys) + 0.1)
