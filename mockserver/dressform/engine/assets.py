"""What a result's URL leads to: the facts from which media are drawn, not the bytes."""

from typing import Literal

from msgspec import Struct


class Asset(Struct, frozen=True, gc=False):
    """One picture or video. Sizes in pixels, `seconds` of video, instants in microseconds.

    `garment`, `person` and `backdrop` are seeds: equal seeds look alike, so that the results of one
    clothing item show one garment. `upload` is the token of the upload that it is, served as it
    came. `expires_at` is the first instant at which the URL is dead.
    """

    token: str
    kind: Literal["image", "video"]
    format: Literal["png", "jpeg", "webp", "mp4"]
    width: int
    height: int
    subject: Literal["model", "garment", "portrait"]
    garment: int
    person: int
    backdrop: int
    created_at: int
    view: Literal["front", "back", "side"] = "front"
    crop: Literal["full", "upper"] = "full"
    job_id: int | str | None = None
    number: int | str = 0
    seconds: int = 0
    audio: bool = False
    expires_at: int | None = None
    upload: str | None = None

    def expired(self, now: int) -> bool:
        """Whether the URL is dead by now."""
        return self.expires_at is not None and now >= self.expires_at
