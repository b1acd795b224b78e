"""Small images of every kind, sound and broken, as bytes."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2), **settings: Any) -> bytes:
    """A sound image of that kind, as Pillow writes it."""
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, kind, **settings)
    return file.getvalue()


def several_in_one() -> bytes:
    """Two JPEGs in one file (MPO), as phones write them."""
    file = BytesIO()
    first, second = (Image.new("RGB", (3, 2), colour) for colour in ("navy", "red"))
    first.save(file, "MPO", save_all=True, append_images=[second])
    return file.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that declares any size at all, and has but a few bytes of pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


SOUND = {
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "webp": picture("WEBP"),
    "jpeg of a phone": several_in_one(),
}

BROKEN = {
    "nothing": b"",
    "text": b"I am a picture, believe me",
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": picture("GIF"),
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>',
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 3 2\n",
    "signature of a png alone": b"\x89PNG\r\n\x1a\n",
    "half a png": SOUND["png"][: len(SOUND["png"]) // 2],
    "png without its end": SOUND["png"][:-12],
    "png with a wrong checksum": SOUND["png"][:30] + b"\0\0\0\0" + SOUND["png"][34:],
    "png of no width": png_of(0, 2),
    "png that is a bomb": png_of(20_000, 20_000),
    "png that is half a bomb": png_of(9_500, 9_500),
    "png larger than we take": png_of(10_000, 8_001),
    "jpeg cut in its header": SOUND["jpeg"][:20],
    "half a webp": SOUND["webp"][: len(SOUND["webp"]) // 2],
    "random": bytes(range(256)),
}
