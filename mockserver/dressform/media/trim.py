"""What finishes a garment: buttons, zips, cuffs and belts; in heads."""

from collections.abc import Iterator

from dressform.media.curves import Disc, Fill, Limb, Path, Shape, outline, rounded, stroke
from dressform.media.garments import LONG, WAIST, Top
from dressform.media.palette import GOLD, Cloth, clear, lighter, seam
from dressform.media.pose import Pose


def closing(pose: Pose, piece: Top, cloth: Cloth, start: float) -> Iterator[Shape]:
    """Close the front from the neckline's depth ``start`` to the hem."""
    if piece.closing == "none" or pose.view != "front":
        return
    line = [(pose.middle(y), y) for y in (start - 0.1, 2.6, 3.4, piece.hem + 0.08)]
    yield Fill(stroke(line, 0.05 if piece.closing == "zip" else 0.016), seam(cloth))
    if piece.closing == "zip":
        yield Fill(stroke(line, 0.016), lighter(cloth.base, 0.6))
        return
    lapels = piece.neckline == "lapels"
    first, last, step = (
        (start + 0.12, min(piece.hem, 4.0), 0.38) if lapels else (start, piece.hem, 0.30)
    )
    columns = (-0.17, 0.17) if piece.closing == "double" else (0.05 if lapels else 0.0,)
    y = first
    while y < last - 0.1:
        for x in columns:
            yield Disc(pose.middle(y) + x, y, 0.045, 0.045, seam(cloth))
            yield Disc(pose.middle(y) + x - 0.006, y - 0.008, 0.034, 0.034, cloth.print)
        y += step


def cuff(limb: Limb, piece: Top, cloth: Cloth) -> Iterator[Shape]:
    """Finish the end of a sleeve."""
    share = 0.9 if piece.sleeve == LONG else 0.93
    ends = limb[round((len(limb) - 1) * share) :]
    yield Fill(outline(ends), clear(seam(cloth), 150))


def belt(pose: Pose, cloth: Cloth) -> Iterator[Shape]:
    """Tie a belt at the waist."""
    left, right = pose.edges(WAIST)
    left, right, middle = left - 0.06, right + 0.06, (left + right) / 2
    band: Path = (
        ((left, WAIST - 0.07), (middle, WAIST - 0.03), (right, WAIST - 0.07)),
        ((right, WAIST + 0.09), (middle, WAIST + 0.13), (left, WAIST + 0.09)),
    )
    yield Fill(band, cloth.plain)
    if pose.view != "back":
        at = middle if pose.view == "front" else right - 0.12
        yield Fill(rounded(at - 0.10, WAIST - 0.045, at + 0.10, WAIST + 0.115, 0.03), GOLD)
        yield Fill(rounded(at - 0.06, WAIST - 0.005, at + 0.06, WAIST + 0.075, 0.02), cloth.plain)
