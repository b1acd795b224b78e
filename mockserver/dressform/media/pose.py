"""Where a body is: its sides, its limbs and its head, in heads (a body is eight heads tall).

The crown of the head is at y = 0, the soles are at y = 8, the middle of the neck is near x = 0.
"""

from bisect import bisect_right
from dataclasses import dataclass
from random import Random
from typing import Literal

from dressform.media.curves import Joint, Limb, Point

View = Literal["front", "back", "side"]
Side = tuple[float, float, float]
"""A height and the body's left and right edge there."""


@dataclass(frozen=True, slots=True)
class Pose:
    """A body at rest. Limbs run from the trunk outwards, the farther ones first."""

    view: View
    head: Point
    sides: tuple[Side, ...]
    arms: tuple[Limb, ...]
    legs: tuple[Limb, ...]

    def edges(self, y: float) -> tuple[float, float]:
        """Return the left and right edge of the trunk at height ``y``."""
        at = bisect_right(self.sides, y, key=lambda side: side[0])
        low = self.sides[min(max(at - 1, 0), len(self.sides) - 2)]
        high = self.sides[min(max(at, 1), len(self.sides) - 1)]
        share = min(1.0, max(0.0, (y - low[0]) / (high[0] - low[0])))
        return (low[1] + (high[1] - low[1]) * share, low[2] + (high[2] - low[2]) * share)

    def middle(self, y: float) -> float:
        """Return the x of the trunk's middle at height ``y``."""
        left, right = self.edges(y)
        return (left + right) / 2


# Height, half width of a slender body, and how much a broad one adds.
TRUNK = (
    (0.85, 0.165, 0.04), (1.34, 0.20, 0.06), (1.52, 0.60, 0.12), (1.68, 0.73, 0.13),
    (2.20, 0.60, 0.10), (2.60, 0.54, 0.09), (3.05, 0.43, 0.13), (3.50, 0.57, 0.05),
    (3.95, 0.66, -0.04), (4.35, 0.62, -0.03),
)  # fmt: skip
PROFILE: tuple[Side, ...] = (
    (0.80, -0.17, 0.15), (1.34, -0.21, 0.19), (1.52, -0.33, 0.24), (1.68, -0.37, 0.29),
    (2.20, -0.38, 0.42), (2.60, -0.34, 0.33), (3.05, -0.28, 0.28), (3.50, -0.38, 0.32),
    (3.95, -0.50, 0.30), (4.35, -0.44, 0.30),
)  # fmt: skip
# Elbow and wrist, from the shoulder's end outwards and from the crown down; where the hand points.
ARMS = {
    "hang": ((0.10, 2.92), (0.12, 3.95), (-0.03, 0.42)),
    "ease": ((0.24, 2.86), (0.24, 3.85), (-0.04, 0.42)),
    "hip": ((0.52, 2.80), (0.02, 3.46), (-0.30, 0.22)),
    "pocket": ((0.30, 2.86), (0.08, 3.74), (-0.16, 0.30)),
    "out": ((0.36, 2.76), (0.62, 3.62), (0.16, 0.36)),
    "wave": ((0.44, 2.48), (0.72, 1.62), (0.05, -0.42)),
}
ELBOW, WRIST = 2, 4
"""Which joints of an arm they are."""
CALM = 4
"""How many of the arms' poses, from the first, are calm."""
# Knee and ankle of the left and of the right leg, outwards from the middle.
STANCES = (
    ((0.27, 0.23), (0.27, 0.23)),
    ((0.38, 0.46), (0.38, 0.46)),
    ((0.22, 0.12), (0.42, 0.44)),
    ((0.42, 0.44), (0.22, 0.12)),
)


def standing(view: View, choose: Random, arms: tuple[str, ...] = tuple(ARMS)) -> Pose:
    """Return how a person stands, at least one arm calm, the other as one of ``arms``.

    The same person keeps the pose from the front and from the back, and walks in profile.
    """
    broad = choose.choice((0.0, 0.1, 0.25, 0.8, 1.0))
    sway = choose.uniform(-0.09, 0.09)
    names = [choose.choice(arms[:CALM]), choose.choice(arms)]
    choose.shuffle(names)
    stance = choose.choice(STANCES)
    if view == "side":
        return _striding(broad)
    if view == "back":
        sway, names, stance = -sway, names[::-1], stance[::-1]
    sides = tuple(
        (y, shift - half - more * broad, shift + half + more * broad)
        for y, half, more in TRUNK
        for shift in (sway * _share(y),)
    )
    end = 0.69 + 0.13 * broad
    limbs = tuple(
        _arm(turn, end, name, 0.15 + 0.025 * broad)
        for turn, name in zip((-1, 1), names, strict=True)
    )
    legs = tuple(
        _leg(turn, sway, knee, ankle) for turn, (knee, ankle) in zip((-1, 1), stance, strict=True)
    )
    return Pose(view, (-sway * 0.5, 0.52), sides, limbs, legs)


