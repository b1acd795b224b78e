"""Serves the bytes behind result URLs: drawn when first asked for."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import HttpVersion11

from dressform.contract.paths import PathTable
from dressform.engine.assets import Asset
from dressform.engine.errors import NotFound, Refused
from dressform.engine.workspace import Workspace
from dressform.http.deployment import Deployment, Tenant
from dressform.http.media_cache import MediaCache, Spec, etag, facts
from dressform.http.misbehaviour import (
    Dropped,
    Struck,
    at_stage,
    drops_afterwards,
    spoil,
    strike,
)
from dressform.http.pacing import Pacing
from dressform.http.pipeline import failure
from dressform.http.responses import Ready, problem, settle_connection, to_response
from dressform.http.trips import Listener, Trip
from dressform.media import Caption, Clip, MissingVideoSupport, Picture, Scene

MEDIA = "media"
"""The name of downloads, where an operation's would stand."""

_TYPES = {f: f"image/{f}" for f in ("png", "jpeg", "webp")} | {"mp4": "video/mp4"}
_PARTICULAR = (
    "Range",
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "If-Unmodified-Since",
)
"""Headers of a request that may be answered with less than the file."""
_ONE_RANGE = re.compile(r"bytes=(\d+-\d*|-0*[1-9]\d*)", re.ASCII)

Place = Mapping[str, str]
"""A workspace, a token and a format, by these names."""


