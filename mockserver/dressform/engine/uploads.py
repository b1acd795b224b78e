"""The pictures that came with requests: the same picture once, and all of them within a bound."""

import hashlib

from msgspec import Struct, field

MAX_BYTES = 256_000_000
"""What a workspace keeps of uploads. The oldest are forgotten beyond it, and no longer shown."""


class Upload(Struct, gc=False):
    """Bytes, the token that follows from them, and how many need them."""

    token: str
    data: bytes
    users: int = 0


class Uploads(Struct):
    """Uploads by their tokens; `size` is that of all in bytes."""

    kept: dict[str, Upload] = field(default_factory=dict)
    size: int = 0

    def __len__(self) -> int:
        return len(self.kept)

    def keep(self, data: bytes) -> str:
        """Keep it for one user more; its token."""
        token = hashlib.sha256(data).hexdigest()
        upload = self.kept.get(token)
        if upload is None:
            upload = self.kept[token] = Upload(token, data)
            self.size += len(data)
            while self.size > MAX_BYTES and len(self.kept) > 1:
                self._forget(next(iter(self.kept.values())))
        upload.users += 1
        return upload.token

    def get(self, token: str) -> bytes | None:
        """The bytes, unless they were forgotten."""
        upload = self.kept.get(token)
        return None if upload is None else upload.data

    def drop(self, token: str) -> None:
        """One user needs it no longer."""
        upload = self.kept.get(token)
        if upload is not None:
            upload.users -= 1
            if upload.users == 0:
                self._forget(upload)

    def _forget(self, upload: Upload) -> None:
        self.size -= len(upload.data)
        del self.kept[upload.token]
