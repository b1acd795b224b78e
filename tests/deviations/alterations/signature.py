"""A webhook is signed wrongly, or its headers are."""

from dataclasses import dataclass, replace

import msgspec

from dressform.engine.clock import SECOND
from dressform.engine.webhooks import Delivery
from dressform.vendor import Vendor
from tests.deviations.alterations.headers import EditedHeaders
from tests.deviations.alterations.registry import alteration


@alteration("signature")
@dataclass(frozen=True, kw_only=True)
class OtherSignature:
    """It is made with another `secret` (null: not at all), over another `payload` than is sent, at a
    time `plus_seconds` from now, with a `fresh_id` for every attempt; then its headers are edited as
    answers' are: `rename`, `sub`, `set`, `remove`.
    """

    secret: str | None = ""
    payload: str | None = None
    plus_seconds: float = 0
    fresh_id: bool = False
    rename: dict[str, str] | None = None
    sub: dict[str, tuple[str, str]] | None = None
    set: dict[str, str] | None = None
    remove: list[str] | None = None

    def check(self, vendor: Vendor) -> None:
        """Raise `ValueError` where it has nothing to do."""
        if self == type(self)():
            raise ValueError("it changes nothing")

    def alter(self, vendor: Vendor) -> Vendor:
        """A vendor that signs so."""
        sign = vendor.rules.sign
        headers = EditedHeaders(
            rename=self.rename or {},
            sub=self.sub or {},
            set=self.set or {},
            remove=self.remove or [],
        )

        def signed(delivery: Delivery, now: int) -> dict[str, str]:
            at = now + round(self.plus_seconds * SECOND)
            return headers.edit(sign(self._signed(delivery), at))

        return replace(vendor, rules=replace(vendor.rules, sign=signed))

    def _signed(self, delivery: Delivery) -> Delivery:
        """What is signed in the delivery's place."""
        changed = msgspec.structs.replace(delivery)
        if self.secret != "" and delivery.secret is not None:
            changed.secret = self.secret
        if self.payload is not None:
            changed.body = self.payload.encode()
        if self.fresh_id:
            changed.id = f"{delivery.id}{len(delivery.attempts)}"
        return changed
