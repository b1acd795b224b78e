"""A stand-in for AI product-imagery APIs while the model is away."""

__version__ = "0.1.0"
__all__ = ["__version__"]
