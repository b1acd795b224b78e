"""A dead URL is answered otherwise."""

from dataclasses import dataclass, replace

from dressform.engine.assets import Asset
from dressform.vendor import Answer, Vendor
from tests.deviations.alterations.registry import alteration


@alteration("expired")
@dataclass(frozen=True, kw_only=True)
class OtherExpiry:
    """With another `status`, another `text` for a body, another `content_type`."""

    status: int | None = None
    text: str | None = None
    content_type: str | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        if self == type(self)():
            raise ValueError("it takes status, text or content_type")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that answers so."""

        def expired(asset: Asset) -> Answer:
            answer = vendor.expired(asset)
            typed = {} if self.content_type is None else {"Content-Type": self.content_type}
            return Answer(
                answer.status if self.status is None else self.status,
                answer.body if self.text is None else self.text,
                {**answer.headers, **typed},
            )

        return replace(vendor, expired=expired)
