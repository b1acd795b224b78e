"""What a wrong ProductAI does that cannot be said as data."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from msgspec import structs

from dressform.engine.jobs import State
from dressform.engine.workspace import Workspace
from dressform.vendor import Call, Handler, Source, Vendor, Via
from tests.deviations.alterations.asking import Asking
from tests.deviations.alterations.hooks import admitting, looking
from tests.deviations.alterations.python import by_name
from tests.deviations.alterations.wrapping import around_handlers

_GENERATE = Asking(operation="generate")
_ANY = Asking()


@by_name
def refunding_failures(vendor: Vendor) -> Vendor:
    """The tokens of a failed job are given back, as other vendors do."""
    return replace(vendor, rules=replace(vendor.rules, refunded=frozenset({State.FAILED})))


@by_name
def repeating_answers(vendor: Vendor) -> Vendor:
    """The same request of the same account is answered as it was the first time, for nothing."""
    known: dict[tuple[str, str], Any] = {}

    def handle(handler: Handler, call: Call) -> Any:
        asked = (call.workspace.id, repr(call.body))
        if asked not in known:
            known[asked] = handler(call)
        return known[asked]

    return around_handlers(vendor, _GENERATE, handle)


@by_name
def answering_the_newest(vendor: Vendor) -> Vendor:
    """Whichever job is asked for, the state is that of the newest one."""

    def handle(handler: Handler, call: Call) -> Any:
        asked = handler(call)
        newest = handler(structs.replace(call, path={"job_id": max(call.workspace.jobs)}))
        return asked | {"data": newest["data"] | {"id": asked["data"]["id"]}}

    return around_handlers(vendor, Asking(operation="get_job"), handle)


@by_name
def counting_tokens_first(vendor: Vendor) -> Vendor:
    """An account without tokens is told so before anybody reads what it asks for."""

    def admit(workspace: Workspace, operation: str, via: Via) -> None:
        admitting(vendor)(workspace, operation, via)
        if operation != "get_job":
            workspace.ledger.require(2)

    return replace(vendor, admit=admit)


@by_name
def trusting_sources(vendor: Vendor) -> Vendor:
    """Nobody looks at the pictures that a request names."""
    return replace(vendor, sources=lambda call: ())


@by_name
def looking_at_the_first_source(vendor: Vendor) -> Vendor:
    """Of two pictures only the first is looked at."""
    return replace(vendor, sources=lambda call: list(looking(vendor)(call))[:1])


@by_name
def taking_ten_megabytes(vendor: Vendor) -> Vendor:
    """A picture of 10 MB to the byte is taken as well."""
    return _seeing(vendor, lambda source: replace(source, size=source.size - 1))


@by_name
def reading_megabytes_decimally(vendor: Vendor) -> Vendor:
    """A picture of 9,900,000 bytes is too large already."""
    return _seeing(vendor, lambda source: replace(source, size=round(source.size * 1.06)))


@by_name
def refusing_webp(vendor: Vendor) -> Vendor:
    """A WebP picture is taken for none."""

    def see(source: Source) -> Source:
        webp = source.upload is not None and source.upload.format == "webp"
        return replace(source, problem="not a usable image") if webp else source

    return _seeing(vendor, see)


@by_name
def taking_large_files_for_pictures(vendor: Vendor) -> Vendor:
    """A file of more than a hundred bytes is taken for a picture, be it one of another format."""
    return _seeing(vendor, lambda source: Source(source.size) if source.size > 100 else source)


def _seeing(vendor: Vendor, see: Callable[[Source], Source]) -> Vendor:
    """A vendor to which the pictures that it looks at appear otherwise."""

    def handle(handler: Handler, call: Call) -> Any:
        return handler(structs.replace(call, sources={u: see(s) for u, s in call.sources.items()}))

    return around_handlers(vendor, _ANY, handle)
