"""How many pixels an outcome has. Inferred: no page says it.

The large file has the shape of the picture that it starts from, but is at most twice as long as
wide or as wide as long; its longer side has 1536 pixels. The small file is a third of that.
"""

Size = tuple[int, int]

LONGER = 1536
PREVIEW = 3
"""By how much the small file is smaller."""

_STEP = 24  # so that a third of it is whole and even
_MOST = 2.0


def of_result(width: int, height: int) -> Size:
    """Pixels of the large file, made from a picture of that size."""
    shape = min(max(width / height, 1 / _MOST), _MOST)
    shorter = round(LONGER * min(shape, 1 / shape) / _STEP) * _STEP
    return (LONGER, shorter) if shape > 1 else (shorter, LONGER)
