"""Short ways to ask for a picture and to look at one."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from dressform.media import Caption, Picture, Scene, render

PROMPT = "Studio shot of a model who walks along a sunlit colonnade, soft shadows, 85 mm"


def _picture(width: int = 320, height: int = 320, **changes: object) -> Picture:
    scene = {"subject": "model", "garment": 1, "person": 2, "backdrop": 3}
    words = {
        "title": "Uwear · nano-banana-2 · generate",
        "prompt": PROMPT,
        "facts": (("generation", "789"), ("result", "1567"), ("size", f"{width} x {height}")),
    }
    rest = {"format": "png"}
    for name, value in changes.items():
        for group in (scene, words, rest):
            if name in group or (group is scene and name in ("view", "crop")):
                group[name] = value
                break
        else:
            rest[name] = value
    return Picture(width, height, scene=Scene(**scene), caption=Caption(**words), **rest)


@pytest.fixture(scope="session")
def picture() -> Callable[..., Picture]:
    """Make a picture's description; any field of it, its scene and its caption can be given."""
    return _picture


@pytest.fixture(scope="session")
def seen() -> Callable[[Picture], Image.Image]:
    """Render a picture and decode it."""

    def look(spec: Picture) -> Image.Image:
        image = Image.open(BytesIO(render(spec)))
        image.load()
        return image

    return look
