"""Products and credits. Source: vendor-notes.md, cutx, "project and product", "credits endpoint"."""

from typing import Any

from dressform.engine.ids import uuid4
from dressform.vendor import Call
from dressform.vendors.cutx import records, wire

Json = dict[str, Any]


def list_products(call: Call) -> Json:
    """GET /api/products"""
    return {"products": [wire.product(p) for p in records.products(call.workspace).values()]}


def create_product(call: Call) -> Json:
    """POST /api/products"""
    workspace, body = call.workspace, call.body
    records.check_project(body.get("project_id", records.PROJECT_ID))
    product = records.Product(
        id=uuid4(workspace.random),
        name=body["name"],
        description=body.get("description"),
        image_url=body.get("image_url"),
        created_at=workspace.now,
    )
    records.products(workspace)[product.id] = product
    call.decided = f"product {product.id} added"
    return {"product": wire.product(product)}


def get_credit_balance(call: Call) -> Json:
    """GET /api/credits/balance"""
    return wire.balance(call.workspace.ledger)
