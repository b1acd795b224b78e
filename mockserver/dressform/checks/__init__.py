"""`dressform check`: what a check is made of. `contracts/` imports from here, and from nowhere else.

from dressform.checks import Answer, Api, Mismatch, check, equal, promised
"""

from dressform.checks.answer import Answer
from dressform.checks.api import Account, Api
from dressform.checks.errors import Mismatch, NotTried, Undecided, Unusable
from dressform.checks.exchange import Exchange
from dressform.checks.promises import equal, promised
from dressform.checks.receiver import Inbox, Received
from dressform.checks.suite import check
from dressform.checks.terms import Made, Terms, bearer, free
from dressform.checks.verdicts import Evidence, Outcome, Report, Verdict
from dressform.contract import Contract

__all__ = [
    "Account",
    "Answer",
    "Api",
    "Contract",
    "Evidence",
    "Exchange",
    "Inbox",
    "Made",
    "Mismatch",
    "NotTried",
    "Outcome",
    "Received",
    "Report",
    "Terms",
    "Undecided",
    "Unusable",
    "Verdict",
    "bearer",
    "check",
    "equal",
    "free",
    "promised",
]
