"""Generations: tools, their types, what each needs, and the pictures that come of it."""

import io
import re
from typing import Any

import pytest
import requests
from PIL import Image

from dressform.contract import load
from dressform.vendors.nextry.catalogue import TOOLS, TYPES_BY_ID
from tests.support.pictures import SOUND, picture
from tests.support.refusals import mistakes, problem
from tests.support.serving import OpenWorkspace, Shop
from tests.vendors.nextry.client import BOTH, CLOTHES, GENERATE, PERSON, finished, generate, read

SWAPS = ("fashion_swap", "fashion_swap_half")
FASHION = ("lego_clothes", "mamasfit", "lengerie", "fashion_card")
REST = ("furniture", "fabric", "default")
TYPES = "/generation/generationTypes"


def opened(shop: Shop, path: str) -> Image.Image:
    response = requests.get(f"{shop.base_url}/{path.lstrip('/')}", timeout=20)
    assert response.status_code == 200, response.text
    found = Image.open(io.BytesIO(response.content))
    assert response.headers["Content-Type"] == f"image/{str(found.format).lower()}"
    found.load()
    return found


def test_the_tools_of_the_contract_are_those_of_the_list(nextry: Shop) -> None:
    listed = [row["tool"] for row in nextry.json("GET", "/generation/tools")]
    assert load("nextry").components["schemas"]["Tool"]["enum"] == listed
    assert [*FASHION, *SWAPS, *REST] == listed


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_has_types_with_pictures_that_are_there(nextry: Shop, tool: str) -> None:
    types = nextry.json("GET", TYPES, params={"tool": tool})
    assert types == nextry.json("GET", TYPES, params={"tool": tool})
    for row in types:
        assert TYPES_BY_ID[row["id"]].title == row["title"]
    assert opened(nextry, types[0]["brand_url"]).size == (192, 192)
    assert opened(nextry, types[0]["preview_url"]).size == (384, 512)


def test_an_id_belongs_to_one_type_and_is_the_same_in_every_account(
    nextry: Shop, open_workspace: OpenWorkspace
) -> None:
    def ids(shop: Shop) -> list[str]:
        lists = [shop.json("GET", TYPES, params={"tool": tool}) for tool in TOOLS]
        return [row["id"] for rows in lists for row in rows]

    assert ids(nextry) == ids(open_workspace("nextry", seed=9))
    assert len(ids(nextry)) == len(set(ids(nextry))) == len(TYPES_BY_ID)


@pytest.mark.parametrize("query", [{}, {"tool": "sewing"}, {"tool": ""}, {"tool": "FABRIC"}])
def test_types_are_those_of_a_known_tool(nextry: Shop, query: dict[str, str]) -> None:
    kind = "literal_error" if query else "missing"
    response = nextry.call("GET", TYPES, params=query)
    assert mistakes(response) == [(kind, "query/tool")]
    assert response.json()["detail"][0]["input"] == query.get("tool")


@pytest.mark.parametrize(
    ("tool", "files", "lacks"),
    [
        *((tool, ("clothes",), ["person"]) for tool in SWAPS),
        *((tool, ("person",), ["clothes"]) for tool in SWAPS),
        *((tool, ("image",), ["clothes", "person"]) for tool in SWAPS),
        *((tool, ("person", "image"), ["clothes"]) for tool in FASHION),
    ],
)
def test_a_missing_file_is_named(
    nextry: Shop, tool: str, files: tuple[str, ...], lacks: list[str]
) -> None:
    sent = dict.fromkeys(files, SOUND["png"])
    response = nextry.call("POST", GENERATE, data={"tool": tool}, files=sent)
    assert mistakes(response) == [("missing", f"body/{name}") for name in lacks]
    assert [error["input"] for error in response.json()["detail"]] == [None] * len(lacks)


@pytest.mark.parametrize(
    ("tool", "files"),
    [
        *((tool, ("clothes", "person")) for tool in SWAPS),
        *((tool, ("clothes",)) for tool in FASHION),
        *((tool, (name,)) for tool in REST for name in ("clothes", "person", "image")),
        ("default", ("clothes", "person", "image")),
    ],
)
def test_a_tool_is_content_with_the_files_that_it_needs(
    nextry: Shop, tool: str, files: tuple[str, ...]
) -> None:
    item = finished(nextry, tool=tool, files=dict.fromkeys(files, SOUND["webp"]))
    assert (item["generation_type"], item["status"]) == (tool, "complete")


@pytest.mark.parametrize("tool", REST)
def test_the_other_tools_need_one_file_at_least(nextry: Shop, tool: str) -> None:
    response = nextry.call("POST", GENERATE, data={"tool": tool}, files={"sofa": SOUND["png"]})
    assert mistakes(response) == [("value_error", "body")]
    words = "Value error, Upload a file: image, clothes or person"
    assert response.json()["detail"][0]["msg"] == words


def test_the_answer_says_where_the_files_will_lie_and_they_lie_there_once_it_is_done(
    nextry: Shop,
) -> None:
    queued = generate(nextry)
    assert re.fullmatch(r"[0-9a-f]{24}", queued["history_item_id"])
    paths = queued["preview_image"], queued["stock_image"]
    for path, ending in zip(paths, ("webp", "png"), strict=True):
        assert re.fullmatch(rf"image/generation_result/\w+\.{ending}", path)
        assert problem(nextry.call("GET", f"/{path}"), 404) == "File not found"

    nextry.advance(to="idle")

    item = read(nextry, queued["history_item_id"])
    assert (item["preview_url"], item["stock_url"]) == tuple(f"/{path}" for path in paths)
    small, large = (opened(nextry, path) for path in paths)
    assert (small.format, large.format) == ("WEBP", "PNG")
    assert (large.width, large.height) == (3 * small.width, 3 * small.height)


