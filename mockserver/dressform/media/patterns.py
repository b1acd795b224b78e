"""What is printed or woven on a cloth, in heads."""

from collections.abc import Callable, Iterator
from math import cos, sin, tau

from dressform.media.curves import Box, Disc, Fill, Shape, box, polygon, stroke
from dressform.media.palette import Cloth, clear, darker

Print = Callable[[Cloth, Box, float], Iterator[Shape]]
"""Cover a box with a print of some spacing."""


def _steps(start: float, end: float, step: float) -> Iterator[float]:
    """Count from below ``start`` to ``end``, on a grid through zero."""
    at = start // step
    while at * step < end:
        yield at * step
        at += 1


def plain(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    """Leave the cloth as it is."""
    yield from ()


def _hoops(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    left, top, right, bottom = area
    for y in _steps(top, bottom, 0.26 * spacing):
        yield Fill(box(left, y, right, y + 0.11 * spacing), cloth.print)


def _stripes(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    left, top, right, bottom = area
    for x in _steps(left, right, 0.22 * spacing):
        yield Fill(box(x, top, x + 0.075 * spacing, bottom), cloth.print)


def _pinstripes(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    left, top, right, bottom = area
    for x in _steps(left, right, 0.13 * spacing):
        yield Fill(box(x, top, x + 0.014, bottom), clear(cloth.print, 200))


def _bias(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    left, top, right, bottom = area
    deep = bottom - top
    for x in _steps(left - deep, right, 0.34 * spacing):
        wide = 0.13 * spacing
        outline = ((x, bottom), (x + wide, bottom), (x + wide + deep, top), (x + deep, top))
        yield Fill(polygon(*outline), cloth.print)


def _dots(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    for x, y in _lattice(area, 0.19 * spacing):
        yield Disc(x, y, 0.05 * spacing, 0.05 * spacing, cloth.print)


def _gingham(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    left, top, right, bottom = area
    step, tint = 0.24 * spacing, clear(cloth.print, 120)
    for x in _steps(left, right, step):
        yield Fill(box(x, top, x + step / 2, bottom), tint)
    for y in _steps(top, bottom, step):
        yield Fill(box(left, y, right, y + step / 2), tint)


def _tartan(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    left, top, right, bottom = area
    step = 0.5 * spacing
    dark, light = clear(darker(cloth.base, 0.6), 120), clear(cloth.print, 200)
    bands = ((0.0, 0.2, dark), (0.08, 0.04, light), (0.33, 0.02, light))
    for offset, wide, tint in bands:
        for x in _steps(left - step, right, step):
            yield Fill(box(x + offset * step, top, x + (offset + wide) * step, bottom), tint)
        for y in _steps(top - step, bottom, step):
            yield Fill(box(left, y + offset * step, right, y + (offset + wide) * step), tint)


def _zigzag(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    left, top, right, bottom = area
    step = 0.2 * spacing
    xs = list(_steps(left, right + step, step))
    for y in _steps(top - step, bottom, 0.3 * spacing):
        upper = [(x, y + step * (at % 2)) for at, x in enumerate(xs)]
        lower = [(x, y + step * 0.55) for x, y in reversed(upper)]
        yield Fill(polygon(*upper, *lower), cloth.print)


def _flowers(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    petal, heart = 0.055 * spacing, darker(cloth.base, 0.25)
    for x, y in _lattice(area, 0.3 * spacing):
        for leaf in range(5):
            turn = tau * leaf / 5 + x * 9
            yield Disc(x + petal * cos(turn), y + petal * sin(turn), petal, petal, cloth.print)
        yield Disc(x, y, petal * 0.6, petal * 0.6, heart)


def _leaves(cloth: Cloth, area: Box, spacing: float) -> Iterator[Shape]:
    size = 0.15 * spacing
    for x, y in _lattice(area, 0.27 * spacing):
        turn = tau * ((x * 3.7 + y * 5.3) % 1)
        c, s = cos(turn) * size, sin(turn) * size
        tip, end, wide = (x + c, y + s), (x - c, y - s), 0.36
        yield Fill(
            ((tip, (x - s * wide, y + c * wide), end), (end, (x + s * wide, y - c * wide), tip)),
            cloth.print,
        )
        yield Fill(stroke((tip, end), 0.014), cloth.base)


def _lattice(area: Box, step: float) -> Iterator[tuple[float, float]]:
    """Return the points of a brick-like grid."""
    left, top, right, bottom = area
    for y in _steps(top - step, bottom + step, step):
        shift = step * (round(y / step) % 2)
        for x in _steps(left - 2 * step, right + step, step * 2):
            yield (x + shift, y)


PRINTS: tuple[Print, ...] = (
    plain, plain, _hoops, _stripes, _pinstripes, _bias, _dots, _gingham, _tartan, _zigzag,
    _flowers, _leaves,
)  # fmt: skip