class Download(web.FileResponse):
    """A file of the cache, held there until it has been sent. HEAD, Range, ETag are aiohttp's.

    `sent` is called with the status when it goes out.
    """

    def __init__(self, cache: MediaCache, spec: Spec, path: Path, content_type: str) -> None:
        super().__init__(path, headers={"Content-Type": content_type})
        self.path = path
        self.sent: Callable[[int], None] | None = None
        self._cache = cache
        self._spec = spec

    def release(self) -> None:
        """Let go of the file without sending it."""
        self._cache.release(self._spec)

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Send it all."""
        try:
            return await super().prepare(self._sensible(request))
        finally:
            self.release()
            self._tell()

    async def _start(self, request: web.BaseRequest) -> AbstractStreamWriter:
        self._tell()  # its status is settled, and the client has nothing of it yet
        return await super()._start(request)

    def _tell(self) -> None:
        """Say that it is being sent, once."""
        sent, self.sent = self.sent, None
        if sent is not None:
            sent(self.status)

    def _sensible(self, request: web.BaseRequest) -> web.BaseRequest:
        """The request, without a range that RFC 9110 wants ignored: in other units, several, or of
        another version than ours.
        """
        wanted = request.headers.get("Range")
        if wanted is None:
            return request
        version = request.headers.get("If-Range", "")
        if _ONE_RANGE.fullmatch(wanted) and ('"' not in version or version == etag(self.path)):
            return request
        headers = request.headers.copy()
        del headers["Range"]
        return request.clone(headers=headers)


def _is_plain(request: web.BaseRequest) -> bool:
    """Whether it wants all of the file, whatever it has of it already."""
    if request.method != "GET" or request.version != HttpVersion11 or not request.content.is_eof():
        return False
    headers = request.headers
    return not any(name in headers for name in _PARTICULAR)


class Gallery:
    """The media of one vendor, at the path templates that it declares."""

    def __init__(
        self, deployment: Deployment, pacing: Pacing, cache: MediaCache, tell: Listener
    ) -> None:
        self.deployment = deployment
        self.pacing = pacing
        self.cache = cache
        self.tell = tell
        self.paths: PathTable[str] = PathTable()
        for folder, template in deployment.vendor.media.items():
            self.paths.add("GET", template, folder)
        templates = deployment.vendor.media.values()
        self.beginnings = tuple(template.partition("{")[0] for template in templates)

    def place(self, path: str) -> Place | None:
        """What the path says of a file; None if it is not one of media at all."""
        found = self.paths.match(path)
        return None if found is None else found[1]

    async def answer(self, request: web.BaseRequest, place: Place) -> web.StreamResponse:
        """The bytes that lie at the place, or why there are none."""
        trip = Trip(request)
        try:
            response = await self._response(trip, place)
        except Refused as refused:
            trip.refuse(refused)
            response = to_response(self.deployment.vendor.refusals[type(refused)](refused))
        except Struck as struck:
            trip.decided = str(struck)
            response = to_response(struck.answer) if struck.answer else Dropped()
        if isinstance(response, Download):
            response.sent = partial(self._end, trip)
        else:
            if isinstance(response, Ready):
                settle_connection(request, response)
            self._end(trip, None if isinstance(response, Dropped) else response.status)
        return response

    async def _response(self, trip: Trip, place: Place) -> web.StreamResponse:
        trip.tenant, asset = self._find(place)
        trip.operation = MEDIA
        workspace = trip.tenant.workspace
        self.pacing.catch_up(workspace)
        trip.before = workspace.ledger.balance
        trip.faults = workspace.faults.take("request", MEDIA, workspace.now, workspace.seed)
        if trip.faults:
            await strike(trip.faults, workspace, self.deployment.vendor)
            self.pacing.catch_up(workspace)
        if asset.expired(workspace.now):
            trip.reason, trip.decided = "Expired", "refused: the URL has expired"
            return to_response(self.deployment.vendor.expired(asset))
        trip.decided = f"{asset.kind} {asset.width} x {asset.height}, {asset.format}"
        whole = not workspace.faults and _is_plain(trip.request)
        return self._spoilt(trip, await self._serve(workspace, asset, whole=whole))

    def _spoilt(self, trip: Trip, response: web.StreamResponse) -> web.StreamResponse:
        """A download, as faults leave it: all of it, since a server may ignore what range is wanted."""
        assert trip.tenant is not None
        workspace = trip.tenant.workspace
        if not isinstance(response, Download):
            return response
        if trip.request.method != "HEAD":
            trip.faults += workspace.faults.take("answer", MEDIA, workspace.now, workspace.seed)
        spoilers, dropped = at_stage(trip.faults, "answer"), drops_afterwards(trip.faults)
        if not spoilers and not dropped:
            return response
        body, headers = response.path.read_bytes(), {**response.headers, **facts(response.path)}
        response.release()
        return Dropped() if dropped else spoil(spoilers, 200, headers, body)[0]

    def _find(self, place: Place) -> tuple[Tenant, Asset]:
        tenant = self.deployment.tenants.get(place["workspace"])
        asset = tenant.workspace.assets.get(place["token"]) if tenant else None
        if tenant is None or asset is None or asset.format != place["format"]:
            raise NotFound("File", place["token"])
        if asset.upload is not None and tenant.workspace.uploads.get(asset.upload) is None:
            raise NotFound("File", place["token"])
        return tenant, asset

    async def _serve(
        self, workspace: Workspace, asset: Asset, *, whole: bool
    ) -> web.StreamResponse:
        kind = _TYPES[asset.format]
        try:
            spec = self._spec(workspace, asset)
            if whole and (near := self.cache.near(spec)) is not None:
                return Ready(200, {"Content-Type": kind, **near.facts}, near.data)
            path = await self.cache.hold(spec)
        except MissingVideoSupport as missing:
            return to_response(problem(501, "Video is not installed", str(missing)))
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            return to_response(failure(error))
        return Download(self.cache, spec, path, kind)

    def _end(self, trip: Trip, status: int | None) -> None:
        trip.end(self.deployment, self.tell, status, {})

    def _spec(self, workspace: Workspace, asset: Asset) -> Spec:
        if asset.upload is not None and (data := workspace.uploads.get(asset.upload)) is not None:
            return data
        label = self.deployment.vendor.label(workspace, asset)
        picture = Picture(
            width=asset.width,
            height=asset.height,
            format="png" if asset.format == "mp4" else asset.format,
            scene=Scene(
                subject=asset.subject,
                garment=asset.garment,
                person=asset.person,
                backdrop=asset.backdrop,
                view=asset.view,
                crop=asset.crop,
            ),
            caption=Caption(label.title, label.prompt, label.facts),
            insets=label.insets,
        )
        if asset.kind == "video":
            return Clip(picture, seconds=asset.seconds, audio=asset.audio)
        return picture
