"""The version of Dressform."""

__version__ = "0.1.0"
