"""How far a workspace's time is from the time that a receiver of webhooks goes by."""

from datetime import datetime, timedelta

from dressform.lint.record import Record

_TOLERANCE = timedelta(minutes=5)  # of Standard Webhooks' libraries, and of Stripe's


def is_near_wall(record: Record, at: datetime) -> bool:
    """Whether it is certain that the wall showed about that time, too, when the workspace did.

    The latest request before then knows both. A `real` clock has kept its distance since; another
    may have been advanced, but the wall cannot have gone back.
    """
    rows = [row for stretch in record.stretches for row in stretch if row.at and row.at <= at]
    if not rows:
        return False
    latest = rows[-1]
    assert latest.at is not None
    then = latest.at if latest.clock == "real" else at
    return abs(then - latest.wall) <= _TOLERANCE
