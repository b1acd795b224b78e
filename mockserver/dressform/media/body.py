"""A body under its clothes: trunk, arms in their sleeves, legs in their shoes; in heads."""

from collections.abc import Iterator
from dataclasses import replace
from math import hypot

from dressform.media.curves import (
    Clip,
    Colour,
    Disc,
    Fill,
    Joint,
    Limb,
    Path,
    Shape,
    bend,
    box,
    folded,
    outline,
    stroke,
)
from dressform.media.garments import Outfit, Shoes
from dressform.media.palette import clear, colour, darker
from dressform.media.person import Looks
from dressform.media.pose import ELBOW, WRIST, Pose
from dressform.media.tailor import sleeve

SHADE = 130
"""The opacity of a shadow on skin."""
SOLE = colour("f4efe6")


def trunk(pose: Pose, who: Looks) -> Iterator[Shape]:
    """Draw the bare trunk and neck."""
    left = tuple((side[1], side[0]) for side in pose.sides)
    right = tuple((side[2], side[0]) for side in pose.sides)
    path = (left, tuple(reversed(right)))
    shade = clear(darker(who.skin, 0.25), SHADE)
    x, y = pose.head
    under_chin = Disc(x + 0.03, y + 0.42, 0.46, 0.31, shade)
    yield Clip((path,), (Fill(path, who.skin), *((under_chin,) if pose.view != "back" else ())))
    if pose.view == "front":
        middle = pose.middle(1.6)
        for turn in (-1, 1):
            bone = (
                (middle + turn * 0.10, 1.60),
                (middle + turn * 0.30, 1.555),
                (middle + turn * 0.50, 1.56),
            )
            yield Fill(stroke(bone, 0.02, 0.8), shade)


def _skin(paths: tuple[Path, ...], limb: Limb, who: Looks) -> Clip:
    shadow = outline(tuple(replace(joint, x=joint.x + joint.w * 1.2) for joint in limb))
    shade = clear(darker(who.skin, 0.25), SHADE)
    return Clip(paths, (*(Fill(path, who.skin) for path in paths), Fill(shadow, shade)))


def arm(pose: Pose, side: int, who: Looks, worn: Outfit) -> Iterator[Shape]:
    """Draw an arm in its sleeves; ``side`` numbers it in the pose."""
    limb = pose.arms[side]
    yield _hand(limb, who)
    bare = bend(limb, 0.0, WRIST / (len(limb) - 1))
    yield _skin(folded(bare, ELBOW), bare, who)
    for cut, fabric in ((worn.partner, worn.partner_fabric), (worn.garment, worn.fabric)):
        if cut.top:
            yield from sleeve(limb, cut.top, fabric)


def _hand(arm: Limb, who: Looks) -> Fill:
    wrist, tip = arm[-2], arm[-1]
    dx, dy = tip.x - wrist.x, tip.y - wrist.y
    sizes = ((-0.06, 0.068), (0.25, 0.095), (0.55, 0.095), (0.85, 0.06), (1.0, 0.02))
    length = 0.42 / hypot(dx, dy)
    return Fill(
        outline(
            tuple(Joint(wrist.x + dx * t * length, wrist.y + dy * t * length, w) for t, w in sizes)
        ),
        who.skin,
    )


def leg(pose: Pose, side: int, who: Looks, worn: Outfit) -> Iterator[Shape]:
    """Draw a leg in its shoe; ``side`` numbers it in the pose."""
    limb = pose.legs[side]
    whole = bend(limb)
    yield _skin((outline(whole),), whole, who)
    tint = darker(worn.fabric.cloth.plain, 0.1)
    if worn.shoes == "boots":
        shaft = (replace(joint, w=joint.w + 0.04) for joint in bend(limb, 0.74, 1.0))
        yield Fill(outline(tuple(shaft)), tint)
    end = limb[-1]
    if pose.view == "side":
        yield from _shoe_aside(end.x, end.y, worn.shoes, tint)
    else:
        yield from _shoe_ahead(end.x, end.y, worn.shoes, tint, end.x - pose.middle(4.0))


def _shoe_aside(x: float, y: float, shoes: Shoes, tint: Colour) -> Iterator[Shape]:
    low = y if shoes == "pumps" else y - 0.08
    heel = ((x - 0.15, low), (x - 0.17, y + 0.20), (x - 0.13, y + 0.34))
    toe = ((x + 0.50, y + 0.34), (x + 0.47, y + 0.22), (x + 0.24, y + 0.14), (x + 0.11, low))
    yield Fill((heel, (heel[-1], toe[0]), toe), tint)
    if shoes != "pumps":
        sole = SOLE if shoes == "sneakers" else darker(tint, 0.4)
        yield Fill(box(x - 0.16, y + 0.30, x + 0.50, y + 0.36), sole)


def _shoe_ahead(x: float, y: float, shoes: Shoes, tint: Colour, side: float) -> Iterator[Shape]:
    out = 0.05 if side > 0 else -0.05
    wide, top = (0.15, y + 0.08) if shoes == "pumps" else (0.18, y - 0.08)
    shoe = (
        (x - 0.10, top), (x - wide + out * 0.6, y + 0.22), (x - wide * 0.7 + out, y + 0.36),
        (x + wide * 0.7 + out, y + 0.36), (x + wide + out * 0.6, y + 0.22), (x + 0.10, top),
    )  # fmt: skip
    yield Fill((shoe,), tint)
    if shoes == "sneakers":
        yield Fill(box(x - wide * 0.9 + out, y + 0.30, x + wide * 0.9 + out, y + 0.37), SOLE)
        yield Fill(stroke(((x - 0.06, y + 0.08), (x + 0.06, y + 0.14)), 0.025), SOLE)
