"""What is promised about ad copy. Source: cutx.txt, POST /api/generate/copy."""

from collections.abc import Callable
from typing import Any

from dressform.checks import Account, Api, check, equal, promised

Json = dict[str, Any]

SOURCE = "cutx.txt, POST /api/generate/copy"


@check(SOURCE)
def there_are_five_variants(a_copy_is_written: Json) -> None:
    """Five variants are written."""
    variants = a_copy_is_written["made"].at("/variants")
    promised(isinstance(variants, list), f"the variants are {variants!r}")
    equal("the number of variants", 5, len(variants))


@check(SOURCE, "inferred")
def no_two_variants_are_alike(a_copy_is_written: Json) -> None:
    """Variants vary: no two have the same hook, or the same body."""
    for part in ("hook", "body"):
        texts = [a_copy_is_written["made"].at(f"/variants/{n}/{part}") for n in range(5)]
        promised(
            len(set(map(str, texts))) == 5, f"of five variants, two have the {part} of another"
        )


@check(SOURCE, cost=6, lean=False)
def every_option_of_copy_is_taken(
    open_account: Callable[..., Account], a_product: Json, data: Callable[..., Any]
) -> None:
    """Every platform, every format and every tone is accepted, and no choice changes the price."""
    account, options = open_account(credits=6), data("options")
    for number, platform in enumerate(options["platform"]):
        tone, form = options["tone"][number], options["format"][number % 4]
        body = a_product | {"platform": platform, "format": form, "tone": tone}
        answer = account.call("generate_copy", body=body).must_be(200)
        equal(f"creditsUsed of {form} and {tone} for {platform}", 1, answer.at("/creditsUsed"))
        equal("creditsRemaining", 5 - number, answer.at("/creditsRemaining"))


@check(SOURCE, cost=1, lean=False)
def instructions_and_key_are_optional(api: Api, a_product: Json) -> None:
    """Copy needs neither instructions nor a key."""
    body = a_product | {"platform": "universal", "format": "hook", "tone": "luxe"}
    equal(
        "the status", "completed", api.call("generate_copy", body=body).must_be(200).at("/status")
    )


@check("cutx.txt, AI Generation (products are advertised)", "inferred", cost=1, lean=False)
def a_product_of_ones_own_can_be_advertised(api: Api, a_product_is_added: Json) -> None:
    """A product that was just added can be written about."""
    product = a_product_is_added["product"]
    body = {"projectId": product.at("/product/project_id"), "productId": product.at("/product/id")}
    choice = {"platform": "meta", "format": "short", "tone": "bold"}
    api.call("generate_copy", body=body | choice).must_be(200)
