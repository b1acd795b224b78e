"""Uploaded images as small cards at the left of a picture."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from dressform.media.text import font

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""What an upload may be. Not EPS or the like: Pillow would start another program for it."""
MOST = 4
"""How many cards are shown; a number stands for the rest."""
LARGEST = 80_000_000
"""How many pixels an upload may have: a larger one counts as unreadable."""
FRAME, CROSS, EMPTY = (253, 251, 247), (190, 120, 110), (236, 230, 222)


def paste(image: Image.Image, uploads: tuple[bytes, ...], height: int) -> None:
    """Put ``uploads`` on the upper ``height`` rows of ``image``, one below the other."""
    margin = max(6, round(min(image.width, height) * 0.035))
    side = round(min(min(image.width, height) * 0.21, (height - margin) / MOST - margin))
    top = margin
    for upload in uploads[:MOST]:
        card = _card(upload, side)
        lift = max(1, side // 40)
        shadow = Image.new("L", card.size, 60)
        image.paste((24, 16, 40), (margin + lift, top + lift), shadow)
        image.paste(card, (margin, top))
        top += card.height + margin
    if len(uploads) > MOST:
        _count(image, len(uploads) - MOST, margin + side, top - margin)


def _card(upload: bytes, side: int) -> Image.Image:
    """Return an upload in a white frame, within ``side`` x ``side`` pixels."""
    rim = max(2, side // 24)
    try:
        shown = _read(upload, side - 2 * rim)
    except Exception:  # noqa: BLE001 - a decoder may fail in any way on foreign bytes
        shown = _crossed(side - 2 * rim)
    return ImageOps.expand(shown, rim, FRAME)


def _read(upload: bytes, side: int) -> Image.Image:
    with Image.open(BytesIO(upload), formats=FORMATS) as source:
        if source.width * source.height > LARGEST:
            raise ValueError(f"{source.width} x {source.height} pixels are too many")
        source.draft("RGB", (2 * side, 2 * side))
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        small = upright.convert("RGBA")
    scale = side / max(small.size)
    if scale > 1:
        size = (max(1, round(small.width * scale)), max(1, round(small.height * scale)))
        small = small.resize(size, Image.Resampling.LANCZOS)
    shown = Image.new("RGB", small.size, "white")
    shown.paste(small, mask=small)
    return shown


def _crossed(side: int) -> Image.Image:
    shown = Image.new("RGB", (side, side), EMPTY)
    pen, inset = ImageDraw.Draw(shown), side // 5
    near, far, wide = inset, side - 1 - inset, max(2, side // 24)
    pen.line((near, near, far, far), CROSS, wide)
    pen.line((near, far, far, near), CROSS, wide)
    return shown


def _count(image: Image.Image, more: int, right: int, bottom: int) -> None:
    size = max(10, round(min(image.size) * 0.022))
    pen, face = ImageDraw.Draw(image), font(size)
    label = f"+{more}"
    wide = face.getlength(label) + size
    pen.rounded_rectangle((right - wide, bottom - size * 1.6, right, bottom), size * 0.8, FRAME)
    pen.text((right - wide / 2, bottom - size * 0.8), label, (42, 36, 48), face, anchor="mm")
