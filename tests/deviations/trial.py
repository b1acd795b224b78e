"""One wrong vendor in the hands of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dressform.vendors import VENDORS
from tests.deviations.alterations import make
from tests.deviations.deviant import Deviation, serving_deviant
from tests.support.serving import Shop, open_shop

Json = dict[str, Any]


def made_of(slug: str, *alter: Json) -> Deviation:
    """A deviation of these alterations, as a file would have them."""
    alterations = tuple(make(raw, VENDORS[slug]) for raw in alter)
    return Deviation(slug, "trial", f"{slug}.trial", alterations)


@contextmanager
def trial(slug: str, *alter: Json, **settings: Any) -> Iterator[Shop]:
    """An account of the vendor so altered."""
    with two_of(slug, *alter, **settings) as (shop, _):
        yield shop


@contextmanager
def two_of(slug: str, *alter: Json, **settings: Any) -> Iterator[tuple[Shop, Shop]]:
    """Two accounts of it on one server; the first has asked for nothing yet either."""
    with serving_deviant(made_of(slug, *alter)) as server:
        first, second = open_shop(server, slug, **settings), open_shop(server, slug, **settings)
        with first.http, second.http:
            yield first, second
