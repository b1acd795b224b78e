"""Videos: of the asked length and size, moving, with sound when asked."""

import sys
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from statistics import mean

import pytest
from PIL import ImageChops, ImageStat

from dressform.media import Clip, MissingVideoSupport, content_type, render, suffix
from dressform.media.caption import lay_out
from dressform.media.palette import chooser
from dressform.media.sound import RATE, tune

av = pytest.importorskip("av")


def opened(clip):
    return av.open(BytesIO(render(clip)))


@pytest.fixture(scope="module")
def clip(picture):
    return Clip(picture(480, 360), 2, audio=True)


@pytest.fixture(scope="module")
def film(clip):
    return render(clip)


@pytest.fixture(scope="module")
def frames(film):
    with av.open(BytesIO(film)) as container:
        return [frame.to_image() for frame in container.decode(video=0)]


@pytest.mark.parametrize(
    ("width", "height", "seconds", "rate"),
    [(640, 360, 1, 24), (258, 354, 3, 24), (360, 640, 2, 30), (854, 366, 1, 25)],
)
def test_a_clip_has_the_size_and_the_length_asked_for(picture, width, height, seconds, rate):
    with opened(Clip(picture(width, height), seconds, audio=False, frames_per_second=rate)) as film:
        (stream,) = film.streams
        decoded = list(film.decode(stream))

        assert (width, height) == (decoded[0].width, decoded[0].height)
        assert seconds == stream.duration * stream.time_base
        assert seconds * rate == len(decoded) == stream.frames
        assert rate == stream.average_rate


def test_a_clip_is_h264_that_every_browser_decodes(film):
    with av.open(BytesIO(film)) as container:
        context = container.streams.video[0].codec_context

        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")


def test_a_clip_can_be_played_before_all_of_it_has_arrived(film):
    assert film.index(b"ftyp") < film.index(b"moov") < film.index(b"mdat")


@pytest.mark.parametrize("audio", [True, False])
def test_there_is_a_sound_track_only_when_asked_for(picture, audio):
    with opened(Clip(picture(256, 256), 1, audio)) as film:
        assert len(film.streams.audio) == int(audio)


def test_the_sound_lasts_as_long_as_the_picture(film, clip):
    with av.open(BytesIO(film)) as container:
        stream = container.streams.audio[0]
        length = stream.duration * stream.time_base

        assert stream.codec_context.name == "aac"
        assert abs(length - clip.seconds) < Fraction(1, clip.frames_per_second)


def test_the_sound_is_heard_and_stays_quiet():
    track = tune(4, chooser("tune", 1))

    assert len(track) == 4 * RATE
    assert 0.05 < max(map(abs, track)) < 0.7
    assert abs(track[-1]) < 0.001
    assert all(max(map(abs, track[at : at + RATE // 2])) > 0.01 for at in range(0, 3 * RATE, RATE))


def test_other_backdrops_have_other_tunes():
    assert len({tune(3, chooser("tune", seed)).tobytes() for seed in range(6)}) == 6


def test_the_picture_moves_all_the_time(frames, clip):
    stage = 360 - lay_out(clip.picture.caption, 480, 360).height
    scenes = [frame.crop((0, 0, 480, stage - 20)) for frame in frames[::8]]

    moved = [
        mean(ImageStat.Stat(ImageChops.difference(one, other)).mean)
        for one, other in pairwise(scenes)
    ]
    assert min(moved) > 0.5


def test_the_caption_stands_still(frames, clip):
    stage = 360 - lay_out(clip.picture.caption, 480, 360).height
    first, last = (frame.crop((0, stage + 6, 480, 360)) for frame in (frames[0], frames[-1]))

    assert mean(ImageStat.Stat(ImageChops.difference(first, last)).mean) < 1.5


def test_the_first_frame_is_the_picture(frames, clip, seen):
    still = seen(clip.picture).convert("RGB")

    assert mean(ImageStat.Stat(ImageChops.difference(still, frames[0])).mean) < 5


def test_the_progress_bar_fills_up(frames, clip):
    row = 360 - lay_out(clip.picture.caption, 480, 360).height - 3
    track = frames[0].getpixel((470, row))

    def reached(frame):
        return sum(
            max(abs(a - b) for a, b in zip(frame.getpixel((x, row)), track, strict=True)) > 40
            for x in range(480)
        )

    assert reached(frames[0]) < 30
    assert 220 < reached(frames[len(frames) // 2]) < 260
    assert reached(frames[-1]) == 480


def test_the_same_clip_has_the_same_bytes(film, clip):
    assert film == render(clip) == render(clip)


def test_a_clip_says_what_it_is(clip):
    assert (content_type(clip), suffix(clip)) == ("video/mp4", ".mp4")


def test_without_pyav_a_clip_names_the_extra_to_install(clip, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)

    with pytest.raises(MissingVideoSupport, match=r"pip install 'dressform\[video\]'"):
        render(clip)
