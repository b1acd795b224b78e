"""A form that is broken, or holds what is no image, is refused at its place and changes nothing."""

import base64
from typing import Any

import pytest

from tests.support.pictures import BROKEN, SOUND
from tests.support.refusals import JACKET, mistakes, problem
from tests.support.serving import Shop

PATH = "/clothing-item"
URL = "https://example.com/a.png"
UNREADABLE = "There was an error parsing the body"


def send(shop: Shop, body: bytes, content_type: str = "multipart/form-data; boundary=B") -> Any:
    return shop.call("POST", PATH, data=body, headers={"Content-Type": content_type})


def part(head: str, body: bytes = b"x") -> bytes:
    """One part with these lines at its head, and its end."""
    lines = "".join(f"{line}\r\n" for line in head.splitlines())
    return b"--B\r\n" + lines.encode("latin-1") + b"\r\n" + body + b"\r\n"


def member(name: str, more: str = "", body: bytes = b"x") -> bytes:
    return part(f'Content-Disposition: form-data; name="{name}"{more}', body)


END = b"--B--\r\n"
GARMENT = member("clothing_item_name") + member("clothing_item_url", body=URL.encode())


def test_a_form_without_fields_lacks_its_members_and_is_no_missing_body(shop: Shop) -> None:
    assert ("missing", "body/clothing_item_name") in mistakes(send(shop, END))


@pytest.mark.parametrize("field", ["photo_file", "back_photo_file", "clothing_item_url"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_file_is_told_by_its_content_whatever_it_says_it_is(
    shop: Shop, field: str, name: str
) -> None:
    data = {"clothing_item_name": "n"} | ({} if field.endswith("url") else JACKET)
    files = {field: ("photo.png", BROKEN[name], "image/png")}
    response = shop.call("POST", PATH, data=data, files=files)
    assert mistakes(response) == [("value_error", f"body/{field}")]
    assert response.json()["detail"][0]["input"] == f"<{len(BROKEN[name])} bytes>"


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize(
    "says", [("a.txt", "text/plain"), ("../../etc/passwd", "image/png"), ("a" * 5_000,)]
)
def test_a_sound_image_is_taken_whatever_it_says_it_is(
    uwear: Shop, name: str, says: tuple[str, ...]
) -> None:
    files = {"photo_file": (says[0], SOUND[name], *says[1:])}
    item = uwear.json("POST", PATH, data={"clothing_item_name": "n"}, files=files)
    hosted = uwear.http.get(item["clothing_item_url"], timeout=10)
    assert hosted.content == SOUND[name]
    assert hosted.headers["Content-Type"] == f"image/{name.split()[0]}"


@pytest.mark.parametrize("name", ["clothing_item_name", "description", "use_image_enhancement"])
def test_a_file_where_text_belongs_is_refused(shop: Shop, name: str) -> None:
    files = {name: ("a.png", SOUND["png"], "image/png")}
    response = shop.call("POST", PATH, data=JACKET, files=files)
    assert mistakes(response) == [("string_type", f"body/{name}")]


@pytest.mark.parametrize("name", ["photo_file", "back_photo_file"])
@pytest.mark.parametrize("text", ["", "x", URL])
def test_text_where_a_file_belongs_is_refused(shop: Shop, name: str, text: str) -> None:
    response = shop.call(
        "POST", PATH, files={k: (None, v) for k, v in (JACKET | {name: text}).items()}
    )
    assert mistakes(response) == [("value_error", f"body/{name}")]


@pytest.mark.parametrize("text", ["maybe", "2", "", "null", "\0", "truee"])
def test_a_choice_in_a_form_has_to_be_one(shop: Shop, text: str) -> None:
    form = {k: (None, v) for k, v in (JACKET | {"use_image_enhancement": text}).items()}
    assert mistakes(shop.call("POST", PATH, files=form)) == [
        ("bool_parsing", "body/use_image_enhancement")
    ]


def test_a_garment_in_a_form_needs_a_name_and_a_picture(shop: Shop) -> None:
    assert mistakes(shop.call("POST", PATH, files={"description": (None, "d")})) == [
        ("missing", "body/clothing_item_name"),
        ("value_error", "body"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n",
        b"no form at all",
        b"\0\xff" * 500,
        b"--C\r\n" + GARMENT + b"--C--\r\n",
        GARMENT.replace(b"\r\n", b"\n") + END,
        GARMENT,
        GARMENT[:-20],
        GARMENT + b"--B\r\nContent-Dis",
        GARMENT + part(""),
        GARMENT + part("X-Other: x"),
        GARMENT + part("Content-Disposition: form-data"),
        GARMENT + part("Content-Disposition: form-data; name*=nonsense''%ff") + END,
        GARMENT + member("a", "; filename*=utf-16''%00%d8.png") + END,
        GARMENT + part('Content-Disposition: form-data; name="a"\nNo colon') + END,
        GARMENT + member("\x1c") + END,
        GARMENT + member("\0") + END,
        GARMENT + member("a", '; filename="\0"') + END,
        GARMENT + member("a" * 100_000) + END,
        GARMENT + member("a", "\n" + "\n".join(f"X-{i}: x" for i in range(300))) + END,
        GARMENT + member("a", "\nContent-Type: text/plain; charset=nonsense") + END,
        GARMENT + member("a", "\nContent-Type: multipart/mixed; boundary=C", b"--C--") + END,
        GARMENT + member("a", "\nContent-Transfer-Encoding: nonsense") + END,
        GARMENT + b"".join(member(f"field{i}") for i in range(1_000)) + END,
        member("_charset_", body=b"nonsense") + GARMENT + END,
        GARMENT + member("description", body=b"\xff") + END,
        GARMENT
        + member("a", "\nContent-Type: text/plain; charset=unicode_escape", b"\\ud800")
        + END,
        GARMENT + member("a", "\nContent-Type: text/plain; charset=hex", b"00") + END,
        GARMENT + member("description", "\nContent-Type: image/png", b"\xff") + END,
        GARMENT + member("description", body="ü".encode("utf-16")) + END,
    ],
)
def test_a_form_that_is_broken_is_unreadable(shop: Shop, body: bytes) -> None:
    assert problem(send(shop, body), 400) == UNREADABLE


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=C",
        f"multipart/form-data; boundary={'B' * 200}",
        "multipart/form-data; charset=utf-8",
    ],
)
def test_a_form_without_its_boundary_is_unreadable(shop: Shop, content_type: str) -> None:
    assert problem(send(shop, GARMENT + END, content_type), 400) == UNREADABLE


