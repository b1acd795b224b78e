"""`pytest contracts` runs the checks: see `dressform.checks.pytest_bridge`."""

from dressform.checks.pytest_bridge import pytest_addoption, pytest_collect_file

__all__ = ["pytest_addoption", "pytest_collect_file"]
