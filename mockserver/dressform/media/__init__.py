"""Real images and videos for simulated results.

Pillow and PyAV are imported on the first call of ``render``, not before.
"""

from dressform.media.spec import (
    Caption,
    Clip,
    MissingVideoSupport,
    Picture,
    Scene,
    content_type,
    suffix,
)

__all__ = [
    "Caption",
    "Clip",
    "MissingVideoSupport",
    "Picture",
    "Scene",
    "content_type",
    "render",
    "suffix",
]


def render(spec: Picture | Clip) -> bytes:
    """Return the file that ``spec`` describes: equal specs give equal bytes.

    Raise MissingVideoSupport for a clip when PyAV is not installed. Safe in any thread.
    """
    if isinstance(spec, Clip):
        from dressform.media.video import film

        return film(spec)
    from dressform.media.image import still

    return still(spec)
