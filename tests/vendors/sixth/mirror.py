"""Mirror, a vendor that does not exist: all that a sixth one takes, but for its place in SLUGS."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dressform.engine import errors
from dressform.engine.assets import Asset
from dressform.engine.clock import HOUR, SECOND
from dressform.engine.ids import hex_token
from dressform.engine.jobs import Job, State
from dressform.engine.workspace import Rules, Workspace
from dressform.vendor import Answer, Call, Label, Vendor, compact

PRICE = 4


def create_shot(call: Call) -> Any:
    """POST /shots"""
    workspace = call.workspace
    workspace.require(call.operation, PRICE)
    call.job = workspace.submit(
        call.operation,
        compact(call.body),
        price=PRICE,
        wait=(SECOND, SECOND),
        run=(5 * SECOND, 9 * SECOND),
        origin=call.base_url,
    )
    return _shot(call, call.job)


def get_shot(call: Call) -> Any:
    """GET /shots/{shot}"""
    job = call.workspace.jobs.get(call.path["shot"])
    if job is None:
        raise errors.NotFound("shot", call.path["shot"])
    call.workspace.observe(job)
    call.job = job
    return _shot(call, job)


def _shot(call: Call, job: Job) -> Any:
    pictures = [f"{call.base_url}/pictures/{call.workspace.id}/{name}.png" for name in job.results]
    shot = {"shot": job.id, "state": job.state.value}
    return shot | ({"picture": pictures[0]} if pictures else {})


def _settled(workspace: Workspace, job: Job) -> None:
    if job.state is State.COMPLETED:
        token = hex_token(workspace.random)
        look = workspace.random.getrandbits(32)
        workspace.assets[token] = Asset(
            token=token,
            kind="image",
            format="png",
            width=256,
            height=320,
            subject="model",
            garment=look,
            person=look,
            backdrop=look,
            created_at=workspace.now,
            job_id=job.id,
            expires_at=workspace.now + HOUR,
        )
        job.results = (token,)


def _key(headers: Mapping[str, str]) -> str:
    if "X-Key" not in headers:
        raise errors.Unauthenticated("missing")
    return headers["X-Key"]


def _saying(status: int) -> Callable[[errors.Refused], Answer]:
    return lambda refused: Answer(status, {"error": type(refused).__name__})


MIRROR = Vendor(
    slug="mirror",
    title="Mirror",
    contract=Path(__file__).with_name("openapi.yaml"),
    default_key="mirror-dressform",
    key_prefix="mirror-",
    credential=_key,
    handlers={"create_shot": create_shot, "get_shot": get_shot},
    refusals={
        errors.RouteNotFound: _saying(404),
        errors.MethodNotAllowed: _saying(405),
        errors.Unauthenticated: _saying(401),
        errors.Forbidden: _saying(403),
        errors.RateLimited: _saying(429),
        errors.BodyTooLarge: _saying(413),
        errors.Unreadable: _saying(400),
        errors.Invalid: _saying(400),
        errors.NotFound: _saying(404),
        errors.OutOfCredits: _saying(402),
        errors.ProviderFailed: _saying(502),
    },
    rules=Rules(
        new_job_id=lambda workspace: workspace.counters.next("shot"),
        settled=_settled,
        refunded=frozenset({State.FAILED}),
    ),
    media={"pictures": "/pictures/{workspace}/{token}.{format}"},
    label=lambda workspace, asset: Label("Mirror", "", ()),
    expired=lambda asset: Answer(410, {"error": "Expired"}),
    error=lambda status, text: Answer(status, {"error": text}),
)
