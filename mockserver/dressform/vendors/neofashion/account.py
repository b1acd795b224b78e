"""What a workspace has to spend and to work with.

Source: neofashion.txt, "Core Endpoints"; the shapes from vendor-notes.md, neofashion.
"""

from typing import Any

from msgspec import to_builtins

from dressform.vendor import Call
from dressform.vendors.neofashion import casting
from dressform.vendors.neofashion.envelope import success

Json = dict[str, Any]


def get_credit_balance(call: Call) -> Json:
    """GET /credits/balance"""
    return success(call, {"balance": call.workspace.ledger.balance})


def list_personas(call: Call) -> Json:
    """GET /personas"""
    return success(call, to_builtins(casting.personas(call.workspace)))


def list_models(call: Call) -> Json:
    """GET /models"""
    return success(call, to_builtins(casting.trained_models(call.workspace)))
