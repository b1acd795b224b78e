"""One workspace of a running `MockServer`: an account to point a client at, and to bend."""

from typing import Self

from dressform.mock.bodies import UNSET, given, given_of
from dressform.mock.ending import Ending
from dressform.mock.faulting import Faulting
from dressform.mock.keeping import Keeping
from dressform.mock.reading import Reading
from dressform.mock.steering import unless_gone
from dressform.mock.timing import Timing
from dressform.rows import TokenRow, WorkspaceRow


class MockWorkspace(Reading, Timing, Ending, Faulting, Keeping):
    """A tenant of a vendor, isolated from all others: its credits, jobs, time, faults and journal.

    Give a client its `base_url` and `api_key`. What cannot be done is a `ControlError` that names
    what was expected, and changes nothing. Every member that blocks has a twin to be awaited,
    whose name begins with `a`: `await shop.aadvance(hours=4)`.
    """

    def __repr__(self) -> str:
        return f"<MockWorkspace {self.id} of {self.vendor} at {self.base_url}>"

    @property
    def base_url(self) -> str:
        """The drop-in for the base URL that the vendor documents."""
        return self._row.base_url

    @property
    def api_key(self) -> str:
        """The credential of this workspace."""
        return self._row.api_key

    @property
    def webhook_secret(self) -> str:
        """What webhooks to the endpoint that is saved in the account are signed with."""
        return self.facts.webhook_secret

    async def awebhook_secret(self) -> str:
        """The same, awaited."""
        return (await self.afacts()).webhook_secret

    @property
    def facts(self) -> WorkspaceRow:
        """Everything it was made with, and what has become of that by now."""
        row: WorkspaceRow = self._order("get_workspace")
        return row

    async def afacts(self) -> WorkspaceRow:
        """The same, awaited."""
        row: WorkspaceRow = await self._aorder("get_workspace")
        return row

    def change(
        self,
        *,
        credits: int = UNSET,
        plan: str | None = UNSET,
        rate_limit: int | None = UNSET,
        daily_limit: int | None = UNSET,
        webhook_url: str | None = UNSET,
        webhook_secret: str = UNSET,
    ) -> WorkspaceRow:
        """Change what is given and leave the rest; `credits` is the balance there shall be."""
        body = given_of(locals())
        row: WorkspaceRow = self._order("change_workspace", body=body)
        return row

    async def achange(
        self,
        *,
        credits: int = UNSET,
        plan: str | None = UNSET,
        rate_limit: int | None = UNSET,
        daily_limit: int | None = UNSET,
        webhook_url: str | None = UNSET,
        webhook_secret: str = UNSET,
    ) -> WorkspaceRow:
        """The same, awaited."""
        body = given_of(locals())
        row: WorkspaceRow = await self._aorder("change_workspace", body=body)
        return row

    def token(self, *, expires_in: float = UNSET) -> str:
        """A session token (JWT) of a user of this workspace, to be sent in the place of the API key.

        It ends after so many seconds of the workspace's time, an hour unless given. A vendor that
        takes none is a `ControlError`.
        """
        row: TokenRow = self._order("mint_token", body=given(expires_in=expires_in))
        return row.token

    async def atoken(self, *, expires_in: float = UNSET) -> str:
        """The same, awaited."""
        row: TokenRow = await self._aorder("mint_token", body=given(expires_in=expires_in))
        return row.token

    def close(self) -> None:
        """Forget the workspace: its key, its jobs, its webhooks, its snapshots. Twice does nothing,
        and the default one is refused: it always exists.
        """
        with unless_gone():
            self._order("close_workspace")

    async def aclose(self) -> None:
        """The same, awaited."""
        with unless_gone():
            await self._aorder("close_workspace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
