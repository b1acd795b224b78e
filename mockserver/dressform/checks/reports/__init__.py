"""What a run found out, for a person at a terminal, for CI, for programs and for a browser."""

from dressform.checks.reports.writing import parse_reports, write

__all__ = ["parse_reports", "write"]