def laid_flat(view: View) -> Pose:
    """Return the body that a garment laid flat would fit: straight, arms spread."""
    sides = tuple((y, -half - more, half + more) for y, half, more in TRUNK)
    arms = tuple(
        tuple(
            Joint(turn * (0.70 + 0.98 * t), 1.74 + 2.1 * t, 0.20 - 0.09 * t)
            for t in (0.0, 0.26, 0.55, 0.75, 1.0, 1.15)
        )
        for turn in (-1, 1)
    )
    legs = tuple(_leg(turn, 0.0, 0.40, 0.45) for turn in (-1, 1))
    return Pose(view, (0.0, 0.52), sides, arms, legs)


def _share(y: float) -> float:
    t = min(1.0, max(0.0, (y - 1.6) / 2.3))
    return t * t * (3 - 2 * t)


def _arm(turn: int, end: float, name: str, thick: float) -> Limb:
    (elbow, down), (wrist, low), (reach, drop) = ARMS[name]
    ex, wx = end + elbow, end + wrist
    return (
        Joint(turn * (end - 0.10), 1.66, thick),
        Joint(turn * (end * 0.45 + ex * 0.55), 1.72 + (down - 1.72) * 0.52, thick * 0.92),
        Joint(turn * ex, down, thick * 0.72),
        Joint(turn * (ex * 0.6 + wx * 0.4), down + (low - down) * 0.4, thick * 0.72),
        Joint(turn * wx, low, thick * 0.46),
        Joint(turn * (wx + reach), low + drop, thick * 0.3),
    )


def _leg(turn: int, sway: float, knee: float, ankle: float) -> Limb:
    return (
        Joint(turn * 0.33 + sway, 4.00, 0.32),
        Joint(turn * (0.33 * 0.5 + knee * 0.5) + sway * 0.8, 4.90, 0.275),
        Joint(turn * knee + sway * 0.6, 5.85, 0.185),
        Joint(turn * (knee * 0.6 + ankle * 0.4 + 0.02) + sway * 0.5, 6.40, 0.18),
        Joint(turn * ankle + sway * 0.3, 7.45, 0.09),
        Joint(turn * ankle + sway * 0.3, 7.64, 0.09),
    )


def _striding(broad: float) -> Pose:
    """Return a walk from left to right, as seen from the right."""
    thick = 0.155 + 0.025 * broad
    far = (
        Joint(0.02, 1.72, thick), Joint(0.12, 2.35, thick * 0.9), Joint(0.22, 2.92, thick * 0.72),
        Joint(0.36, 3.35, thick * 0.7), Joint(0.56, 3.82, thick * 0.46), Joint(0.68, 4.18, 0.04),
    )  # fmt: skip
    near = (
        Joint(-0.06, 1.72, thick), Joint(-0.15, 2.35, thick * 0.95),
        Joint(-0.26, 2.92, thick * 0.74), Joint(-0.26, 3.36, thick * 0.72),
        Joint(-0.20, 3.92, thick * 0.46), Joint(-0.12, 4.30, 0.045),
    )  # fmt: skip
    behind = (
        Joint(-0.10, 4.00, 0.36), Joint(-0.08, 4.90, 0.30), Joint(-0.10, 5.85, 0.195),
        Joint(-0.30, 6.38, 0.185), Joint(-0.62, 7.30, 0.092), Joint(-0.66, 7.50, 0.09),
    )  # fmt: skip
    ahead = (
        Joint(-0.08, 4.00, 0.37), Joint(0.10, 4.90, 0.30), Joint(0.28, 5.85, 0.195),
        Joint(0.30, 6.38, 0.185), Joint(0.40, 7.45, 0.092), Joint(0.42, 7.64, 0.09),
    )  # fmt: skip
    return Pose("side", (0.06, 0.52), PROFILE, (far, near), (behind, ahead))
