"""What finishes a neckline: collars, lapels, hoods and straps; in heads."""

from collections.abc import Iterator

from dressform.media.curves import Fill, Path, Shape, loop, polygon, stroke
from dressform.media.garments import Neckline
from dressform.media.palette import Cloth, lighter, seam
from dressform.media.pose import Pose


def neck(pose: Pose, neckline: Neckline, cloth: Cloth, line: Path) -> Iterator[Shape]:
    """Finish a neckline, whose curve is ``line``."""
    left, right = pose.edges(1.34)
    middle = (left + right) / 2
    match neckline, pose.view:
        case "roll", _:
            yield from _roll(pose, middle, cloth)
        case "straps", _:
            yield from _straps(pose, cloth)
        case "collar", "front":
            yield from _collar(left, right, middle, cloth)
        case "collar", _:
            band = (
                ((left - 0.04, 1.30), (middle, 1.24), (right + 0.04, 1.30)),
                ((right + 0.10, 1.44), (middle, 1.50), (left - 0.10, 1.44)),
            )
            yield Fill(band, lighter(cloth.base, 0.25))
        case "lapels", "front":
            yield from _lapels(left, right, middle, cloth)
        case "lapels", "side":
            yield from _lapel(pose, cloth)
        case "hood", "front":
            yield from _hood(left, right, middle, cloth)
        case "hood", _:
            yield _hood_behind(left, right, middle, cloth)
    if neckline in ("round", "vee", "boat", "hood"):
        for segment in line:
            yield Fill(stroke(segment, 0.055), seam(cloth))


def _roll(pose: Pose, middle: float, cloth: Cloth) -> Iterator[Shape]:
    upper, lower = pose.edges(1.06), pose.edges(1.40)
    outer = ((upper[0] - 0.04, 1.06), (lower[0] - 0.04, 1.42), (middle, 1.52))
    side = (outer[-1], (lower[1] + 0.04, 1.42), (upper[1] + 0.04, 1.06))
    rim = (side[-1], (middle, 1.13), outer[0])
    yield Fill((outer, side, rim), lighter(cloth.base, 0.12))
    fold = ((lower[0], 1.40), (middle, 1.50), (lower[1], 1.40))
    yield Fill(stroke(fold, 0.02, 0.4), seam(cloth))


def _straps(pose: Pose, cloth: Cloth) -> Iterator[Shape]:
    left, right = pose.edges(1.34)
    middle = (left + right) / 2
    if pose.view == "side":
        line = ((left + 0.14, 1.98), (middle, 1.50), (right - 0.06, 2.0))
        yield Fill(stroke(line, 0.05), cloth.base)
        return
    for x in (-0.36, 0.36):
        yield Fill(stroke(((middle + x * 1.1, 1.50), (middle + x, 1.98)), 0.05), cloth.base)


def _collar(left: float, right: float, middle: float, cloth: Cloth) -> Iterator[Shape]:
    for edge in (left, right):
        turn = 1 if edge > middle else -1
        out, tip = (edge + turn * 0.13, 1.42), (middle + turn * 0.26, 1.82)
        flap = polygon((edge, 1.22), out, tip, (middle + turn * 0.01, 1.66))
        yield Fill(flap, lighter(cloth.base, 0.25))
        yield Fill(stroke((out, tip, (middle, 1.67)), 0.016), seam(cloth))


def _lapels(left: float, right: float, middle: float, cloth: Cloth) -> Iterator[Shape]:
    for edge in (left, right):
        turn = 1 if edge > middle else -1
        out = middle + turn * 0.46
        notch = ((out - turn * 0.06, 1.80), (out - turn * 0.12, 1.90), (out + turn * 0.04, 1.96))
        flap = polygon(
            (edge - turn * 0.02, 1.26), (edge + turn * 0.13, 1.44), *notch, (middle, 2.78),
            (middle + turn * 0.06, 2.3),
        )  # fmt: skip
        yield Fill(flap, lighter(cloth.base, 0.14))
        yield Fill(stroke((notch[-1], (middle, 2.78)), 0.02), seam(cloth))
        yield Fill(stroke(notch, 0.018), seam(cloth))


def _lapel(pose: Pose, cloth: Cloth) -> Iterator[Shape]:
    """Show the one lapel that is seen from the side."""
    edge = [(pose.edges(y)[1] + 0.03, y) for y in (1.34, 1.68, 2.20, 2.72)]
    inner = [(pose.edges(1.9)[1] - 0.16, 1.98), (pose.edges(1.9)[1] - 0.26, 1.86), (0.06, 1.34)]
    yield Fill(
        (tuple(edge), (edge[-1], inner[0]), (inner[0], inner[1]), (inner[1], inner[2])),
        lighter(cloth.base, 0.14),
    )
    yield Fill(stroke((edge[-1], inner[0], inner[1], inner[2]), 0.016), seam(cloth))


def _hood(left: float, right: float, middle: float, cloth: Cloth) -> Iterator[Shape]:
    around = loop(
        (left - 0.10, 1.20), (left - 0.26, 1.46), (middle, 1.86), (right + 0.26, 1.46),
        (right + 0.10, 1.20), (middle + 0.16, 1.62), (middle, 1.66), (middle - 0.16, 1.62),
    )  # fmt: skip
    yield Fill(around, lighter(cloth.base, 0.12))
    for x in (-0.12, 0.12):
        yield Fill(stroke(((middle + x, 1.72), (middle + x * 1.2, 2.25)), 0.025), cloth.print)


def _hood_behind(left: float, right: float, middle: float, cloth: Cloth) -> Fill:
    around = loop(
        (left - 0.16, 1.22), (middle, 1.12), (right + 0.16, 1.22), (right + 0.18, 1.62),
        (middle, 2.05), (left - 0.18, 1.62),
    )  # fmt: skip
    return Fill(around, lighter(cloth.base, 0.12))
