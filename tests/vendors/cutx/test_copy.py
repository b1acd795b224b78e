"""Copy: five variants that differ, each fit for its platform, in the format and the tone asked for."""

from itertools import product
from random import Random
from typing import Any

import pytest

from dressform.vendors.cutx import copywriter, phrases
from dressform.vendors.cutx.records import Product
from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.cutx.orders import COPY, PRODUCTS, make

Json = dict[str, Any]

PLATFORMS = ["meta", "tiktok", "google", "linkedin", "pinterest", "universal"]
FORMATS = ["short", "long", "hook", "story"]
TONES = ["professional", "casual", "urgent", "luxe", "playful", "bold"]
TAGGED = {"meta", "tiktok", "linkedin", "pinterest"}

# The longest headline and text that fit, on the platforms that cut what is longer.
MOST = {"google": (30, 180), "universal": (30, 180), "meta": (40, 500), "tiktok": (50, 300)}


def written(platform: str, format: str, tone: str, **more: Any) -> list[Json]:
    thing = Product(
        id="p",
        name=more.pop("name", "Cedar Candle"),
        description=more.pop("description", "Hand-poured soy wax"),
        image_url=None,
        created_at=0,
    )
    settings = {"platform": platform, "format": format, "tone": tone, **more}
    return copywriter.variants(Random(7), thing, settings)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", ["Cedar Candle", "x" * 24, "x" * 200, "x", " ", "{name}", "قميص"])
def test_five_variants_differ_and_fit_their_platform(platform: str, name: str) -> None:
    for kind, tone in product(FORMATS, TONES):
        variants = written(platform, kind, tone, name=name)
        assert len(variants) == 5
        assert len({v["hook"] for v in variants}) == 5
        assert len({v["body"] for v in variants}) == 5
        assert len({v["cta"] for v in variants}) == 5
        hook, body = MOST.get(platform, (100, 600))
        assert max(len(v["hook"]) for v in variants) <= hook
        assert max(len(v["body"]) for v in variants) <= body
        if platform == "google" and kind in {"short", "hook"}:
            assert max(len(v["body"]) for v in variants) <= 90
        assert all(bool(v["hashtags"]) is (platform in TAGGED) for v in variants)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_long_text_is_longer_than_a_short_one_and_a_story_begins_elsewhere(platform: str) -> None:
    for tone in TONES:
        short, long, hook, story = (
            [v["body"] for v in written(platform, kind, tone)] for kind in FORMATS
        )
        assert max(map(len, short)) < min(map(len, long))
        assert any(body.startswith(tuple(short)) for body in long)
        assert not set(short) & set(hook)
        assert all(body.startswith(phrases.SCENES) for body in story)


@pytest.mark.parametrize("format", FORMATS)
def test_each_tone_has_words_of_its_own(format: str) -> None:
    for platform in PLATFORMS:
        hooks = [{v["hook"] for v in written(platform, format, tone)} for tone in TONES]
        assert len(set[str]().union(*hooks)) == 5 * len(TONES)


def test_the_product_is_named_and_what_is_known_of_it_is_told() -> None:
    for platform, tone in product(PLATFORMS, TONES):
        assert all("Cedar Candle" in v["body"] for v in written(platform, "short", tone))
        assert all("Hand-poured soy wax." in v["body"] for v in written(platform, "long", tone))


@pytest.mark.parametrize(
    ("name", "called"),
    [("x" * 24, "X" + "x" * 23), ("x" * 25, "This find"), (" ", "This find"), ("a  b", "A b")],
)
def test_a_name_that_is_too_long_or_blank_is_not_repeated(name: str, called: str) -> None:
    bodies = [v["body"] for v in written("google", "short", "bold", name=name)]
    assert any(body.startswith(called) for body in bodies)
    assert all(called[1:] in body for body in bodies)


def test_no_hashtag_stands_twice_in_whatever_case() -> None:
    for instructions in ("HAUL", "unboxing", "#fyp"):
        for variant in written("tiktok", "short", "bold", customInstructions=instructions):
            tags = [tag.casefold() for tag in variant["hashtags"]]
            assert len(tags) == len(set(tags)) >= 3


def test_no_sentence_breaks_the_bound_that_its_list_promises() -> None:
    name = "x" * copywriter.LONGEST_NAME
    sentences = [*phrases.TEASERS, *phrases.SCENES, *phrases.TURNS, *phrases.PROOFS]
    sentences += [s for tone in phrases.LEADS.values() for s in tone]
    assert max(len(s.replace("{name}", name)) for s in sentences) <= 90


@pytest.mark.parametrize(
    ("instructions", "first"),
    [
        ("Focus on the summer sale", "#SummerSale"),
        ("mention our FREE shipping!", "#FREEShipping"),
        ("ركز على تخفيضات الصيف", "#تخفيضاتالصيف"),
        ("[[fault:latency seconds=0]] winter", "#Winter"),
        ("", "#CedarCandle"),
        ("the and for", "#CedarCandle"),
        ("x" * 500, "#CedarCandle"),
        ("1234 !!", "#CedarCandle"),
    ],
)
def test_hashtags_begin_with_what_the_instructions_are_about(instructions: str, first: str) -> None:
    for variant in written("tiktok", "short", "bold", customInstructions=instructions):
        assert variant["hashtags"][0] == first
        assert 3 <= len(variant["hashtags"]) <= 5
        assert len(variant["hashtags"]) == len(set(variant["hashtags"]))


def test_copy_is_finished_when_it_is_answered_and_costs_one_credit(cutx: Shop) -> None:
    answer = make(cutx, COPY, customInstructions="Focus on the summer sale")
    assert list(answer) == ["jobId", "status", "creditsUsed", "creditsRemaining", "variants"]
    assert (answer["status"], answer["creditsUsed"], answer["creditsRemaining"]) == (
        "completed",
        1,
        999,
    )
    assert [list(v) for v in answer["variants"]] == [["hook", "body", "cta", "hashtags"]] * 5


def test_copy_is_about_the_product_that_was_named(cutx: Shop) -> None:
    made = cutx.call("POST", PRODUCTS, json={"name": "Moon Lamp"}).json()["product"]
    answer = make(cutx, COPY, productId=made["id"])
    assert all("Moon Lamp" in variant["body"] for variant in answer["variants"])


def test_equal_seeds_write_equal_copy(open_workspace: OpenWorkspace) -> None:
    one, same, other = (open_workspace("cutx", seed=seed) for seed in (5, 5, 6))
    texts = [make(shop, COPY)["variants"] for shop in (one, same, other)]
    assert texts[0] == texts[1] != texts[2]
