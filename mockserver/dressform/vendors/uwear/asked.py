"""What the answers about a generation tell of its request.

A request is kept as JSON. A poll needs a few of its members, and `payload` repeats others in an order
of its own: both are read from there as records, which costs half of what a dictionary does.
"""

from typing import Any

from msgspec import Struct
from msgspec.json import Decoder

from dressform.engine.jobs import Job
from dressform.vendor import compact


class Asked(Struct, gc=False):
    """What is told of every request."""

    use_case: str
    model_slug: str
    num_images: int
    clothing_item_ids: list[int]
    avatar_id: int | None = None


class _Generate(Struct, omit_defaults=True, gc=False):
    """The settings that `payload` repeats, in the order in which the document prints them."""

    prompt: Any = None
    camera: Any = None
    model_slug: Any = None
    use_case: Any = None
    resolution: Any = None
    aspect_ratio: Any = None
    img_ref_urls: list[Any] = []
    feature_setting: dict[str, Any] = {}


class _Edit(Struct, omit_defaults=True, gc=False):
    generation_result_parent_id: Any = None
    image_url: Any = None
    model_slug: Any = None
    prompt: Any = None
    use_case: Any = None
    resolution: Any = None
    aspect_ratio: Any = None
    img_ref_urls: list[Any] = []


class _Upscale(Struct, omit_defaults=True, gc=False):
    generation_result_parent_id: Any = None
    image_url: Any = None
    model_slug: Any = None
    use_case: Any = None
    upscale_factor: Any = None
    target_resolution: Any = None
    feature_setting: dict[str, Any] = {}


class _Video(Struct, omit_defaults=True, gc=False):
    generation_result_parent_id: Any = None
    image_url: Any = None
    model_slug: Any = None
    prompt: Any = None
    duration: Any = None
    use_case: Any = None
    generate_audio: Any = None
    resolution: Any = None
    aspect_ratio: Any = None
    img_ref_urls: list[Any] = []
    last_frame_url: Any = None


_ASKED = Decoder(Asked)
_PAYLOADS: dict[str, Decoder[Any]] = {
    "generate": Decoder(_Generate),
    "edit": Decoder(_Edit),
    "upscale": Decoder(_Upscale),
    "video": Decoder(_Video),
}


def asked_of(job: Job) -> Asked:
    """What is told of the request for that job."""
    return _ASKED.decode(job.request)


def payload(job: Job, asked: Asked) -> str:
    """The settings that were made, as a text that holds JSON; nothing that is null or empty."""
    settings = _PAYLOADS[asked.use_case].decode(job.request)
    return compact(settings).decode()
