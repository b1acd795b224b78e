"""A stand-in for AI product-imagery APIs while the model is away."""

from dressform.version import __version__

__all__ = ["__version__"]
