"""Colours that go together, and the seeded choices among them."""

from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from random import Random

from dressform.media.curves import Colour

PAPER, INK, GOLD = (252, 249, 243, 255), (36, 30, 42, 255), (229, 190, 98, 255)
SKINS = ("f9dcc4", "f1c6a2", "e0ac84", "c98a5e", "a96c43", "84502f", "633c26", "4a2d1f")
HAIRS = (
    "1d1a1f", "2f2320", "4e3226", "7a4a2b", "a8693a", "d3a963",
    "9a3b22", "8f8a88", "e3d6be", "5b4b8a",
)  # fmt: skip
# The cloth, what is printed on it, and what is worn with it.
CLOTHS = (
    "c4553b f2dcc2 2b3a55", "2f4fa2 f4efe6 d8c9a8", "1f6b52 e8dcc0 33302c", "d9a02b fff4d6 2f3e56",
    "e59a98 fff2ea 6d3040", "252b40 d8c9a8 8d8f99", "8d78bd f3e9fb 2f2a45", "7f9975 f5f0dd 4a3b30",
    "b3243b f7e6dd 20242f", "5b9bd0 fdfdf8 1f3a5f", "b98a5a f5e9d8 3a2c24", "6a2c5a f0cfe0 c9a36a",
    "1d7a86 f1e6d2 3b2a3f", "f2eadb b06a4a 5a4a3f", "3d4048 e9c46a b9b4a9", "6b6b35 efe6c8 3d2b24",
    "ee6c4d fff0dc 264b5a", "3f5f87 dfe8f1 ece4d4", "c72c7c ffe3f0 2b1f4a", "7cc4a6 fdfaf0 2a5a55",
)  # fmt: skip
# The wall above and below, the floor, and two colours for the motif.
WALLS = (
    "f6e7d8 efd3bd d9b596 e7a98a c97b63", "dfe9ef c6d8e2 a9bfcb 8fb3c7 f3d9b1",
    "e9e4f2 d3c9e6 b5a8cf a793cf f2c6c0", "e3ecdf c9dabf a9bf9c 8fb08a f0e2b6",
    "fbeee6 f6d5d0 e0b3ae e08f8b f7c59f", "f3efe6 e4dccb c9bca3 c2a878 8fa6a0",
    "d9efec b7dedb 92c1bf 5fa8a8 f6d186", "fdf3d3 f7e0a3 dcc07c f0b65a e9846a",
    "efe6ea d9c3cf b99bab a06f8c e9cfa4", "e8eaf0 cdd2de a8afc0 7f8db0 e6a57e",
    "2c3550 42507a 232a42 5d6fa5 e8b06c", "31463f 4b6a5e 263833 6f9482 dcc389",
    "4a2f3f 6f4560 3b2433 9c6a86 e9b99c", "3a3a42 585862 2c2c33 7c7c88 d8a657",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cloth:
    """The colours of an outfit: the cloth, the print on it, and what is worn with it."""

    base: Colour
    print: Colour
    plain: Colour


@dataclass(frozen=True, slots=True)
class Wall:
    """The colours of a backdrop."""

    above: Colour
    below: Colour
    floor: Colour
    motif: Colour
    second: Colour


def chooser(what: str, seed: int) -> Random:
    """Return the source of every choice about ``what``: the same for the same seed, always."""
    return Random(f"{what}:{seed}")


def cloth(choose: Random) -> Cloth:
    """Choose the colours of an outfit."""
    drift, light = choose.uniform(-0.025, 0.025), choose.uniform(-0.03, 0.03)
    base, second, plain = map(colour, choose.choice(CLOTHS).split())
    return Cloth(shifted(base, drift, light), shifted(second, drift, 0), plain)


def wall(choose: Random) -> Wall:
    """Choose the colours of a backdrop."""
    drift = choose.uniform(-0.02, 0.02)
    return Wall(*(shifted(colour(name), drift, 0) for name in choose.choice(WALLS).split()))


def colour(name: str, opacity: int = 255) -> Colour:
    """Return the colour written as six hexadecimal digits."""
    red, green, blue = bytes.fromhex(name)
    return (red, green, blue, opacity)


def clear(tint: Colour, opacity: int) -> Colour:
    """Return ``tint`` with another opacity, 0 to 255."""
    return (*tint[:3], opacity)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return ``one`` with a ``share`` (0 to 1) of ``other`` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one[:3], other[:3], strict=True))
    return (red, green, blue, one[3])


def darker(tint: Colour, share: float) -> Colour:
    """Return ``tint`` in shadow: mixed with a dark violet rather than with black."""
    return mix(tint, (28, 18, 46, 255), share)


def lighter(tint: Colour, share: float) -> Colour:
    """Return ``tint`` in light."""
    return mix(tint, (255, 250, 240, 255), share)


def shifted(tint: Colour, hue: float, light: float) -> Colour:
    """Return ``tint`` with its hue (turns) and its lightness (0 to 1) moved."""
    h, lightness, s = rgb_to_hls(*(part / 255 for part in tint[:3]))
    rgb = hls_to_rgb((h + hue) % 1.0, min(1.0, max(0.0, lightness + light)), s)
    red, green, blue = (round(part * 255) for part in rgb)
    return (red, green, blue, tint[3])


def ink_on(tint: Colour) -> Colour:
    """Return the colour that reads well on ``tint``."""
    return INK if brightness(tint) > 0.6 else PAPER


def brightness(tint: Colour) -> float:
    """Return how light ``tint`` looks, 0 to 1."""
    return (0.299 * tint[0] + 0.587 * tint[1] + 0.114 * tint[2]) / 255


def seam(stuff: Cloth) -> Colour:
    """Return the colour of a cloth's seams and rims."""
    return darker(stuff.base, 0.3 if brightness(stuff.base) > 0.35 else 0.55)


def soft(colours: Wall, share: float = 0.55) -> Colour:
    """Return the colour of a wall with a ``share`` (0 to 1) of its motif's."""
    return mix(colours.below, colours.motif, share)
