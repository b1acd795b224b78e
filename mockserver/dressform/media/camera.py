"""The frames of a clip: a slow move over a picture, its caption still, with a clock that runs.

Frames are cut from planes that are made once, as the codec wants them: that costs a third of what
cutting red, green and blue would.
"""

from collections.abc import Iterator
from math import pi, sin

from PIL import Image, ImageDraw

from dressform.media import caption, insets
from dressform.media.image import accent, scenery
from dressform.media.palette import INK, PAPER, darker, lighter
from dressform.media.raster import rasterise
from dressform.media.spec import Clip, Picture
from dressform.media.text import font

CLOSER = 1.22
"""How much larger the subject is at the end than at the beginning."""

Planes = tuple[Image.Image, Image.Image, Image.Image]
"""Brightness, and blue and red difference at half its width and height, in the limited range."""
_BRIGHTNESS = [round(16 + value * 219 / 255) for value in range(256)]
_DIFFERENCE = [round(128 + (value - 128) * 224 / 255) for value in range(256)]


def shoot(clip: Clip) -> Iterator[Planes]:
    """Yield the frames of ``clip``; each is overwritten by the next one."""
    picture = clip.picture
    band = caption.lay_out(picture.caption, picture.width, picture.height)
    stage = picture.height - band.height
    scene = _scene(picture, stage)
    frame = planes(Image.new("RGB", (picture.width, picture.height)))
    _paste(frame, planes(_words(picture, band)), 0, stage)
    done, todo = _bars(picture)
    count, shown = clip.seconds * clip.frames_per_second, -1
    for number in range(count):
        _cut(frame, scene, number / count, picture.width, stage)
        tenths = number * 10 // clip.frames_per_second
        if tenths != shown:
            clock, shown = planes(_clock(tenths, clip)), tenths
        margin = clock[0].height // 4 * 2
        _paste(frame, clock, picture.width - clock[0].width - margin, margin)
        _paste(frame, todo, 0, stage - todo[0].height)
        reached = round(picture.width * (number + 1) / count / 2) * 2
        _paste(frame, _narrow(done, reached), 0, stage - done[0].height)
        yield frame


def planes(image: Image.Image) -> Planes:
    """Split an RGB image of even size into what H.264 stores (BT.601, 4:2:0, limited range)."""
    bright, blue, red = image.convert("YCbCr").split()
    return (
        bright.point(_BRIGHTNESS),
        blue.reduce(2).point(_DIFFERENCE),
        red.reduce(2).point(_DIFFERENCE),
    )


def _scene(picture: Picture, stage: int) -> Planes:
    width, height = (2 * round(length * CLOSER / 2) for length in (picture.width, stage))
    room = rasterise(scenery(picture.scene, width, height), width, height)
    insets.paste(room, picture.insets, height)
    return planes(room)


def _words(picture: Picture, band: caption.Band) -> Image.Image:
    tint = accent(picture.scene)
    strip = rasterise(caption.background(band, tint), band.width, band.height)
    caption.write(strip, band, 0, tint)
    return strip


def _bars(picture: Picture) -> tuple[Planes, Planes]:
    """Return the progress bar, done and to do."""
    tint = accent(picture.scene)
    size = (picture.width, max(4, round(picture.height * 0.007) * 2))
    done, todo = (
        Image.new("RGB", size, shade[:3]) for shade in (darker(tint, 0.2), lighter(tint, 0.7))
    )
    return planes(done), planes(todo)


def _clock(tenths: int, clip: Clip) -> Image.Image:
    """Return a card with the time that has passed, equally wide for every digit."""
    size = max(11, round(min(clip.picture.width, clip.picture.height) * 0.030))
    face, label = font(size), f"{tenths / 10:.1f} / {clip.seconds} s"
    wide = round((face.getlength(label.replace("1", "0")) + size * 1.4) / 2) * 2
    deep = round(size * 0.85) * 2
    pill = Image.new("RGB", (wide, deep), PAPER[:3])
    pen = ImageDraw.Draw(pill)
    pen.text((wide / 2, deep / 2), label, INK[:3], face, anchor="mm")
    return pill


def _cut(frame: Planes, scene: Planes, share: float, width: int, height: int) -> None:
    """Fill the frame's stage with what the camera sees after a ``share`` (0 to 1) of the clip."""
    seen = 1 / (1 + (CLOSER - 1) * share)
    left = (1 - seen) * (0.5 + 0.42 * sin(2 * pi * share))
    top = (1 - seen) * 0.28
    for target, source, part in zip(frame, scene, (1, 2, 2), strict=True):
        box = (
            left * source.width,
            top * source.height,
            (left + seen) * source.width,
            (top + seen) * source.height,
        )
        size = (width // part, height // part)
        target.paste(source.resize(size, Image.Resampling.BILINEAR, box), (0, 0))


def _paste(frame: Planes, part: Planes, x: int, y: int) -> None:
    for target, source, share in zip(frame, part, (1, 2, 2), strict=True):
        target.paste(source, (x // share, y // share))


def _narrow(part: Planes, width: int) -> Planes:
    bright, blue, red = (
        plane.crop((0, 0, width // share, plane.height))
        for plane, share in zip(part, (1, 2, 2), strict=True)
    )
    return bright, blue, red
