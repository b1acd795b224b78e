"""Vectors to pixels, in bands, with smooth edges.

Every band is drawn some times larger and averaged down, so that memory stays small at any size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, hypot

from PIL import Image, ImageDraw

from dressform.media.curves import At, Box, Clip, Colour, Disc, Fade, Fill, Path, Shape, spline

BAND_PIXELS = 12_000_000
"""How many enlarged pixels are drawn at a time."""
CHORD = 5.0
"""The longest straight piece of a curve, in enlarged pixels."""


@dataclass(frozen=True, slots=True)
class _Area:
    """A polygon in enlarged pixels, its coordinates interleaved."""

    flat: list[float]
    bounds: Box
    colour: Colour


@dataclass(frozen=True, slots=True)
class _Oval:
    bounds: Box
    colour: Colour


@dataclass(frozen=True, slots=True)
class _Ramp:
    bounds: Box
    above: Colour
    below: Colour


@dataclass(frozen=True, slots=True)
class _Stencil:
    holes: tuple[_Area, ...]
    inside: tuple["_Ready", ...]
    bounds: Box


_Ready = _Area | _Oval | _Ramp | _Stencil


def rasterise(shapes: Sequence[Shape], width: int, height: int) -> Image.Image:
    """Draw ``shapes``, given in pixels, in order on an RGB image of ``width`` x ``height``."""
    finer = 4 if width * height < 400_000 else 3 if width * height < 2_500_000 else 2
    ready = tuple(_prepare(shapes, 0.0, 0.0, float(finer), float(finer)))
    rows = max(1, BAND_PIXELS // (width * finer * finer))
    if rows >= height:
        return _band(ready, width * finer, height * finer, 0).reduce(finer)
    image = Image.new("RGB", (width, height))
    for top in range(0, height, rows):
        deep = min(rows, height - top)
        band = _band(ready, width * finer, deep * finer, top * finer)
        image.paste(band.reduce(finer), (0, top))
    return image


def _band(ready: Sequence[_Ready], width: int, height: int, top: int) -> Image.Image:
    canvas = Image.new("RGB", (width, height))
    _draw(ready, canvas, 0, top)
    return canvas


def _prepare(shapes: Sequence[Shape], x: float, y: float, sx: float, sy: float) -> Iterator[_Ready]:
    for shape in shapes:
        match shape:
            case At():
                scale = sy * shape.scale
                turned = scale * shape.mirror * (1 if sx > 0 else -1)
                yield from _prepare(shape.inside, x + sx * shape.x, y + sy * shape.y, turned, scale)
            case Fill():
                yield _area(shape.path, shape.colour, x, y, sx, sy)
            case Disc():
                cx, cy, rx, ry = x + sx * shape.x, y + sy * shape.y, sy * shape.rx, sy * shape.ry
                yield _Oval((cx - rx, cy - ry, cx + rx, cy + ry), shape.colour)
            case Fade():
                left, right = sorted((x + sx * shape.left, x + sx * shape.right))
                bounds = (left, y + sy * shape.top, right, y + sy * shape.bottom)
                yield _Ramp(bounds, shape.above, shape.below)
            case Clip():
                holes = tuple(_area(path, (0, 0, 0, 0), x, y, sx, sy) for path in shape.paths)
                yield _Stencil(
                    holes,
                    tuple(_prepare(shape.inside, x, y, sx, sy)),
                    _around([hole.bounds for hole in holes]),
                )


def _area(path: Path, colour: Colour, x: float, y: float, sx: float, sy: float) -> _Area:
    flat: list[float] = []
    for segment in path:
        points = tuple((x + sx * px, y + sy * py) for px, py in segment)
        steps = 1
        if len(points) > 2:
            longest = max(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
            steps = min(64, ceil(longest / CHORD))
        for point in spline(points, steps):
            flat.extend(point)
    xs, ys = flat[::2], flat[1::2]
    return _Area(flat, (min(xs), min(ys), max(xs), max(ys)), colour)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _draw(ready: Sequence[_Ready], canvas: Image.Image, left: int, top: int) -> None:
    """Draw on a canvas whose first pixel is at (left, top) of the enlarged picture."""
    pen = ImageDraw.Draw(canvas, "RGBA")
    for item in ready:
        x0, y0, x1, y1 = item.bounds
        here = (x0 - left, y0 - top, x1 - left, y1 - top)
        if here[0] >= canvas.width or here[1] >= canvas.height or here[2] <= 0 or here[3] <= 0:
            continue
        match item:
            case _Area():
                pen.polygon(_moved(item.flat, left, top), fill=item.colour)
            case _Oval():
                pen.ellipse(here, fill=item.colour)
            case _Ramp():
                _draw_ramp(item, canvas, here)
            case _Stencil():
                _draw_stencil(item, canvas, here, left, top)


def _moved(flat: list[float], left: int, top: int) -> list[float]:
    moved = flat.copy()
    moved[::2] = [x - left for x in flat[::2]]
    moved[1::2] = [y - top for y in flat[1::2]]
    return moved


def _draw_ramp(ramp: _Ramp, canvas: Image.Image, here: Box) -> None:
    left, first = max(0, floor(here[0])), max(0, floor(here[1]))
    right, last = min(canvas.width, ceil(here[2])), min(canvas.height, ceil(here[3]))
    deep = here[3] - here[1]
    column = bytearray()
    for row in range(first, last):
        t = min(1.0, max(0.0, (row - here[1]) / deep))
        column += bytes(
            round(a + (b - a) * t) for a, b in zip(ramp.above[:3], ramp.below[:3], strict=True)
        )
    strip = Image.frombytes("RGB", (1, last - first), bytes(column))
    wide = strip.resize((right - left, last - first), Image.Resampling.NEAREST)
    canvas.paste(wide, (left, first))


def _draw_stencil(stencil: _Stencil, canvas: Image.Image, here: Box, left: int, top: int) -> None:
    x0, y0 = max(0, floor(here[0])), max(0, floor(here[1]))
    x1, y1 = min(canvas.width, ceil(here[2]) + 1), min(canvas.height, ceil(here[3]) + 1)
    layer = canvas.crop((x0, y0, x1, y1))
    _draw(stencil.inside, layer, left + x0, top + y0)
    mask = Image.new("1", layer.size)
    pen = ImageDraw.Draw(mask)
    for hole in stencil.holes:
        pen.polygon(_moved(hole.flat, left + x0, top + y0), fill=1)
    canvas.paste(layer, (x0, y0), mask)
