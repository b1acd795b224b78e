"""Session tokens: JWTs in the style of Supabase, signed with HS256 and a secret of this server."""

import secrets
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from dressform.engine.clock import SECOND
from dressform.engine.errors import Unauthenticated

_ALGORITHM = "HS256"
_CLAIMS = ["sub", "exp", "workspace_id"]


@dataclass(frozen=True)
class Session:
    """A token whose signature was ours: the workspace it is for, and when it ends, in unix seconds."""

    workspace: str
    expires: float

    def check_time(self, now: int) -> None:
        """Raise `Unauthenticated` from the instant of its end on; `now` is the workspace's time."""
        if now >= self.expires * SECOND:
            raise Unauthenticated("expired")


class Sessions:
    """Mints and reads the tokens of one vendor. What it has not signed is nobody's."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._secret = secrets.token_hex(32)

    def mint(self, workspace_id: str, now: int, seconds: float) -> str:
        """A token for a user of that workspace, from `now` (microseconds) on for so many seconds."""
        import jwt

        begins = now // SECOND
        claims = {
            "iss": self._issuer,
            "sub": str(uuid5(NAMESPACE_URL, f"{self._issuer}/{workspace_id}")),
            "aud": "authenticated",
            "role": "authenticated",
            "iat": begins,
            "exp": begins + round(seconds),
            "workspace_id": workspace_id,
        }
        return jwt.encode(claims, self._secret, algorithm=_ALGORITHM)

    def read(self, token: str) -> Session:
        """Whose session it is; its time is the workspace's to judge. `Unauthenticated` if not ours."""
        if token.count(".") != 2:  # three parts, or no JWT
            raise Unauthenticated("unknown")
        import jwt

        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                options={
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_aud": False,
                    "require": _CLAIMS,
                },
            )
            return Session(str(claims["workspace_id"]), float(claims["exp"]))
        except (jwt.InvalidTokenError, TypeError, ValueError):
            raise Unauthenticated("unknown") from None
