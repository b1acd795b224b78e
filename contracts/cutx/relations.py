"""What is promised about products, and about who sees what. Sources: cutx.txt, table of statuses;
vendor-notes.md, cutx, "project and product".
"""

from collections.abc import Callable
from random import Random
from typing import Any

from dressform.checks import Account, Answer, Api, NotTried, check, equal, promised

Json = dict[str, Any]

SOURCE = "vendor-notes.md, cutx, project and product"
CHOICE = {"platform": "meta", "format": "short", "tone": "bold"}


def _products(answer: Answer) -> list[Json]:
    rows = answer.must_be(200).at("/products")
    kept = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    promised(kept, f"{answer.what} without a list of products: {answer.excerpt}")
    return list(rows)


@check(SOURCE, "observed", shows=[("list_products", 200)])
def a_product(api: Api) -> Json:
    """The list of products shows what can be advertised, and in which project."""
    answer = api.call("list_products")
    if not _products(answer):
        raise NotTried("the account has no product to advertise; add one to it first")
    return {
        "projectId": answer.at("/products/0/project_id"),
        "productId": answer.at("/products/0/id"),
    }


@check(SOURCE, "observed", lean=False, shows=[("create_product", 201)])
def a_product_is_added(api: Api, a_product: Json, rng: Random) -> Json:
    """A product is stored as it was sent, in the project that was named, and listed."""
    sent = {
        "project_id": a_product["projectId"],
        "name": f"Cedar Candle {rng.randrange(10**6)}",
        "description": "Hand-poured soy wax with a wooden wick",
        "image_url": "https://example.com/candle.jpg",
    }
    seen: Json = {"asked": api.now(), "product": api.call("create_product", body=sent).must_be(201)}
    for name, value in sent.items():
        equal(
            f"{name} as stored", value, seen["product"].at(f"/product/{name}"), evidence="inferred"
        )
    listed = _products(api.call("list_products"))
    stored = seen["product"].at("/product")
    promised(stored in listed, "a product that was just added is not listed as it was answered")
    return seen


@check(SOURCE, "inferred", lean=False, shows=[("create_product", 201)])
def what_is_left_out_is_null(api: Api, a_product: Json) -> None:
    """A product with nothing but a name goes to the account's own project and has nulls for the rest."""
    answer = api.call("create_product", body={"name": "Cup"}).must_be(201)
    equal("project_id", a_product["projectId"], answer.at("/product/project_id"))
    equal("description", None, answer.at("/product/description"))
    equal("image_url", None, answer.at("/product/image_url"))


@check(SOURCE, "inferred", lean=False)
def products_are_listed_oldest_first(open_account: Callable[..., Account]) -> None:
    """The list has every product once, the oldest first, whatever they are called."""
    account = open_account()
    names = ["Cup", "Bowl", "Cup", "Apron"]
    first = _products(account.call("list_products"))
    added = []
    for name in names:
        account.wait(2)
        added.append(
            account.call("create_product", body={"name": name}).must_be(201).at("/product")
        )
    equal("the products", [*first, *added], _products(account.call("list_products")))
    equal("the number of different ids", 4, len({str(row.get("id")) for row in added}))


@check(SOURCE, "inferred", lean=False)
def a_product_is_dated(api: Api, a_product_is_added: Json) -> None:
    """A fresh product was created now, and has not been changed since."""
    from datetime import datetime

    product = a_product_is_added["product"]
    created = product.at("/product/created_at")
    equal("updated_at", created, product.at("/product/updated_at"))
    late = datetime.fromisoformat(str(created)).timestamp() - a_product_is_added["asked"]
    promised(abs(late) <= 30, f"created_at is {late:g} s from when it was asked for")


@check("cutx.txt, GET /api/generate/status", "inferred", shows=[("get_generation_status", 404)])
def nobody_else_can_poll_a_job(stranger: Api, an_ad_is_made: Json, a_copy_is_written: Json) -> None:
    """To another account a job does not exist."""
    for seen in (an_ad_is_made, a_copy_is_written):
        query = {"jobId": seen["made"].at("/jobId")}
        stranger.call("get_generation_status", query=query).must_be(404)


@check("cutx.txt, table of statuses", cost=1, lean=False)
def nobody_else_can_advertise_a_product(stranger: Api, a_product_is_added: Json) -> None:
    """To another account a product does not exist: it is neither listed nor advertised there."""
    product = a_product_is_added["product"]
    rows = _products(stranger.call("list_products"))
    ids = [row.get("id") for row in rows]
    promised(product.at("/product/id") not in ids, "an account is shown the product of another")
    body = {"projectId": product.at("/product/project_id"), "productId": product.at("/product/id")}
    stranger.call("generate_copy", body=body | CHOICE).must_be(404)


@check("vendor-notes.md, All five", "inferred", cost=4, lean=False)
def everybody_pays_for_themselves(open_account: Callable[..., Account], a_product: Json) -> None:
    """What one account buys costs another nothing, and does not show in its balance."""
    rich, poor = open_account(credits=100), open_account(credits=2)
    rich.call("get_credit_balance")
    rich.call("generate_static_ad", body=a_product).must_be(200)
    equal("the other's balance", 2, poor.call("get_credit_balance").at("/balance"))
    spent = poor.call("generate_copy", body=a_product | CHOICE).must_be(200)
    equal("what the other has left", 1, spent.at("/creditsRemaining"))
    equal("the first one's balance", 97, rich.call("get_credit_balance").at("/balance"))
