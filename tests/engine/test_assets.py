"""A result's URL lives exactly as long as was promised."""

import gc

from dressform.engine.assets import Asset
from dressform.engine.clock import HOUR
from tests.engine.worlds import START


def asset(expires_at: int | None) -> Asset:
    """A picture made at `START`."""
    return Asset(
        token="t",
        kind="image",
        format="png",
        width=64,
        height=96,
        subject="model",
        garment=1,
        person=2,
        backdrop=3,
        created_at=START,
        expires_at=expires_at,
    )


def test_url_is_dead_at_its_expiry_and_not_a_microsecond_before() -> None:
    picture = asset(START + 4 * HOUR)

    assert not picture.expired(START + 4 * HOUR - 1)
    assert picture.expired(START + 4 * HOUR)


def test_url_without_an_expiry_never_dies() -> None:
    assert not asset(None).expired(START + 1_000_000 * HOUR)


def test_stored_asset_is_out_of_the_garbage_collectors_sight() -> None:
    assert not gc.is_tracked(asset(None))
