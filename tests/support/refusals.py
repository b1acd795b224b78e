"""How a refusal looks, and what it has to leave as it was."""

from collections.abc import Callable
from typing import Any

import requests

from tests.support.pictures import SOUND
from tests.support.serving import Shop

Json = dict[str, Any]

JACKET = {"clothing_item_name": "Jacket", "clothing_item_url": "https://example.com/jacket.jpg"}
MODEL = {"avatar_name": "Ada", "avatar_url": "https://example.com/ada.jpg"}
WORN = {"prompt": "p", "num_images": 1}

_LISTS = ("/clothing-items", "/avatars", "/generations", "/generation-results")
_ROWS = ("ledger", "jobs", "deliveries")


def problem(response: requests.Response, status: int) -> str:
    """The sentence of a refusal that has to be of that status, in FastAPI's shape."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert list(body) == ["detail"]
    assert isinstance(body["detail"], str)
    return str(body["detail"])


def mistakes(response: requests.Response) -> list[tuple[str, str]]:
    """Kind and place of all that a 422 complains of, in pydantic's shape."""
    assert response.status_code == 422, response.text
    assert response.headers["Content-Type"] == "application/json"
    body = response.json()
    assert list(body) == ["detail"]
    for error in body["detail"]:
        assert list(error)[:4] == ["type", "loc", "msg", "input"]
        assert set(error) <= {"type", "loc", "msg", "input", "ctx"}
        assert error["msg"]
    return [(error["type"], "/".join(map(str, error["loc"]))) for error in body["detail"]]


def furnish(shop: Shop) -> None:
    """Put one of everything into an account: a garment, a person, a picture, and a job under way."""
    item = shop.json("POST", "/clothing-item", json=JACKET)["clothing_item_id"]
    shop.json("POST", "/clothing-item", data=JACKET, files={"photo_file": SOUND["png"]})
    avatar = shop.json("POST", "/avatar", json=MODEL)["avatar_id"]
    shop.json("POST", "/generation", json=WORN | {"clothing_item_id": item, "avatar_id": avatar})
    shop.advance(to="idle")
    shop.json("POST", "/generation", json=WORN)


class Witness:
    """Knows what an account holds, and whether that is still so."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._get: Callable[..., requests.Response] = shop.http.get
        self.seen = self._look()

    def check(self) -> None:
        """Nothing has changed since the last look, and the server still answers."""
        before, self.seen = self.seen, self._look()
        assert self.seen == before

    def _look(self) -> Json:
        lists = {path: self._json(self.shop.base_url + path) for path in _LISTS}
        rows = {name: self._json(f"{self.shop.control_url}/{name}") for name in _ROWS}
        return {"workspace": self._json(self.shop.control_url), **lists, **rows}

    def _json(self, url: str) -> Any:
        response = self._get(url, timeout=30)
        assert response.status_code == 200, response.text
        return response.json()
