"""Pixels: exactly the ratio that was asked for, doubled from 1K to 2K to 4K, upscales larger."""

import pytest

from dressform.vendors.uwear import sizes
from dressform.vendors.uwear.catalogue import IMAGE_RATIOS, VIDEO_RATIOS


@pytest.mark.parametrize("ratio", IMAGE_RATIOS)
def test_an_image_has_its_ratio_exactly_and_at_most_its_megapixels(ratio: str) -> None:
    across, down = map(int, ratio.split(":"))
    width, height = sizes.image("1K", ratio)
    assert width * down == height * across
    assert 0.85 * 1024**2 < width * height <= 1024**2
    assert sizes.image("2K", ratio) == (2 * width, 2 * height)
    assert sizes.image("4K", ratio) == (4 * width, 4 * height)


def test_sizes_that_are_named_in_pixels_are_meant_so() -> None:
    assert sizes.image("768X1024", "1:1") == (768, 1024)
    assert sizes.image("1024X1280", "1:1") == (1024, 1280)


@pytest.mark.parametrize("ratio", [r for r in VIDEO_RATIOS if r != "auto"])
def test_a_video_has_720_lines_on_its_shorter_side_and_even_sides(ratio: str) -> None:
    width, height = sizes.video(ratio)
    assert min(width, height) == 720
    assert width % 2 == height % 2 == 0


@pytest.mark.parametrize(
    ("source", "factor", "target", "expected"),
    [
        ((720, 1280), 2, "2160p", (1440, 2560)),
        ((720, 1280), 4, None, (2880, 5120)),
        ((720, 1280), None, "1080p", (1080, 1920)),
        ((1512, 2688), None, "720p", (1512, 2688)),
        ((4096, 4096), 4, None, (8192, 8192)),
        ((8192, 8192), 2, None, (8192, 8192)),
        ((1024, 1024), None, None, (2048, 2048)),
    ],
)
def test_an_upscale_is_its_factor_larger_within_the_bound(
    source: sizes.Size, factor: int | None, target: str | None, expected: sizes.Size
) -> None:
    assert sizes.upscaled(source, factor, target) == expected


def test_the_closest_ratio_is_found() -> None:
    assert sizes.closest((720, 1280), VIDEO_RATIOS) == "9:16"
    assert sizes.closest((1000, 1010), IMAGE_RATIOS) == "1:1"
