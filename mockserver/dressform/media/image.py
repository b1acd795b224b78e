"""A picture put together: scenery, subject, insets and caption."""

from io import BytesIO

from PIL import Image

from dressform.media import backdrop, caption, figure, insets
from dressform.media.curves import At, Box, Clip, Colour, Disc, Fill, Path, Shape, box
from dressform.media.garments import outfit
from dressform.media.raster import rasterise
from dressform.media.spec import Picture, Scene

SHADOW: Colour = (30, 18, 44, 60)
FULL: Box = (-1.5, -0.62, 1.5, 8.3)
UPPER: Box = (-1.4, -0.75, 1.4, 4.1)
PORTRAIT: Box = (-1.02, -0.85, 1.02, 1.9)
"""What of a figure is seen, in heads."""


def still(picture: Picture) -> bytes:
    """Return ``picture`` in its format."""
    image = compose(picture)
    out = BytesIO()
    match picture.format:
        case "png":
            image.save(out, "PNG", compress_level=1)
        case "jpeg":
            image.save(out, "JPEG", quality=90)
        case "webp":
            image.save(out, "WEBP", quality=88, method=1)
    return out.getvalue()


def compose(picture: Picture) -> Image.Image:
    """Return ``picture`` as pixels."""
    width, height = picture.width, picture.height
    band = caption.lay_out(picture.caption, width, height)
    stage = height - band.height
    tint = accent(picture.scene)
    shapes = (
        *scenery(picture.scene, width, stage),
        At(0, stage, 1.0, caption.background(band, tint)),
    )
    image = rasterise(shapes, width, height)
    insets.paste(image, picture.insets, stage)
    caption.write(image, band, stage, tint)
    return image


def accent(scene: Scene) -> Colour:
    """Return the colour that a picture's caption borrows from its garment."""
    return outfit(scene.garment).fabric.cloth.base


def scenery(scene: Scene, width: float, height: float) -> tuple[Shape, ...]:
    """Return what is seen above the caption, on a stage of ``width`` x ``height`` pixels."""
    match scene.subject:
        case "garment":
            return _flat_lay(scene, width, height)
        case "portrait":
            body = figure.portrait(scene.garment, scene.person, scene.view)
            return (
                *backdrop.halo(scene.backdrop, width, height),
                _framed(body, PORTRAIT, width, height, bottom=1.0),
            )
        case "model":
            return _model(scene, width, height)


def _model(scene: Scene, width: float, height: float) -> tuple[Shape, ...]:
    body = figure.model(scene.garment, scene.person, scene.view)
    room = backdrop.studio(scene.backdrop, width, height)
    if scene.crop == "upper":
        return (*room, _framed(body, UPPER, width, height, bottom=1.0))
    return (*room, _framed((Disc(0.1, 7.97, 1.25, 0.14, SHADOW), *body), FULL, width, height))


def _flat_lay(scene: Scene, width: float, height: float) -> tuple[Shape, ...]:
    garment = figure.flat_lay(scene.garment, scene.view)
    left, top, right, bottom = figure.laid_out(scene.garment)
    around = (left - 0.35, top - 0.4, right + 0.35, bottom + 0.4)
    cover = Fill(box(left - 1, top - 1, right + 1, bottom + 1), SHADOW)
    shadow = At(0.07, 0.09, 1.0, (Clip(_silhouette(garment), (cover,)),))
    return (
        *backdrop.surface(scene.backdrop, width, height),
        _framed((shadow, *garment), around, width, height),
    )


def _silhouette(shapes: tuple[Shape, ...]) -> tuple[Path, ...]:
    paths: list[Path] = []
    for shape in shapes:
        if isinstance(shape, Clip):
            paths += shape.paths
        elif isinstance(shape, Fill):
            paths.append(shape.path)
    return tuple(paths)


def _framed(
    shapes: tuple[Shape, ...], seen: Box, width: float, height: float, *, bottom: float = 0.5
) -> At:
    """Fit the box ``seen`` into the stage, its spare height split above it by ``bottom``."""
    left, top, right, low = seen
    scale = min(width / (right - left), height / (low - top))
    spare = height - scale * (low - top)
    x = width / 2 - scale * (left + right) / 2
    return At(x, spare * bottom - scale * top, scale, shapes)