@pytest.mark.parametrize(
    "content_type", ["multipart/mixed; boundary=B", "multipart/related", "image/png"]
)
def test_another_kind_of_body_is_no_form(shop: Shop, content_type: str) -> None:
    assert mistakes(send(shop, GARMENT + END, content_type)) == [("model_attributes_type", "body")]


@pytest.mark.parametrize(
    "more",
    [
        member("a" * 50_000),
        member("\xff"),
        b"".join(member(f"field{i}") for i in range(900)),
        member("a", "\nContent-Encoding: gzip", b"not packed"),
        member("ignored", '; filename="\xff.png"', BROKEN["gif"]),
        member("ignored", "; filename*=utf-8''%C3%BC.png", BROKEN["random"]),
        member("ignored", f'; filename="{"a" * 7_000}"'),
        member("description", body=b"first") + member("description", body=b"second"),
    ],
    ids=["long", "latin", "many", "packed", "file", "utf-8", "filename", "twice"],
)
def test_a_form_that_is_only_odd_is_taken(uwear: Shop, more: bytes) -> None:
    response = send(uwear, more + GARMENT + END)
    assert response.status_code == 200, response.text
    assert response.json()["clothing_item_name"] == "x"


@pytest.mark.parametrize(
    ("path", "name", "rest"),
    [
        ("/clothing-item", "clothing_item_url", {"clothing_item_name": "n"}),
        ("/clothing-item", "clothing_item_back_url", JACKET),
        ("/avatar", "avatar_url", {"avatar_name": "n"}),
        ("/generation", "image_url", {"use_case": "edit", "prompt": "p", "num_images": 1}),
    ],
)
def test_a_data_url_has_to_hold_an_image(shop: Shop, path: str, name: str, rest: Any) -> None:
    for data in ("", ",", ";base64,", ";base64,AAAA", ";base64,A", ";base64,*", "gif,x"):
        response = shop.call("POST", path, json=rest | {name: f"data:image/{data}"})
        assert mistakes(response) == [("value_error", f"body/{name}")]
    for broken in ("gif", "svg", "half a png", "png that is a bomb", "text"):
        coded = base64.b64encode(BROKEN[broken]).decode()
        response = shop.call("POST", path, json=rest | {name: f"data:image/png;base64,{coded}"})
        assert mistakes(response) == [("value_error", f"body/{name}")]


@pytest.mark.parametrize(
    "text", ["data:text/plain,x", "DATA:image/png,x", "file:///etc/passwd", "javascript:1"]
)
def test_a_picture_is_at_a_web_address_or_in_a_data_url(shop: Shop, text: str) -> None:
    response = shop.call("POST", PATH, json=JACKET | {"clothing_item_url": text})
    assert mistakes(response) == [("string_pattern_mismatch", "body/clothing_item_url")]
