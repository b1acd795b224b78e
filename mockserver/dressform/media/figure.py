"""The subjects of a scene: a model, a portrait, a garment laid flat; in heads, the soles at y = 8."""

from collections.abc import Iterator
from dataclasses import replace

from dressform.media.body import arm, leg, trunk
from dressform.media.curves import At, Box, Fill, Shape, box, loop
from dressform.media.garments import LONG, WAIST, Outfit, Skirt, Top, Trousers, outfit
from dressform.media.head import hair_behind, head
from dressform.media.palette import chooser, colour, darker
from dressform.media.person import Looks, looks
from dressform.media.pose import Pose, View, laid_flat, standing
from dressform.media.tailor import NECKS, skirt, sleeve, top, trousers
from dressform.media.trim import belt


def model(garment: int, person: int, view: View) -> tuple[Shape, ...]:
    """Return a person who wears a garment."""
    worn = outfit(garment)
    choose = chooser("person", person)
    who = looks(choose)
    return _wearer(worn, who, standing(view, choose))


def portrait(garment: int, person: int, view: View) -> tuple[Shape, ...]:
    """Return the same person with both arms down."""
    choose = chooser("person", person)
    who = looks(choose)
    return _wearer(outfit(garment), who, standing(view, choose, ("hang", "ease")))


def _wearer(worn: Outfit, who: Looks, pose: Pose) -> tuple[Shape, ...]:
    view = pose.view
    far = (0,) if view == "side" else ()
    near = (1,) if view == "side" else (0, 1)
    return (
        At(*pose.head, 1.0, hair_behind(who, view)),
        *(shape for side in far for shape in arm(pose, side, who, worn)),
        *(shape for side in (0, 1) for shape in leg(pose, side, who, worn)),
        *trunk(pose, who),
        *_dressed(pose, worn),
        *(shape for side in near for shape in arm(pose, side, who, worn)),
        At(*pose.head, 1.0, head(who, view)),
    )


def flat_lay(garment: int, view: View) -> tuple[Shape, ...]:
    """Return a garment laid flat, where the body that it fits would be."""
    shown = outfit(garment)
    pose = laid_flat("back" if view == "back" else "front")
    fabric = shown.fabric
    shapes: list[Shape] = []
    if shown.garment.top:
        for limb in pose.arms:
            shapes += sleeve(limb, shown.garment.top, fabric)
        if view != "back":
            shapes += _inside(shown.garment.top, darker(fabric.cloth.base, 0.5))
    alone = replace(shown, partner=replace(shown.partner, top=None, bottom=None))
    return (*shapes, *_dressed(pose, alone))


def laid_out(garment: int) -> Box:
    """Return the box that a garment laid flat fills."""
    cut = outfit(garment).garment
    wide = 1.0 if cut.top and cut.top.sleeve < LONG else 0.85
    if cut.top and cut.top.sleeve:
        wide = 1.95 if cut.top.sleeve == LONG else 1.35
    low = cut.top.hem if cut.top else WAIST
    match cut.bottom:
        case Skirt(hem, flare):
            wide, low = max(wide, 0.75 + flare), hem
        case Trousers():
            low = 7.3
    return (-wide, 1.1 if cut.top else 2.9, wide, low + 0.15)


def _inside(piece: Top, tint: tuple[int, int, int, int]) -> Iterator[Shape]:
    """Show the back of a garment's inside, and its label, through the neckline."""
    if piece.neckline in ("straps", "roll"):
        return
    y = NECKS[piece.neckline][0]
    yield Fill(
        loop((-0.24, y), (0.0, y + 0.05), (0.24, y), (0.34, y + 0.2), (0.0, 2.9), (-0.34, y + 0.2)),
        tint,
    )
    yield Fill(box(-0.10, y + 0.07, 0.10, y + 0.15), colour("f6f1e7"))


def _dressed(pose: Pose, worn: Outfit) -> Iterator[Shape]:
    layers = (
        (worn.partner.top, worn.partner_fabric),
        (worn.partner.bottom, worn.partner_fabric),
        (worn.garment.bottom, worn.fabric),
        (worn.garment.top, worn.fabric),
    )
    for piece, fabric in layers:
        match piece:
            case Top():
                yield from top(pose, piece, fabric)
            case Skirt():
                yield from skirt(pose, piece, fabric)
            case Trousers():
                yield from trousers(pose, piece, fabric)
    if worn.garment.belt:
        yield from belt(pose, worn.fabric.cloth)
