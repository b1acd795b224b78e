"""A quiet tune: plucked notes of a pentatonic scale over a low drone, synthesised."""

from array import array
from math import cos, exp, sin, tau
from operator import add
from random import Random

RATE = 44_100
"""Samples in a second."""
BEAT = 0.375
"""Seconds between two notes."""
RING = 1.6
"""Seconds for which a note rings on."""
LOUDNESS = 0.11
"""A note's first swing, of 1.0 at most."""
SCALE = (0, 3, 5, 7, 10, 12, 15, 17)
"""A minor pentatonic scale, in semitones above its root."""
ROOT = 220.0
"""Hertz."""


def tune(seconds: int, choose: Random) -> "array[float]":
    """Return ``seconds`` of mono sound, ``RATE`` samples a second, each from -1.0 to 1.0."""
    total = seconds * RATE
    track = array("f", bytes(4 * total))
    root = ROOT * 2 ** (choose.randrange(-3, 4) / 12)
    notes = {step: _note(root * 2 ** (step / 12), LOUDNESS, RING) for step in SCALE}
    drone = _note(root / 2, LOUDNESS * 0.8, 4 * RING)
    at = choose.randrange(len(SCALE))
    for beat in range(int(seconds / BEAT)):
        start = int(beat * BEAT * RATE)
        if beat % 8 == 0:
            _mix(track, drone, start)
        if beat % 4 == 0 or choose.random() < 0.7:
            at = min(len(SCALE) - 1, max(0, at + choose.choice((-2, -1, 1, 2))))
            _mix(track, notes[SCALE[at]], start)
    _fade_out(track, RATE // 2)
    return track


def _note(pitch: float, loud: float, ring: float) -> "array[float]":
    """Return a sine of ``pitch`` hertz that dies away: each sample follows from the last two."""
    fall, turn = exp(-4.6 / (ring * RATE)), tau * pitch / RATE
    one, two = 2 * fall * cos(turn), -fall * fall
    before, now = 0.0, loud * sin(turn)
    samples = array("f", (before,))
    for _ in range(int(ring * RATE) - 1):
        samples.append(now)
        before, now = now, one * now + two * before
    _fade_out(samples, RATE // 20)
    return samples


def _mix(track: "array[float]", note: "array[float]", start: int) -> None:
    end = min(len(track), start + len(note))
    track[start:end] = array("f", map(add, track[start:end], note))


def _fade_out(samples: "array[float]", length: int) -> None:
    first = len(samples) - length
    for at in range(length):
        samples[first + at] *= 1 - at / length
