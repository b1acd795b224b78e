"""The control API of a simulator that is checked: `/_mock`, over HTTP, in another process or ours."""

from typing import Any

import requests

from dressform.checks.errors import Unusable
from dressform.checks.patience import patient_session, within

Json = dict[str, Any]

_TIMEOUT = 60.0


class Steering:
    """Orders to the simulator at an origin, for one vendor. It has `timeout` seconds to obey."""

    def __init__(self, origin: str, slug: str, timeout: float = _TIMEOUT) -> None:
        self.origin = origin
        self.slug = slug
        self.timeout = timeout
        self._session = patient_session()
        self._session.trust_env = False  # a simulator is never behind a proxy

    @classmethod
    def found(cls, origin: str, slug: str, timeout: float = _TIMEOUT) -> "Steering | None":
        """The simulator at that origin; None where there is something else, or another vendor, or
        no answer in time.
        """
        steering = cls(origin, slug, timeout)
        try:
            vendors = list(steering._send("GET", "/_mock/vendors").json()["items"])
        except (requests.RequestException, ValueError, KeyError, TypeError, RecursionError):
            steering.close()
            return None
        if any(isinstance(v, dict) and v.get("slug") == slug for v in vendors):
            steering.timeout = _TIMEOUT
            return steering
        steering.close()
        return None

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def open(self, settings: Json) -> Json:
        """A fresh workspace, as `/_mock` shows it."""
        row: Json = self.order("POST", "", settings)
        return row

    def order(self, method: str, path: str, body: Json | None = None) -> Any:
        """The answer to an order under `/_mock/<vendor>/workspaces`."""
        place = f"/_mock/{self.slug}/workspaces{path}"
        try:
            response = self._send(method, place, body)
        except requests.RequestException as error:
            raise Unusable(f"{self.origin}{place}: {error}") from error
        if response.status_code == 404:
            raise LookupError(f"{method} {place}: {response.text}")
        if not response.ok:
            raise ValueError(f"{method} {place}: {response.status_code} {response.text}")
        return response.json() if response.content else None

    def _send(self, method: str, place: str, body: Json | None = None) -> requests.Response:
        with within(self.timeout):
            return self._session.request(
                method, self.origin + place, json=body, timeout=self.timeout, allow_redirects=False
            )
