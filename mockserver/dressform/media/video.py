"""A clip as an MP4 file: H.264, and AAC if there is sound."""

from collections.abc import Iterator
from fractions import Fraction
from heapq import merge
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dressform.media.camera import shoot
from dressform.media.palette import chooser
from dressform.media.sound import RATE, tune
from dressform.media.spec import Clip, MissingVideoSupport

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet
    from av.video.stream import VideoStream

SAMPLES = 1024
"""How many samples an AAC frame holds."""
BT709, SRGB, BT601, LIMITED = 1, 13, 6, 1
"""Primaries, transfer, matrix and range of the colours, as ISO/IEC 23091-2 numbers them."""
OPTIONS = {"preset": "veryfast", "crf": "24", "threads": "1", "x264-params": "mbtree=0"}
"""Made for equal bytes each time: one thread, and without the macroblock tree, whose outcome
varied between equal runs (seen with PyAV 18.1 on a processor with AVX-512)."""


def film(clip: Clip) -> bytes:
    """Return ``clip`` as a file whose index comes first, so that a browser plays it at once."""
    try:
        import av
    except ImportError as error:
        raise MissingVideoSupport from error
    out = BytesIO()
    with av.open(
        out,
        "w",
        format="mp4",
        options={"movflags": "+faststart", "fflags": "+bitexact"},
        io_open=lambda *_: BytesIO(out.getvalue()),
    ) as container:
        tracks = [_pictures(container.add_stream("libx264", clip.frames_per_second, OPTIONS), clip)]
        if clip.audio:
            tracks.append(_sounds(container.add_stream("aac", RATE, layout="mono"), clip))
        for packet in merge(*tracks, key=_due):
            container.mux(packet)
    return out.getvalue()


def _due(packet: "Packet[Any]") -> Fraction:
    """Return when a packet is to be decoded, in seconds."""
    return (packet.dts or 0) * packet.time_base


def _pictures(stream: "VideoStream", clip: Clip) -> Iterator["Packet[Any]"]:
    from av import VideoFrame

    width, height = clip.picture.width, clip.picture.height
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    context = stream.codec_context
    context.color_primaries, context.color_trc = BT709, SRGB
    context.colorspace, context.color_range = BT601, LIMITED
    context.gop_size = clip.frames_per_second * 2
    for number, planes in enumerate(shoot(clip)):
        frame = VideoFrame(width, height, "yuv420p")
        for plane, source in zip(frame.planes, planes, strict=True):
            padded = source.crop((0, 0, plane.line_size, source.height))
            plane.update(padded.tobytes())
        frame.pts, frame.time_base = number, Fraction(1, clip.frames_per_second)
        yield from stream.encode(frame)
    yield from stream.encode()


def _sounds(stream: "AudioStream", clip: Clip) -> Iterator["Packet[Any]"]:
    from av import AudioFrame

    track = tune(clip.seconds, chooser("tune", clip.picture.scene.backdrop))
    for start in range(0, len(track), SAMPLES):
        samples = track[start : start + SAMPLES]
        frame = AudioFrame("fltp", "mono", len(samples))
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        yield from stream.encode(frame)
    yield from stream.encode()
