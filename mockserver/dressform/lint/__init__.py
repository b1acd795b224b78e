"""What a careful reviewer of a client would say, who has only its journal and its webhooks to read.

Pure: rows in, findings out. Every rule would rather miss than accuse: what has an innocent reading
is left alone, and what happened only once, or has a good excuse, is a hint.

To add a rule: write a function from a `Record` to findings in a file of its own, beside its
opposite number in `tests/lint`, and name it in `RULES`.
"""

from dressform.lint.finding import Finding
from dressform.lint.report import report
from dressform.lint.rules import RULES, lint

__all__ = ["RULES", "Finding", "lint", "report"]
