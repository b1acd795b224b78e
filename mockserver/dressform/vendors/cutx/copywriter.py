"""Five ways to advertise a product, from the workspace's randomness.

Source: cutx.txt, POST /api/generate/copy. Lengths and the number of hashtags are inferred: those
that the platforms' own ad guides recommend.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from dressform.vendors.cutx import phrases
from dressform.vendors.cutx.records import Product

Json = dict[str, Any]

VARIANTS = 5

LONGEST_NAME = 24
"""In characters: a longer name is not repeated, as no headline would hold it."""


@dataclass(frozen=True)
class Platform:
    """Characters that a hook may have, and a body that tells little or much; how many hashtags."""

    hook: int
    brief: int
    full: int
    hashtags: tuple[int, int] = (0, 0)


PLATFORMS = {
    "meta": Platform(40, 125, 500, (2, 3)),
    "tiktok": Platform(50, 100, 300, (3, 5)),
    "google": Platform(30, 90, 180),
    "linkedin": Platform(70, 150, 600, (2, 3)),
    "pinterest": Platform(100, 200, 500, (3, 5)),
    "universal": Platform(30, 90, 180),
}

_TAG = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGEST_HASHTAG = 30


def variants(random: Random, product: Product, settings: Json) -> list[Json]:
    """Five variants, no two with an equal hook or body."""
    platform, tone = settings["platform"], settings["tone"]
    bounds = PLATFORMS[platform]
    name = _short_name(product)
    hooks = [h for h in _naming(phrases.HOOKS[tone], name) if len(h) <= bounds.hook]
    ctas = random.sample(phrases.CTAS[tone], VARIANTS)
    own = [*_themes(settings.get("customInstructions", "")), *_hashtag(name)]
    return [
        {"hook": hook, "body": body, "cta": cta, "hashtags": _hashtags(random, platform, own)}
        for hook, body, cta in zip(
            random.sample(hooks, VARIANTS),
            _bodies(random, product, name, settings),
            ctas,
            strict=True,
        )
    ]


def _bodies(random: Random, product: Product, name: str, settings: Json) -> list[str]:
    """Texts that each begin in their own way."""
    tone, bounds = settings["tone"], PLATFORMS[settings["platform"]]

    def some(sentences: Sequence[str]) -> list[str]:
        return random.sample(list(_naming(sentences, name)), VARIANTS)

    match settings["format"]:
        case "short":
            return some(phrases.LEADS[tone])
        case "hook":
            return some(phrases.TEASERS)
        case "long":
            rows = zip(some(phrases.LEADS[tone]), some(phrases.PROOFS), strict=True)
            facts = [_sentence(product.description or "")]
            texts = [[lead, *facts, proof] for lead, proof in rows]
        case _:
            rows = zip(some(phrases.SCENES), some(phrases.TURNS), strict=True)
            leads = list(_naming(phrases.LEADS[tone], "it"))
            texts = [[*row, random.choice(leads)] for row in rows]
    closers = phrases.CLOSERS[tone]
    return [_fitted([*text, random.choice(closers)], bounds.full) for text in texts]


def _fitted(sentences: Iterable[str], bound: int) -> str:
    """Those sentences that find room, in their order."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        text = longer if len(longer) <= bound else text
    return text


def _naming(sentences: Iterable[str], name: str) -> Iterable[str]:
    for sentence in sentences:
        text = sentence.replace("{name}", name)
        yield text[0].upper() + text[1:]


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text[-1] in ".!?" else f"{text}."


def _short_name(product: Product) -> str:
    name = " ".join(product.name.split())
    return name if 0 < len(name) <= LONGEST_NAME else "this find"


def _hashtags(random: Random, platform: str, own: Sequence[str]) -> list[str]:
    """The product's own and some of the platform's, as many as are usual there."""
    count = random.randint(*PLATFORMS[platform].hashtags)
    if not count:
        return []
    usual = phrases.HASHTAGS[platform]
    hashtags: dict[str, str] = {}
    for hashtag in (*own, *random.sample(usual, len(usual))):
        hashtags.setdefault(hashtag.casefold(), hashtag)  # no platform tells their cases apart
    return list(hashtags.values())[:count]


def _themes(instructions: str) -> list[str]:
    """What the instructions end on: "Focus on the summer sale" is about #SummerSale."""
    words = [
        word
        for word in _WORD.findall(_TAG.sub(" ", instructions))
        if word.lower() not in phrases.STOP_WORDS
    ]
    return _hashtag(" ".join(words[-2:]))


def _hashtag(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text)
    hashtag = "#" + "".join(word[0].upper() + word[1:] for word in words)
    return [hashtag] if 1 < len(hashtag) <= _LONGEST_HASHTAG else []
