"""Bearer tokens (RFC 6750), whichever framework reads them."""

from collections.abc import Mapping

from dressform.engine.errors import Unauthenticated


def bearer(headers: Mapping[str, str]) -> str:
    """The token of `Authorization: Bearer`, or `Unauthenticated`."""
    header = headers.get("Authorization")
    if header is None:
        raise Unauthenticated("missing")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("scheme")
    return token.strip()
