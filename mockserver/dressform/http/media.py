"""Serves the bytes behind result URLs: drawn when first asked for."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from dressform.contract.paths import PathTable
from dressform.engine.assets import Asset
from dressform.engine.errors import NotFound
from dressform.engine.workspace import Workspace
from dressform.http.decisions import describe
from dressform.http.deployment import Deployment, Tenant
from dressform.http.journal import Entry, redact_headers, redact_query
from dressform.http.media_cache import MediaCache, Spec
from dressform.http.pacing import Pacing
from dressform.http.pipeline import Listener, failure
from dressform.http.responses import problem, to_response
from dressform.media import Caption, Clip, MissingVideoSupport, Picture, Scene

_TYPES = {f: f"image/{f}" for f in ("png", "jpeg", "webp")} | {"mp4": "video/mp4"}
_ONE_RANGE = re.compile(r"bytes=(\d+-\d*|-0*[1-9]\d*)", re.ASCII)


class Download(web.FileResponse):
    """A file of the cache, held there until it has been sent. HEAD, Range, ETag are aiohttp's.

    `sent` is called with the status when that is done.
    """

    def __init__(self, cache: MediaCache, spec: Spec, path: Path, content_type: str) -> None:
        super().__init__(path, headers={"Content-Type": content_type})
        self.path = path
        self.sent: Callable[[int], None] | None = None
        self._cache = cache
        self._spec = spec

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Send it all."""
        try:
            return await super().prepare(self._sensible(request))
        finally:
            self._cache.release(self._spec)
            if self.sent is not None:
                self.sent(self.status)

    def _sensible(self, request: web.BaseRequest) -> web.BaseRequest:
        """The request, without a range that RFC 9110 wants ignored: in other units, several, or of
        another version than ours.
        """
        wanted = request.headers.get("Range")
        if wanted is None:
            return request
        version = request.headers.get("If-Range", "")
        if _ONE_RANGE.fullmatch(wanted) and ('"' not in version or version == _etag(self.path)):
            return request
        headers = request.headers.copy()
        del headers["Range"]
        return request.clone(headers=headers)


def _etag(path: Path) -> str:
    """The ETag that aiohttp gives a file."""
    facts = path.stat()
    return f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'


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

    def has(self, path: str) -> bool:
        """Whether the path is one of media at all."""
        return self.paths.match(path) is not None

    async def answer(self, request: web.Request, path: str) -> web.StreamResponse:
        """The bytes that lie at the path, or why there are none."""
        visit = _Visit(request)
        try:
            visit.tenant, asset = self._find(path)
        except NotFound as refused:
            visit.decided = f"refused: {describe(refused)}"
            response: web.StreamResponse = to_response(
                self.deployment.vendor.refusals[NotFound](refused)
            )
        else:
            visit.decided = f"{asset.kind} {asset.width} x {asset.height}, {asset.format}"
            response = await self._serve(visit.tenant.workspace, asset)
        if isinstance(response, Download):
            response.sent = partial(self._remember, visit)
        else:
            self._remember(visit, response.status)
        return response

    def _find(self, path: str) -> tuple[Tenant, Asset]:
        found = self.paths.match(path)
        assert found is not None
        _, names = found
        tenant = self.deployment.tenants.get(names["workspace"])
        asset = tenant.workspace.assets.get(names["token"]) if tenant else None
        if tenant is None or asset is None or asset.format != names["format"]:
            raise NotFound("File", names["token"])
        return tenant, asset

    async def _serve(self, workspace: Workspace, asset: Asset) -> web.StreamResponse:
        self.pacing.catch_up(workspace)
        if asset.expired(workspace.now):
            return to_response(self.deployment.vendor.expired(asset))
        try:
            spec = self._spec(workspace, asset)
            path = await self.cache.hold(spec)
        except MissingVideoSupport as missing:
            return to_response(problem(501, "Video is not installed", str(missing)))
        except Exception as error:  # noqa: BLE001 - a bug of ours must be answered and told, too
            return to_response(failure(error))
        return Download(self.cache, spec, path, _TYPES[asset.format])

    def _remember(self, visit: "_Visit", status: int) -> None:
        """Write the visit into its workspace's journal, or among the strays."""
        tenant, request = visit.tenant, visit.request
        balance = tenant.workspace.ledger.balance if tenant else 0
        entry = Entry(
            at=tenant.workspace.now if tenant else None,
            method=request.method,
            path=request.path,
            query=redact_query(request.query_string),
            operation="media" if tenant else None,
            headers=redact_headers(request.headers),
            request=b"",
            status=status,
            response=b"",
            milliseconds=(perf_counter() - visit.started) * 1000,
            credits=(balance, balance) if tenant else None,
            decided=visit.decided,
        )
        (tenant.journal if tenant else self.deployment.strays).add(entry)
        self.tell(self.deployment, entry)

    def _spec(self, workspace: Workspace, asset: Asset) -> Spec:
        if asset.uploaded:
            return workspace.uploads[asset.token]
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


class _Visit:
    """What becomes known of a request for media on its way."""

    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.started = perf_counter()
        self.tenant: Tenant | None = None
        self.decided = ""