@pytest.mark.parametrize(
    ("person", "size"),
    [
        ((600, 900), (1032, 1536)),
        ((900, 600), (1536, 1032)),
        ((512, 512), (1536, 1536)),
        ((10, 4000), (768, 1536)),
        ((4000, 10), (1536, 768)),
        ((1, 1), (1536, 1536)),
    ],
)
def test_a_result_has_the_shape_of_the_person_s_picture(
    nextry: Shop, person: tuple[int, int], size: tuple[int, int]
) -> None:
    item = finished(nextry, files={"clothes": CLOTHES, "person": picture("PNG", person)})
    assert opened(nextry, item["stock_url"]).size == size


def test_the_garment_and_the_person_that_were_uploaded_are_seen_in_the_result(
    nextry: Shop,
) -> None:
    pink, green = (255, 0, 160), (0, 200, 40)
    files = {"clothes": _plain(pink), "person": _plain(green)}
    item = finished(nextry, files=files)
    for path in (item["stock_url"], item["preview_url"]):
        result = opened(nextry, path).convert("RGB")
        corner = result.crop((0, 0, result.width // 3, result.height // 2))
        for colour in (pink, green):
            assert _seen(corner, colour) > corner.width * corner.height / 60


def test_the_same_garment_looks_the_same_on_everybody(nextry: Shop) -> None:
    def garment_and_person(**request: Any) -> tuple[int, int]:
        generate(nextry, **request)
        nextry.advance(to="idle")
        server = nextry.server.fronts["nextry"].deployment
        workspace = server.tenants[nextry.facts["id"]].workspace
        asset = list(workspace.assets.values())[-1]
        return asset.garment, asset.person

    ada = garment_and_person()
    assert ada == garment_and_person()
    bea = garment_and_person(files={"clothes": CLOTHES, "person": picture("PNG", (50, 80))})
    assert (ada[0] == bea[0], ada[1] == bea[1]) == (True, False)
    coat = garment_and_person(files={"clothes": picture("PNG", (9, 9)), "person": PERSON})
    assert (ada[0] == coat[0], ada[1] == coat[1]) == (False, True)
    sofas = [garment_and_person(tool="furniture", files={"image": CLOTHES}) for _ in "ab"]
    assert sofas[0][0] == sofas[1][0] == ada[0]


def test_a_type_can_be_asked_for_by_its_id(nextry: Shop) -> None:
    types = nextry.json("GET", TYPES, params={"tool": "fashion_swap"})
    slugs = [finished(nextry, generation_type=row["id"])["generation_type"] for row in types]
    assert slugs[0] == finished(nextry)["generation_type"] == "fashion_swap"
    assert len(set(slugs)) == len(types) > 1
    assert finished(nextry, generation_type=types[1]["id"].upper())["generation_type"] == slugs[1]


def test_a_type_of_another_tool_is_not_found_and_nothing_is_made(nextry: Shop) -> None:
    (other, *_) = nextry.json("GET", TYPES, params={"tool": "fabric"})
    for wanted in (other["id"], "00000000-0000-4000-8000-000000000000"):
        data = {"tool": "fashion_swap", "generation_type": wanted}
        response = nextry.call("POST", GENERATE, data=data, files=BOTH)
        assert problem(response, 404) == "Generation type not found"
    assert nextry.state() == {"ledger": [], "jobs": [], "deliveries": []}


@pytest.mark.parametrize(
    ("method", "path", "moved"),
    [
        ("POST", "/generation/generate_image_v2", "/generation/generate_image_v2/"),
        ("GET", "/generation/tools/", "/generation/tools"),
        ("GET", f"{TYPES}/?tool=fabric", f"{TYPES}?tool=fabric"),
        ("GET", "/user/generation-history/?page=2&limit=1", "/user/generation-history?page=2&limit=1"),
    ],
)  # fmt: skip
def test_a_path_with_the_wrong_end_redirects(
    nextry: Shop, method: str, path: str, moved: str
) -> None:
    response = nextry.call(method, path, allow_redirects=False)
    assert (response.status_code, response.headers["Location"]) == (307, nextry.base_url + moved)


def test_a_client_that_forgot_the_slash_is_led_to_its_generation(nextry: Shop) -> None:
    path = GENERATE.rstrip("/")
    assert nextry.json("POST", path, data={"tool": "fashion_swap"}, files=BOTH)["history_item_id"]
    assert len(nextry.control("GET", "jobs")["items"]) == 1


def test_the_same_seed_and_the_same_calls_make_the_same_world(
    open_workspace: OpenWorkspace,
) -> None:
    def world(seed: int) -> tuple[str, bytes, list[str]]:
        clock = {"mode": "manual", "now": "2026-03-09T10:00:00Z"}
        shop = open_workspace("nextry", seed=seed, clock=clock)
        queued = generate(shop, tool="fashion_card", files={"clothes": CLOTHES})
        fired = [row["at"] for row in shop.advance(to="idle")]
        item = read(shop, queued["history_item_id"])
        text = str(item).replace(f"/{shop.facts['id']}_", "/")
        return text, opened(shop, item["preview_url"]).tobytes(), fired

    assert world(7) == world(7)
    assert all(mine != theirs for mine, theirs in zip(world(7), world(8), strict=True))


def _plain(colour: tuple[int, int, int]) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(file, "PNG")
    return file.getvalue()


def _seen(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels have about that colour."""
    return sum(
        count
        for count, found in image.getcolors(image.width * image.height) or []
        if isinstance(found, tuple)
        and all(abs(a - b) < 24 for a, b in zip(found, colour, strict=True))
    )
