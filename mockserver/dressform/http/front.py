"""Everything a vendor serves below its mount: operations, media, the document and its page."""

from typing import Any

from aiohttp import web
from yarl import URL

from dressform.http import docs_page
from dressform.http.begun import Answering, given
from dressform.http.deployment import Deployment
from dressform.http.docs_http import asset_response, document_response, page_response
from dressform.http.media import Gallery
from dressform.http.media_cache import MediaCache
from dressform.http.pacing import Pacing
from dressform.http.pipeline import Road, base_url
from dressform.http.sources import SourceReader
from dressform.http.trips import Listener

_READING = frozenset({"GET", "HEAD"})
_PAGES = ("/openapi.json", "/docs")


class Front:
    """One vendor's front door, whichever way a client came to it.

    `base_path` is what the vendor documents after its host name; `hosts` are its real host names,
    by which it can be reached at the root.
    """

    def __init__(
        self,
        deployment: Deployment,
        pacing: Pacing,
        cache: MediaCache,
        sources: SourceReader,
        *,
        strict: bool,
        tell: Listener,
    ) -> None:
        self.deployment = deployment
        self.vendor = deployment.vendor
        self.road = Road(deployment, pacing, sources, strict=strict, tell=tell)
        self.gallery = Gallery(deployment, pacing, cache, tell)
        servers = [URL(server["url"]) for server in deployment.contract.document["servers"]]
        self.base_path = servers[0].path.rstrip("/")
        self._inside = f"{self.base_path}/"
        self._aside = (*_PAGES, *self.gallery.beginnings)
        self.hosts = frozenset(server.host for server in servers if server.host)

    def handle(self, request: web.BaseRequest, mount: str, path: str) -> Answering:
        """Answer a request for `path` below `mount` (`/uwear`, or nothing at the root)."""
        if path.startswith(self._aside) and request.method in _READING:
            if (page := self._page(request, mount, path)) is not None:
                return given(page)
            if (place := self.gallery.place(path)) is not None:
                return self.gallery.answer(request, place)
        inside = path.startswith(self._inside)
        documented = path[len(self.base_path) :] if inside else None
        return self.road.answer(request, documented, base_url(request, mount))

    def base_url(self, origin: str) -> str:
        """The drop-in for the base URL that the vendor documents."""
        return f"{origin}/{self.vendor.slug}{self.base_path}"

    def _page(self, request: web.BaseRequest, mount: str, path: str) -> web.StreamResponse | None:
        if path == "/openapi.json":
            return document_response(self._document(base_url(request, mount)))
        if path == "/docs":
            html = docs_page.page(
                self.vendor.title,
                f"{mount}/openapi.json",
                f"{mount}/docs/assets",
                self.vendor.default_key,
            )
            return page_response(html)
        if path.startswith("/docs/assets/"):
            return asset_response(path.removeprefix("/docs/assets/"))
        return None

    def _document(self, origin: str) -> dict[str, Any]:
        """The contract with this server in the place of the vendor's."""
        server = {"url": f"{origin}{self.base_path}", "description": "The Dressform simulator."}
        return self.deployment.contract.document | {"servers": [server]}
